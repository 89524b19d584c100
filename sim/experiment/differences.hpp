#pragma once
/// Differences of what two lists of replications measured, paired by number.
#include "busyhour/stats/estimate.hpp"
#include "pool.hpp"

namespace busyhour {

/// b - a of one metric of equally many replications. Pooled ratio, mean of times [s], or mean of one number a
/// replication.
[[nodiscard]] Estimate difference(const PooledMetric& a, const PooledMetric& b, double confidence = 0.95);
/// b - a of the q-quantiles of times [s]; `pooled` is the difference of the pooled ones.
[[nodiscard]] Estimate quantile_difference(const PooledMetric& a, const PooledMetric& b, double q, double pooled,
                                           double confidence = 0.95);

}  // namespace busyhour
