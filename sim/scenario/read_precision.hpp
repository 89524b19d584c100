#pragma once
/// `run.precision`, read when the rules are known.
#include "busyhour/scenario/scenario.hpp"
#include "decoder.hpp"

namespace busyhour {

/// One precision for the metrics of `slo` (without rules: first_attempt_rejected, added_delay.p95 and of a
/// workload_done run makespan.mean), or a map from metrics to theirs. Fills in `scenario.precision` and complains.
void read_precision(Decoder&, Scenario&);

}  // namespace busyhour
