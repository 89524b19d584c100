#pragma once
/// What `fit` found: YAML with the findings in comments, JSON, a page with charts.
#include <string>

#include "busyhour/experiment/fit.hpp"
#include "busyhour/report/report.hpp"

namespace busyhour {

/// Valid YAML: what was found as comments, then the fragments to paste.
[[nodiscard]] std::string terminal_fit(const FitResult& fit, const std::string& fragments, const TerminalStyle& style);
[[nodiscard]] std::string json_fit(const FitResult& fit, const WrittenFit& written);
/// One page that opens offline.
[[nodiscard]] std::string html_fit(const FitResult& fit, const WrittenFit& written);

/// Predicted against observed.
[[nodiscard]] std::string terminal_check(const CheckResult& check, const TerminalStyle& style);
[[nodiscard]] std::string json_check(const CheckResult& check);

}  // namespace busyhour
