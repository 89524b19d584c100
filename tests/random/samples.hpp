#pragma once
/// Draws to test with, and the tests: each at a false-alarm probability of one in a million on seeds that never change.
#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "busyhour/random/distribution.hpp"
#include "busyhour/random/draw.hpp"

namespace busyhour::testing_random {

inline constexpr double false_alarm = 1e-6;
/// Beyond this many standard deviations, either side, a normal number is found with probability 1e-6.
inline constexpr double normal_limit = 4.8916;

/// The law of a family with these parameters.
inline Distribution law(std::string family, std::vector<std::pair<std::string, double>> parameters) {
  return fitted(DistributionSpec{std::move(family), std::move(parameters), {}, {}});
}

/// n values, each at its own place: draw 0, 1, ... of one purpose of one entity, as a model takes them.
template <class Law>
std::vector<double> values_of(const Law& law, std::size_t n, std::uint64_t seed) {
  std::vector<double> values;
  values.reserve(n);
  const Place at{seed, 3, 5};
  StreamAhead stream{at, Purpose{7}};
  for (std::size_t i = 0; i < n; ++i) {
    Draw draw = stream.next(at, Purpose{7});
    values.push_back(law(draw));
  }
  return values;
}

/// sqrt(n) times the largest distance of the sample's cdf from `cdf`, which is continuous.
template <class Cdf>
double kolmogorov_smirnov(std::vector<double> values, Cdf cdf) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  double most = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double p = cdf(values[i]);
    most = std::max({most, p - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - p});
  }
  return most * std::sqrt(n);
}
/// P(sqrt(n) D > k) < 2 exp(-2 k^2) (Massart, Annals of Probability 18(3), 1990, for any n).
inline double kolmogorov_smirnov_limit() { return std::sqrt(0.5 * std::log(2.0 / false_alarm)); }

inline double chi_square(const std::vector<std::uint64_t>& counts, const std::vector<double>& expected) {
  double sum = 0.0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double miss = static_cast<double>(counts[i]) - expected[i];
    sum += miss * miss / expected[i];
  }
  return sum;
}
inline double chi_square_limit(std::size_t freedom) {
  return boost::math::quantile(
      boost::math::complement(boost::math::chi_squared(static_cast<double>(freedom)), false_alarm));
}

}  // namespace busyhour::testing_random
