#include "paired.hpp"

#include "differences.hpp"
#include "estimates.hpp"

namespace busyhour {

Estimate number_of(const Trial& trial, const MetricRef& metric, double confidence) {
  return estimate_of(trial.scenario(), trial.pool(), metric, confidence);
}

Estimate paired_difference(const Trial& a, const Trial& b, const MetricRef& metric, double confidence) {
  const PooledMetric &in_a = metric_of(a.scenario(), a.pool(), metric),
                     &in_b = metric_of(b.scenario(), b.pool(), metric);
  if (metric.statistic != Statistic::quantile) return difference(in_a, in_b, confidence);
  const double pooled = number_of(b, metric).value - number_of(a, metric).value;
  return quantile_difference(in_a, in_b, metric.q, pooled, confidence);
}

}  // namespace busyhour
