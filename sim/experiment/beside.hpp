#pragma once
/// Puts the exact answers beside the estimates.
#include "busyhour/experiment/results.hpp"
#include "busyhour/theory/recognise.hpp"

namespace busyhour {

/// Only what is exact: an approximation is never put beside an estimate.
void put_theory_beside(const TheoryAnswer& answer, RunResult& result);

}  // namespace busyhour
