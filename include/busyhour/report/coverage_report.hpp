#pragma once
/// The table of `validate --coverage`: how often intervals hold the truth.
#include <string>

#include "busyhour/experiment/coverage.hpp"
#include "busyhour/report/report.hpp"

namespace busyhour {

/// A line a number: the truth, and the coverage from 5 and 20 replications.
[[nodiscard]] std::string terminal_coverage(const CoverageAudit&, const TerminalStyle&);
/// `{"passes", "least", "most", "experiments", "rows": [{"system", "metric", "replications", "covered", ...}]}`.
[[nodiscard]] std::string json_coverage(const CoverageAudit&);

}  // namespace busyhour
