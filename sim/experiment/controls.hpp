#pragma once
/// What of a scenario's input has a known mean and is seen in every replication.
#include <string>
#include <vector>

#include "busyhour/experiment/results.hpp"
#include "busyhour/scenario/scenario.hpp"
#include "busyhour/stats/controls.hpp"
#include "busyhour/theory/recognise.hpp"
#include "pool.hpp"

namespace busyhour {

struct NamedControl {
  std::string name;  ///< "calls: requests"
  Control control;
};

/// A nearby scenario whose exact answer is known, told on the same draws.
struct ToldNearby {
  const TheoryAnswer& answer;
  const Scenario& scenario;
  const Pool& pool;
};

/// What the nearby scenario saw beside what is true of it (its share refused, the use of its slots); the number of
/// requests of each open workload of independent arrivals, whose mean is its rate times the counted time; and of each
/// workload whose requests' mean work is known, what the work of those admitted took beyond it. As many of them, in
/// this order, as the replications are enough for; none where the scenario does not ask for them.
[[nodiscard]] std::vector<NamedControl> controls_of(const Scenario&, const Pool&,
                                                    const std::optional<ToldNearby>& nearby = std::nullopt);
/// The corrected estimate of a ratio or a mean over replications; nothing where it is not used.
[[nodiscard]] std::optional<Estimate> controlled(const PooledMetric&, const std::vector<NamedControl>&);
/// Corrects the ratios and per-replication means of `result`, where the scenario asks for it and it helps.
void control(const Scenario&, const Pool&, const std::vector<NamedControl>&, RunResult& result);

}  // namespace busyhour
