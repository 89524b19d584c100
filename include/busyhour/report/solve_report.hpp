#pragma once
/// What `solve` found, made readable.
#include <string>
#include <utility>
#include <vector>

#include "busyhour/experiment/solve.hpp"
#include "busyhour/report/report.hpp"

namespace busyhour {

/// A line an answer: what was given, the value, its neighbour that fails, which rule binds, how many values were tried.
[[nodiscard]] std::string terminal_report(const SolveResult&, const TerminalStyle&);
/// The one JSON document of `solve --json` (design.md, "The command line").
[[nodiscard]] std::string json_report(const SolveResult&);
/// One self-contained page; its charts are pictures too with a painter.
[[nodiscard]] std::string html_report(const SolveResult&, ChartRenderer* painter = nullptr);
/// Its charts, each on its own: a name (letters, digits, hyphens) and a Vega-Lite spec with data and light colours.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> chart_specs(const SolveResult&);
/// "At most 16 workloads.calls.count satisfy the rules, 95 % sure; at 17 `turn_rejected <= 5%` fails."
[[nodiscard]] std::string verdict_sentence(const SolveResult&);

}  // namespace busyhour
