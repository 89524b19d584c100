#pragma once
/// A comparison made readable.
#include <string>
#include <utility>
#include <vector>

#include "busyhour/experiment/compare.hpp"
#include "busyhour/report/report.hpp"

namespace busyhour {

/// What changed, then a line a metric: a, b, the difference with its interval, the verdict.
[[nodiscard]] std::string terminal_report(const CompareResult&, const TerminalStyle&);
/// The one JSON document of `compare --json` (design.md, "The command line").
[[nodiscard]] std::string json_report(const CompareResult&);
/// One self-contained page; its charts are pictures too with a painter.
[[nodiscard]] std::string html_report(const CompareResult&, ChartRenderer* painter = nullptr);
/// Its charts, each on its own: a name (letters, digits, hyphens) and a Vega-Lite spec with data and light colours.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> chart_specs(const CompareResult&);
/// "B is better on 2, worse on 1; no difference shown on 4, undecided on 1."
[[nodiscard]] std::string verdict_sentence(const CompareResult&);

}  // namespace busyhour
