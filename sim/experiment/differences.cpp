#include "differences.hpp"

#include <cmath>

namespace busyhour {

namespace {

/// Value `centre` with a t interval from the spread of the residuals.
Estimate around(double centre, const std::vector<double>& residuals, double confidence) {
  Estimate e;
  e.value = centre;
  e.n = e.replications = residuals.size();
  e.quality = Estimate::Quality::none;
  const auto n = static_cast<double>(residuals.size());
  if (residuals.size() < 2 || !std::isfinite(centre)) return e;
  double mean = 0, squares = 0;
  for (const double x : residuals) mean += x / n;
  for (const double x : residuals) squares += (x - mean) * (x - mean);
  if (!std::isfinite(squares)) return e;
  const double half = student_t((1 + confidence) / 2, n - 1) * std::sqrt(squares / (n - 1) / n);
  e.low = centre - half;
  e.high = centre + half;
  e.quality = half > 0 ? Estimate::Quality::interval : Estimate::Quality::constant;
  return e;
}

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

}  // namespace

Estimate difference(const PooledMetric& a, const PooledMetric& b, double confidence) {
  std::vector<double> residuals;
  if (!a.is_ratio() && !a.is_tally()) {
    double sum = 0;
    for (std::size_t r = 0; r < a.numbers().size(); ++r) {
      residuals.push_back(b.numbers()[r] - a.numbers()[r]);
      sum += residuals.back();
    }
    return around(sum / static_cast<double>(residuals.size()), residuals, confidence);
  }
  const Pooled one = pooled(a), other = pooled(b);
  for (std::size_t r = 0; r < one.residuals.size(); ++r) residuals.push_back(other.residuals[r] - one.residuals[r]);
  return around(other.value - one.value, residuals, confidence);
}

Estimate quantile_difference(const PooledMetric& a, const PooledMetric& b, double q, double pooled, double confidence) {
  std::vector<double> residuals;
  for (std::size_t r = 0; r < a.tallies().size(); ++r) {
    const double in_a = a.tallies()[r].sketch().quantile(q), in_b = b.tallies()[r].sketch().quantile(q);
    residuals.push_back((in_b - in_a) / 1e9);
  }
  return around(pooled, residuals, confidence);
}

}  // namespace busyhour
