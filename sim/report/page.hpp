#pragma once
/// The page: one frame for every kind of report, and the sections that kinds share, each as HTML; empty when there is
/// nothing to say.
#include <string>
#include <vector>

#include "busyhour/experiment/hysteresis.hpp"
#include "busyhour/experiment/stored.hpp"
#include "busyhour/report/drawing.hpp"
#include "charts/chart.hpp"
#include "paper.hpp"

namespace busyhour::detail {

/// The verdict as the head of a page says it.
struct Banner {
  std::string word;      ///< "FAIL", "44 OF 150 PASS": begins the page's title too
  std::string symbol;    ///< "✗"
  std::string style;     ///< good, bad, unsure, care
  std::string sentence;  ///< the measured value, the bound, what would pass
};
[[nodiscard]] Ink ink_of(const Banner&);
struct Page {
  Banner banner;
  std::string name, about, size;  ///< what the scenario is called, and how much was run
  std::string version;
  std::vector<std::string> warnings;
  std::string sections;       ///< key numbers, rules, charts, tables ... in the order of interface.md 3
  std::vector<Chart> charts;  ///< those that `sections` hold figures of
};
/// One file: no request leaves it, and nothing but our own two scripts runs in it. With a painter its figures hold
/// pictures, as many as leave it below 1.5 MB.
[[nodiscard]] std::string html_of(const Page&, ChartRenderer* painter);
/// What a reader whose scripts are off must know of these charts; empty if there are none.
[[nodiscard]] std::string without_scripts_note(const std::vector<Chart>&);

/// A name from a file: on one line, without direction overrides, at most `width` columns, isolated from the text around
/// it.
[[nodiscard]] std::string name_html(std::string_view text, std::size_t width = 160);
[[nodiscard]] std::string badge_html(Verdict);
[[nodiscard]] const char* style_of(Verdict);
/// A number with its interval below; the second cell of a table whose first is a name.
[[nodiscard]] std::string number_cell(const std::string& value, const std::string& interval = "");
/// The head of a table in a card; columns that begin with `>` hold numbers.
[[nodiscard]] std::string table_head(const std::vector<std::string>& columns, const char* style = "");
inline constexpr const char* table_end = "</tbody></table></div>\n";
/// A box with a label, a large value and a line below it; `lines` are HTML.
[[nodiscard]] std::string tile_html(const std::string& label, const std::string& value,
                                    const std::vector<std::string>& lines);
[[nodiscard]] std::string tiles_section(const std::vector<std::string>& tiles);
[[nodiscard]] std::string table_html(const DataTable&);
[[nodiscard]] std::string figure_html(const Chart&);
/// A download that is part of the page.
[[nodiscard]] std::string csv_link(std::string_view name, const std::string& csv);
/// One number of such a file: six significant digits, empty where there is none.
[[nodiscard]] std::string csv_number(double value);

[[nodiscard]] std::string charts_section(const std::vector<Chart>&);
[[nodiscard]] std::string assumptions_section(const ScenarioEcho&);
/// The commands that give these numbers again, and what they start from.
[[nodiscard]] std::string reproduce_section(const std::vector<std::string>& commands, const ScenarioEcho&);
/// Facts beside the program's own: name and HTML.
using Facts = std::vector<std::pair<std::string, std::string>>;
/// The file and its hash.
[[nodiscard]] Facts scenario_facts(const ScenarioEcho&);
[[nodiscard]] std::string environment_section(const Facts&, const std::string& version);
/// `hints` are for this kind of page; the metrics are those whose meaning is told.
[[nodiscard]] std::string reading_section(const std::vector<std::string>& hints, const std::vector<MetricResult>&);

[[nodiscard]] Banner banner_of(const RunResult&);
[[nodiscard]] Banner banner_of(const SweepResult&);
[[nodiscard]] Banner banner_of(const SolveResult&);
[[nodiscard]] Banner banner_of(const CompareResult&);
[[nodiscard]] Banner banner_of(const ClaimsResult&);
[[nodiscard]] Banner banner_of(const HysteresisResult&);

// --- of a run ---
[[nodiscard]] std::string key_numbers_section(const RunResult&);
[[nodiscard]] std::string rules_section(const RunResult&);
[[nodiscard]] std::string percentiles_section(const RunResult&);
/// Empty unless the inputs carry an uncertainty.
[[nodiscard]] std::string inputs_section(const RunResult&);
[[nodiscard]] std::string data_section(const RunResult&);
/// Interval, estimate and bound on a line from 0 to twice the bound; empty where that has no scale.
[[nodiscard]] std::string rule_strip(const RuleResult&);

}  // namespace busyhour::detail
