#include <algorithm>
#include <array>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "busyhour/stats/estimate.hpp"
#include "intervals.hpp"

namespace busyhour {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

void require_numbers(std::span<const double> values) {
  for (const double value : values)
    if (std::isnan(value) || value == -infinite)
      throw std::domain_error{"a replication's number must not be undefined"};
}

double at_most(std::size_t successes, std::size_t n, double q) {
  return boost::math::cdf(boost::math::binomial{static_cast<double>(n), q}, static_cast<double>(successes));
}

}  // namespace

double Estimate::relative_half_width() const {
  if (!has_interval()) return infinite;
  const double width = high > low ? high - low : 0;  // equal ends may be infinite
  return width == 0 ? 0 : width / 2 / std::abs(value);
}

void Estimate::instead_of_interval(Quality word) {
  low = high = std::numeric_limits<double>::quiet_NaN();
  if (word == Quality::no_steady_state) value = low;
  quality = word;
}

std::string_view word_of(Estimate::Quality quality) {
  constexpr std::array<std::string_view, 10> words{
      "interval",     "bound",     "constant", "too_few_replications", "not_converged", "no_steady_state", "growing",
      "initial_bias", "two_modes", "undefined"};
  return words[static_cast<std::size_t>(quality)];
}

Estimate mean_of(std::span<const double> per_replication, double confidence) {
  require_numbers(per_replication);
  Estimate estimate;
  estimate.n = estimate.replications = per_replication.size();
  if (per_replication.empty()) return estimate;
  const auto n = static_cast<double>(per_replication.size());
  double sum = 0, squares = 0;
  for (const double value : per_replication) sum += value;
  estimate.value = sum / n;
  estimate.quality = Estimate::Quality::none;
  if (std::isinf(estimate.value)) {
    estimate.low = estimate.high = infinite;
    estimate.quality = Estimate::Quality::interval;
    return estimate;
  }
  if (per_replication.size() < 2) return estimate;
  for (const double value : per_replication) squares += (value - estimate.value) * (value - estimate.value);
  estimate.standard_error = std::sqrt(squares / (n - 1) / n);
  estimate.df = n - 1;
  const double half_width = detail::critical(n - 1, confidence) * estimate.standard_error;
  const bool varies = half_width > 1e-14 * std::abs(estimate.value);
  estimate.quality = varies ? Estimate::Quality::interval : Estimate::Quality::constant;
  estimate.low = varies ? estimate.value - half_width : estimate.value;
  estimate.high = varies ? estimate.value + half_width : estimate.value;
  return estimate;
}

Estimate quantile_across(std::span<const double> per_replication, double q, double confidence) {
  require_numbers(per_replication);
  Estimate estimate;
  const std::size_t n = per_replication.size();
  estimate.n = estimate.replications = n;
  if (n == 0) return estimate;
  std::vector<double> sorted{per_replication.begin(), per_replication.end()};
  std::sort(sorted.begin(), sorted.end());
  estimate.value = sorted[rank_of(q, n) - 1];
  estimate.quality = Estimate::Quality::none;
  if (!(q > 0 && q < 1) || n < replications_needed(q, confidence)) return estimate;
  // The k-th smallest is above the quantile if fewer than k lie below it, and below it if k or more do.
  const double tail = (1 - confidence) / 2;
  std::size_t low = rank_of(q, n), high = low;
  while (low > 1 && at_most(low - 1, n, q) > tail) --low;
  while (high < n && 1 - at_most(high - 1, n, q) > tail) ++high;
  estimate.low = sorted[low - 1];
  estimate.high = sorted[high - 1];
  estimate.quality = Estimate::Quality::interval;
  return estimate;
}

std::size_t replications_needed(double q, double confidence) {
  if (!(q > 0 && q < 1)) throw std::domain_error{"the least and the largest have no interval"};
  if (!(confidence > 0 && confidence < 1)) throw std::domain_error{"a confidence lies between 0 and 1"};
  // All n lie on one side of the quantile with probability max(q, 1 - q)^n at most.
  return static_cast<std::size_t>(std::ceil(std::log((1 - confidence) / 2) / std::log(std::max(q, 1 - q))));
}

}  // namespace busyhour
