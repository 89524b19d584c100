#include <cmath>

#include "stats/experiments.hpp"

namespace busyhour::experiments {

Coverage cover(const Case& c, std::size_t replications, std::size_t experiments, std::uint64_t first_seed) {
  Coverage coverage;
  std::size_t measured = 0;
  for (std::size_t i = 0; i < experiments; ++i) {
    Engine engine{first_seed + i};
    const Estimate estimate = c.run(engine, replications);
    ++coverage.experiments;
    if (!estimate.has_interval()) {
      ++coverage.without;
      continue;
    }
    if (c.truth < estimate.low) ++coverage.truth_below;
    if (c.truth > estimate.high) ++coverage.truth_above;
    if (estimate.low <= c.truth && c.truth <= estimate.high) ++coverage.covered;
    if (const double half = estimate.relative_half_width(); std::isfinite(half)) {
      coverage.half_width += half;
      ++measured;
    }
  }
  if (measured > 0) coverage.half_width /= static_cast<double>(measured);
  return coverage;
}

}  // namespace busyhour::experiments
