#pragma once
/// Results made readable: a terminal table, one JSON document, one HTML page that opens offline.
#include <string>
#include <utility>
#include <vector>

#include "busyhour/experiment/results.hpp"

namespace busyhour {

class ChartRenderer;

struct TerminalStyle {
  bool colour = false;
  bool unicode = true;
  int width = 100;
};

/// The verdict sentence, the rules with what was measured, key numbers, warnings. What stdout shows.
[[nodiscard]] std::string terminal_report(const RunResult&, const TerminalStyle&);
/// The one JSON document of `run --json` (design.md, "The command line").
[[nodiscard]] std::string json_report(const RunResult&);
/// One self-contained page: no request leaves it. With a painter each chart is also a picture in it, which is seen
/// before its scripts have run, and where they may not.
[[nodiscard]] std::string html_report(const RunResult&, ChartRenderer* painter = nullptr);
/// The charts of the page, each on its own: a name (letters, digits, hyphens) and a Vega-Lite spec with its data and
/// light colours.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> chart_specs(const RunResult&);
/// "1 of 3 rules fails: ...": the sentence that the page's title, the terminal and the notes begin with.
[[nodiscard]] std::string verdict_sentence(const RunResult&);

/// `1.34 %`, `312 ms`, `$0.13`, `4.2 s`, `inf`: a value in base units as people read it.
[[nodiscard]] std::string readable(double value, const MetricAbout&, Statistic);

}  // namespace busyhour
