#pragma once
/// Intervals that hold the uncertainty of the inputs, not the luck of the simulation alone.
#include <span>

#include "busyhour/experiment/uncertain_run.hpp"
#include "busyhour/model/replication.hpp"

namespace busyhour {

/// Widens every interval of `result` and judges its rules anew. The variance of an estimate is between x (1 + 1 / k) +
/// within / replications: the inputs themselves, which more replications do not make surer, and the luck of k draws and
/// of all replications; Student's t has k - 1 degrees of freedom. What was found stands beside each estimate, and
/// of the rules in the result's warnings, in words.
void widen(const Scenario& scenario, std::span<const ReplicationResult> all, const InputDraws& draws,
           RunResult& result);

}  // namespace busyhour
