#include "differences.hpp"

#include "busyhour/stats/paired_interval.hpp"

namespace busyhour {

namespace {

/// What replications, or groups of them, add to a ratio of sums: times [s] over their count, or the ratio itself.
std::vector<Ratio> parts(const PooledMetric& m) {
  if (m.is_ratio()) return m.ratios();
  std::vector<Ratio> all;
  for (const Tally& t : m.tallies())
    all.push_back({static_cast<double>(t.sum()) / 1e9, static_cast<double>(t.finite()), RatioKind::level});
  return all;
}

/// A ratio of sums and its residuals, in its own unit.
struct Pooled {
  double value = 0;
  std::vector<double> residuals;
};
Pooled pooled(const PooledMetric& m) {
  const std::vector<Ratio> all = parts(m);
  double numerator = 0, denominator = 0;
  for (const Ratio& r : all) numerator += r.numerator, denominator += r.denominator;
  Pooled p{numerator / denominator, {}};
  const double mean = denominator / static_cast<double>(all.size());
  for (const Ratio& r : all) p.residuals.push_back((r.numerator - p.value * r.denominator) / mean);
  return p;
}

/// The same with its interval.
Estimate estimated(const PooledMetric& m, double confidence) {
  return m.is_ratio() ? pooled_ratio(m.ratios(), confidence) : pooled_mean(tallies_of(m), confidence);
}

/// A quantile of all together with its interval, and of each replication or group of them [s].
struct Quantiles {
  Estimate pooled;
  std::vector<double> each;
};
Quantiles quantiles(const PooledMetric& m, double q, double confidence) {
  Quantiles found{pooled_quantile(sketches_of(m), q, confidence), {}};
  found.pooled.value /= 1e9, found.pooled.low /= 1e9, found.pooled.high /= 1e9;
  for (const Tally& t : m.tallies()) found.each.push_back(t.sketch().quantile(q) / 1e9);
  return found;
}

}  // namespace

Estimate difference(const PooledMetric& a, const PooledMetric& b, double confidence) {
  if (!a.is_ratio() && !a.is_tally()) {
    const Estimate one = mean_of(a.numbers(), confidence), other = mean_of(b.numbers(), confidence);
    return paired_interval(other.value - one.value, {one, a.numbers()}, {other, b.numbers()}, confidence);
  }
  const Pooled one = pooled(a), other = pooled(b);
  return paired_interval(other.value - one.value, {estimated(a, confidence), one.residuals},
                         {estimated(b, confidence), other.residuals}, confidence);
}

Estimate quantile_difference(const PooledMetric& a, const PooledMetric& b, double q, double pooled, double confidence) {
  const Quantiles one = quantiles(a, q, confidence), other = quantiles(b, q, confidence);
  return paired_interval(pooled, {one.pooled, one.each}, {other.pooled, other.each}, confidence);
}

}  // namespace busyhour
