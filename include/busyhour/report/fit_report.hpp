#pragma once
/// What `fit` found: YAML with the findings in comments, JSON, a page with charts.
#include <string>
#include <utility>
#include <vector>

#include "busyhour/experiment/fit.hpp"
#include "busyhour/report/report.hpp"

namespace busyhour {

/// Valid YAML: what was found as comments, then the fragments to paste.
[[nodiscard]] std::string terminal_fit(const FitResult& fit, const std::string& fragments, const TerminalStyle& style);
[[nodiscard]] std::string json_fit(const FitResult& fit, const WrittenFit& written);
/// One page that opens offline.
[[nodiscard]] std::string html_fit(const FitResult& fit, const WrittenFit& written, ChartRenderer* painter = nullptr);

/// Its charts, each on its own: a name (letters, digits, hyphens) and a Vega-Lite spec with data and light colours.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> chart_specs(const FitResult& fit);

/// Predicted against observed.
[[nodiscard]] std::string terminal_check(const CheckResult& check, const TerminalStyle& style);
[[nodiscard]] std::string json_check(const CheckResult& check);

}  // namespace busyhour
