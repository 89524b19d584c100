#pragma once
/// Judged claims made readable: each verdict with its condition, the map of where it holds, and the evidence.
#include <string>
#include <vector>

#include "busyhour/experiment/claims.hpp"
#include "busyhour/report/report.hpp"

namespace busyhour {

[[nodiscard]] std::string terminal_claims(const std::vector<ClaimResult>&, const TerminalStyle&);
/// `{"claims": [{"name", "quote", "verdict", "condition", "points": [{"set", "verdict", "metrics"}]}]}`.
[[nodiscard]] std::string json_claims(const std::vector<ClaimResult>&);
/// One self-contained page without scripts.
[[nodiscard]] std::string html_claims(const std::vector<ClaimResult>&, const std::string& version);

/// "holds", "fails", "holds_only_if", "undecided".
[[nodiscard]] std::string_view word_of(ClaimVerdict);
/// 0 all hold, 1 one fails or holds only somewhere, 3 none fails but some are undecided.
[[nodiscard]] int exit_code(const std::vector<ClaimResult>&);

}  // namespace busyhour
