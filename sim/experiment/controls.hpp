#pragma once
/// What of a scenario's input has a known mean and is seen in every replication.
#include <string>
#include <vector>

#include "busyhour/experiment/results.hpp"
#include "busyhour/scenario/scenario.hpp"
#include "busyhour/stats/controls.hpp"
#include "pool.hpp"

namespace busyhour {

struct NamedControl {
  std::string name;  ///< "calls: requests"
  Control control;
};

/// The number of requests of each open workload of independent arrivals, whose mean is its rate times the counted time.
[[nodiscard]] std::vector<NamedControl> controls_of(const Scenario&, const Pool&);
/// The corrected estimate of a ratio or a mean over replications; nothing where it is not used.
[[nodiscard]] std::optional<Estimate> controlled(const PooledMetric&, const std::vector<NamedControl>&);
/// Corrects the ratios and per-replication means of `result`, where the scenario asks for it and it helps.
void control(const Scenario&, const Pool&, RunResult& result);

}  // namespace busyhour
