#pragma once
/// When to stop adding replications.
///
/// The intervals are looked at after `replications` (20 at least), then each time as many have been added as the widest
/// of them seems to need, between a quarter and three times what is there: a handful of looks, few of which come near
/// the end. What is stopped on is the interval that is reported, so looking more often would favour moments at which
/// the spread happens to seem small (Singham and Schruben, INFORMS J. Computing 24, 2012); the floor, the rarity of the
/// looks and a tenth more than needed keep that small. Every number in this follows from the replications alone: the
/// same for any number of threads.
#include <span>
#include <vector>

#include "busyhour/experiment/results.hpp"
#include "busyhour/scenario/scenario.hpp"
#include "controls.hpp"
#include "pool.hpp"

namespace busyhour {

/// The replications of the first look, and the most.
struct Effort {
  std::int64_t first = 0, most = 0;
};
[[nodiscard]] Effort effort_of(const Scenario&);

/// How wide each metric's interval is by now.
[[nodiscard]] std::vector<PrecisionResult> look(const Scenario&, const Pool&, const std::vector<NamedControl>&);
/// How wide half of this interval is, against what is allowed about `value`.
[[nodiscard]] PrecisionResult measured_against(const PrecisionTarget&, const Estimate&, double value);
[[nodiscard]] bool all_met(std::span<const PrecisionResult>);
/// How many replications to have at the next look, after `n`, `most` at most.
[[nodiscard]] std::int64_t next_look(std::span<const PrecisionResult>, std::int64_t n, std::int64_t most);

}  // namespace busyhour
