#pragma once
/// Differences of what two lists of replications measured, paired by number.
#include <span>

#include "busyhour/model/replication.hpp"
#include "busyhour/stats/estimate.hpp"

namespace busyhour {

/// b - a of the i-th and j-th measured; the spans are equally long. Pooled ratio, mean of times [s], or mean of one
/// number a replication.
[[nodiscard]] Estimate difference(std::span<const ReplicationResult> a, std::size_t i,
                                  std::span<const ReplicationResult> b, std::size_t j, double confidence = 0.95);
/// b - a of the q-quantiles of times [s]; `pooled` is the difference of the pooled ones.
[[nodiscard]] Estimate quantile_difference(std::span<const ReplicationResult> a, std::size_t i,
                                           std::span<const ReplicationResult> b, std::size_t j, double q, double pooled,
                                           double confidence = 0.95);

}  // namespace busyhour
