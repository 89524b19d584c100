#pragma once
/// Several runs in one page: their curves over each other, their numbers side by side.
#include <string>
#include <vector>

#include "busyhour/report/report.hpp"

namespace busyhour {

/// At least two runs, in the order in which they were named.
[[nodiscard]] std::string html_overlay(const std::vector<RunResult>&, const std::string& version,
                                       ChartRenderer* painter = nullptr);
[[nodiscard]] std::string terminal_overlay(const std::vector<RunResult>&, const TerminalStyle&);

}  // namespace busyhour
