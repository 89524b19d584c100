#include "busyhour/stats/paired_interval.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "intervals.hpp"

namespace busyhour {
namespace {

/// Sum of the products about the means.
double products(std::span<const double> x, std::span<const double> y) {
  const auto n = static_cast<double>(x.size());
  double mean_x = 0, mean_y = 0, sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) mean_x += x[i] / n, mean_y += y[i] / n;
  for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - mean_x) * (y[i] - mean_y);
  return sum;
}

/// How much longer than t the arms of a difference are, from one of its parts.
struct Arms {
  double low = 0, high = 0, weight = 0;
};

Arms arms_of(const PairedPart& part, std::span<const double> differences, double spread, double critical) {
  const Estimate& e = part.estimate;
  const auto n = static_cast<double>(differences.size());
  const double own = products(part.residuals, part.residuals);
  const double half = critical * std::sqrt(own / (n - 1) / n);
  if (!(half > 0) || !e.has_interval() || !std::isfinite(e.low) || !std::isfinite(e.high)) return {};
  const double correlation = products(part.residuals, differences) / std::sqrt(own * spread);
  const double weight = std::abs(correlation * correlation * correlation);
  const double low = weight * ((e.value - e.low) / half - 1), high = weight * ((e.high - e.value) / half - 1);
  return correlation > 0 ? Arms{low, high, weight} : Arms{high, low, weight};
}

}  // namespace

Estimate paired_interval(double centre, const PairedPart& a, const PairedPart& b, double confidence) {
  Estimate e;
  const std::size_t n = a.residuals.size();
  e.value = centre;
  e.n = e.replications = n;
  e.quality = Estimate::Quality::none;
  if (n < 2 || !std::isfinite(centre)) return e;
  std::vector<double> differences;
  for (std::size_t i = 0; i < n; ++i) differences.push_back(b.residuals[i] - a.residuals[i]);
  const double spread = products(differences, differences);
  if (!std::isfinite(spread)) return e;
  e.df = static_cast<double>(n - 1);
  e.standard_error = std::sqrt(spread / e.df / static_cast<double>(n));
  const double critical = detail::critical(e.df, confidence), half = critical * e.standard_error;
  e.low = e.high = centre;
  e.quality = half > 0 ? Estimate::Quality::interval : Estimate::Quality::constant;
  if (!(half > 0)) return e;
  const Arms from_a = arms_of(a, differences, spread, critical), from_b = arms_of(b, differences, spread, critical);
  const double whole = std::max(1.0, from_a.weight + from_b.weight);
  e.low -= half * std::max(0.5, 1 + (from_a.low + from_b.low) / whole);
  e.high += half * std::max(0.5, 1 + (from_a.high + from_b.high) / whole);
  return e;
}

}  // namespace busyhour
