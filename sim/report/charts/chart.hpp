#pragma once
/// A chart of a report: a Vega-Lite spec without colours, the words around it, and its data as a table.
/// Include from .cpp only: nlohmann/json.hpp costs seconds a unit.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "busyhour/experiment/claims.hpp"
#include "busyhour/experiment/compare.hpp"
#include "busyhour/experiment/hysteresis.hpp"
#include "busyhour/experiment/results.hpp"
#include "busyhour/experiment/solve.hpp"
#include "busyhour/experiment/sweep.hpp"

namespace busyhour::detail {

using Json = nlohmann::ordered_json;

struct DataTable {
  std::vector<std::string> columns;  ///< units in the heads
  std::vector<std::vector<std::string>> rows;
  std::string note;  ///< what is left out
};

/// Marks name styles (`mark.style`) and the palette's order; the theme gives both their colours (theme.hpp).
struct Chart {
  std::string id;  ///< letters, digits and hyphens: an element's id and a file's name
  std::string title;
  std::string summary;  ///< what a reader sees in it, one or two sentences; also for screen readers
  std::string reading;  ///< how to read it
  Json spec;            ///< width "container"
  DataTable table;
};

/// All charts of a result, in the order of the page; ids differ.
[[nodiscard]] std::vector<Chart> charts_of(const RunResult&);
[[nodiscard]] std::vector<Chart> charts_of(const SweepResult&);
[[nodiscard]] std::vector<Chart> charts_of(const SolveResult&);
[[nodiscard]] std::vector<Chart> charts_of(const CompareResult&);
[[nodiscard]] std::vector<Chart> charts_of(const ClaimResult&);
[[nodiscard]] std::vector<Chart> charts_of(const HysteresisResult&);
/// A spec that stands on its own: 860 pixels wide, in the light theme.
[[nodiscard]] Json standing_alone(const Chart&);
/// Name and such a spec of each, as files.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> specs_of(const std::vector<Chart>&);

[[nodiscard]] std::vector<Chart> in_flight_charts(const RunResult&);
[[nodiscard]] std::vector<Chart> worst_minute_charts(const RunResult&);
[[nodiscard]] std::vector<Chart> whole_run_charts(const RunResult&);
[[nodiscard]] std::vector<Chart> balance_charts(const RunResult&);
[[nodiscard]] std::vector<Chart> level_charts(const RunResult&);
[[nodiscard]] std::vector<Chart> percentile_charts(const RunResult&);
[[nodiscard]] std::vector<Chart> outcome_charts(const RunResult&);
[[nodiscard]] std::vector<Chart> replication_charts(const RunResult&);

[[nodiscard]] std::vector<Chart> sweep_line_charts(const SweepResult&);
[[nodiscard]] std::vector<Chart> sweep_map_charts(const SweepResult&);
[[nodiscard]] std::vector<Chart> tornado_charts(const SweepResult&);
[[nodiscard]] std::vector<Chart> scatter_charts(const SweepResult&);

[[nodiscard]] std::vector<Chart> answer_charts(const SolveResult&);
[[nodiscard]] std::vector<Chart> tried_charts(const SolveResult&);

[[nodiscard]] std::vector<Chart> difference_charts(const CompareResult&);
[[nodiscard]] std::vector<Chart> overlay_charts(const CompareResult&);

[[nodiscard]] std::vector<Chart> claim_charts(const ClaimResult&);

[[nodiscard]] std::vector<Chart> hysteresis_charts(const HysteresisResult&);

/// A spec's head: schema, description, width, height.
[[nodiscard]] Json spec_head(const std::string& description, int height);
/// A text that stays legible on lines and areas: twice, first as a halo.
void add_label(Json& layers, const Json& data, const char* style, const Json& mark, const Json& encoding);
/// Letters, digits and hyphens of `text`, at most 40; "chart" if nothing remains.
[[nodiscard]] std::string id_of(std::string_view text);

/// The colours and named styles of one theme, as a Vega-Lite config.
[[nodiscard]] Json light_theme();
[[nodiscard]] Json dark_theme();
/// Each colour of the light theme, and what stands for it in the dark one.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> colour_pairs();

}  // namespace busyhour::detail
