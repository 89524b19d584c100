#pragma once
/// Judged claims made readable: each verdict with its condition, the map of where it holds, and the evidence.
#include <string>
#include <vector>

#include "busyhour/experiment/stored.hpp"
#include "busyhour/report/report.hpp"

namespace busyhour {

[[nodiscard]] std::string terminal_report(const ClaimsResult&, const TerminalStyle&);
/// `{"claims": [{"name", "quote", "verdict", "condition", "points": [{"set", "verdict", "metrics"}]}]}`.
[[nodiscard]] std::string json_report(const ClaimsResult&);
/// One self-contained page; its charts are pictures too with a painter.
[[nodiscard]] std::string html_report(const ClaimsResult&, ChartRenderer* painter = nullptr);
[[nodiscard]] std::vector<std::pair<std::string, std::string>> chart_specs(const ClaimsResult&);

/// "holds", "fails", "holds_only_if", "undecided".
[[nodiscard]] std::string_view word_of(ClaimVerdict);
/// 0 all hold, 1 one fails or holds only somewhere, 3 none fails but some are undecided.
[[nodiscard]] int exit_code(const std::vector<ClaimResult>&);

}  // namespace busyhour
