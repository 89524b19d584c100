#include "differences.hpp"

#include <cmath>

namespace busyhour {

namespace {

using Results = std::span<const ReplicationResult>;

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

/// What a replication adds to a ratio of sums: times [s] over their count, or the ratio itself.
std::pair<double, double> parts(const Measured& m) {
  if (const auto* tally = std::get_if<Tally>(&m.value))
    return {static_cast<double>(tally->sum()) / 1e9, static_cast<double>(tally->finite())};
  const Ratio& r = std::get<Ratio>(m.value);
  return {r.numerator, r.denominator};
}

/// A ratio of sums and its replications' residuals, in its own unit.
struct Pooled {
  double value = 0;
  std::vector<double> residuals;
};
Pooled pooled(Results all, std::size_t i) {
  double numerator = 0, denominator = 0;
  for (const ReplicationResult& r : all) {
    const auto [n, d] = parts(r.measured[i]);
    numerator += n, denominator += d;
  }
  Pooled p{numerator / denominator, {}};
  const double mean = denominator / static_cast<double>(all.size());
  for (const ReplicationResult& r : all) {
    const auto [n, d] = parts(r.measured[i]);
    p.residuals.push_back((n - p.value * d) / mean);
  }
  return p;
}

}  // namespace

Estimate difference(Results a, std::size_t i, Results b, std::size_t j, double confidence) {
  std::vector<double> residuals;
  if (std::holds_alternative<double>(a.front().measured[i].value)) {
    double sum = 0;
    for (std::size_t r = 0; r < a.size(); ++r) {
      residuals.push_back(std::get<double>(b[r].measured[j].value) - std::get<double>(a[r].measured[i].value));
      sum += residuals.back();
    }
    return around(sum / static_cast<double>(a.size()), residuals, confidence);
  }
  const Pooled one = pooled(a, i), other = pooled(b, j);
  for (std::size_t r = 0; r < a.size(); ++r) residuals.push_back(other.residuals[r] - one.residuals[r]);
  return around(other.value - one.value, residuals, confidence);
}

Estimate quantile_difference(Results a, std::size_t i, Results b, std::size_t j, double q, double pooled,
                             double confidence) {
  std::vector<double> residuals;
  for (std::size_t r = 0; r < a.size(); ++r) {
    const double in_a = std::get<Tally>(a[r].measured[i].value).sketch().quantile(q);
    const double in_b = std::get<Tally>(b[r].measured[j].value).sketch().quantile(q);
    residuals.push_back((in_b - in_a) / 1e9);
  }
  return around(pooled, residuals, confidence);
}

}  // namespace busyhour
