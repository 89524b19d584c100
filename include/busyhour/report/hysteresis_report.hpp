#pragma once
/// A ramp up and down, made readable.
#include <string>
#include <utility>
#include <vector>

#include "busyhour/experiment/hysteresis.hpp"
#include "busyhour/report/report.hpp"

namespace busyhour {

/// A line a level: the way up beside the way down, and how many replications are collapsed there.
[[nodiscard]] std::string terminal_report(const HysteresisResult&, const TerminalStyle&);
/// `{"scenario", "hysteresis": {...}, "verdict", "stay_collapsed": {...}, "steps": [...], "result_dir", "version"}`.
[[nodiscard]] std::string json_report(const HysteresisResult&);
/// One self-contained page; its charts are pictures too with a painter.
[[nodiscard]] std::string html_report(const HysteresisResult&, ChartRenderer* painter = nullptr);
/// Its charts, each on its own: a name (letters, digits, hyphens) and a Vega-Lite spec with data and light colours.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> chart_specs(const HysteresisResult&);
/// "Back at 0.5x of the rate, 17 of 30 replications are still collapsed (57 %, 37–75 %)."
[[nodiscard]] std::string verdict_sentence(const HysteresisResult&);

}  // namespace busyhour
