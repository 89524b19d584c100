#pragma once
/// A sweep made readable.
#include <string>
#include <utility>
#include <vector>

#include "busyhour/experiment/sweep.hpp"
#include "busyhour/report/report.hpp"

namespace busyhour {

/// A line a point: what it sets, what each rule measured (without rules, the key numbers), its verdict.
[[nodiscard]] std::string terminal_report(const SweepResult&, const TerminalStyle&);
/// The one JSON document of `sweep --json` (design.md, "The command line").
[[nodiscard]] std::string json_report(const SweepResult&);
/// One self-contained page; its charts are pictures too with a painter.
[[nodiscard]] std::string html_report(const SweepResult&, ChartRenderer* painter = nullptr);
/// Its charts, each on its own: a name (letters, digits, hyphens) and a Vega-Lite spec with data and light colours.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> chart_specs(const SweepResult&);
/// "All rules pass at 44 of 150 points, ...".
[[nodiscard]] std::string verdict_sentence(const SweepResult&);

}  // namespace busyhour
