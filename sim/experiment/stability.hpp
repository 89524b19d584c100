#pragma once
/// Whether a run has one steady state, before its means are believed.
///
/// Overload (theory/overload.hpp) is arithmetic on the scenario: what depends on the queue is called `no_steady_state`.
///
/// Growth and initial bias are seen in the number in flight of runs of constant demand: per replication, its mean over
/// the first and the second half of the counted time, and over the first tenth and the rest. A run grows (or shrinks)
/// if the halves differ in one direction beyond chance (paired t, one false alarm in 10,000) and by a quarter. It has
/// an initial bias if the tenth differs from the rest beyond the same chance, and leaving it out would move the mean by
/// more than half its interval.
///
/// Two modes: replications that fall into two groups far apart, each with several members (metastable systems). Their
/// mean is neither's.
#include <optional>
#include <span>

#include "busyhour/experiment/results.hpp"
#include "busyhour/scenario/scenario.hpp"
#include "pool.hpp"

namespace busyhour {

/// Values in two groups; of at least ten, three and a tenth of them in each. The cut is the one that leaves the least
/// squares within the groups; the groups' means are more than twelve of their common standard deviations apart (no cut
/// through 10 or more normal values leaves 6, as the tests show, and none through exponential ones 12), and by more
/// than half of the upper one.
struct Modes {
  std::size_t upper = 0;     ///< how many are in the upper group
  double low = 0, high = 0;  ///< the groups' means
};
[[nodiscard]] std::optional<Modes> two_modes(std::span<const double>);

/// Whether demand and limits are the same all the time, with no profile, trace, finite batch, change or running
/// balance, and a steady state is meant: a run whose warm-up is written as 0 is about its own length, the beginning
/// included.
[[nodiscard]] bool is_of_constant_demand(const Scenario&);

/// Puts the words where they belong and says why, in `result.stability` and `result.warnings`.
void judge_stability(const Scenario&, const Pool&, RunResult& result);

}  // namespace busyhour
