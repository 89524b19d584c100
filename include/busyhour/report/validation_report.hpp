#pragma once
/// The table of `validate`: how far simulation and theory lie apart, family by family.
#include <string>

#include "busyhour/experiment/validate.hpp"
#include "busyhour/report/report.hpp"

namespace busyhour {

[[nodiscard]] std::string terminal_validation(const Validation&, const TerminalStyle&);
/// `{"passes", "cases", "comparisons", "largest_z", "chi_square": {...}, "normality": {...}, "rows": [...]}`.
[[nodiscard]] std::string json_validation(const Validation&);

}  // namespace busyhour
