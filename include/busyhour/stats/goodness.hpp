#pragma once
/// How well a law describes a sample, and how heavy its tail is.
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "busyhour/random/likelihood.hpp"

namespace busyhour {

/// Kolmogorov's distance: the largest difference of the law's cdf from the sample's, which for values that were cut off
/// is Kaplan and Meier's (JASA 53, 1958). Of more than 20,000 values it is looked for at 20,000 of them.
[[nodiscard]] double ks_distance(const FittedLaw& law, const FitSample& sample);

struct Goodness {
  double distance = 0;  ///< of all values
  /// How often a sample that truly comes from such a law, fitted in the same way, lies as far off; not a number where
  /// values were cut off or are all the same. Small: the law is not the true one, which says little where it is close.
  double p = std::numeric_limits<double>::quiet_NaN();
  std::size_t n = 0;  ///< values that p was found with
};

/// The distance with its p-value from a parametric bootstrap of 199 samples (Stute, Gonzalez Manteiga and Presedo
/// Quindimil, Metrika 40, 1993), on at most 1,000 of the values. Samples are rounded to multiples of `grain` as the
/// values are; 0: they are not.
[[nodiscard]] Goodness goodness_of(const FittedFamily& fit, const FitSample& sample, double grain, std::uint64_t seed);

/// The largest power of ten of which all values are multiples; 0 if it is below 1e-9 of the largest.
[[nodiscard]] double grain_of(std::span<const double> values);

/// Hill's estimate of the power of the tail from the largest twentieth of the values (at least 10 of them) with its
/// standard error, Annals of Statistics 3, 1975; not a number below 50 values. At most 1: the mean does not exist.
struct TailIndex {
  double index = std::numeric_limits<double>::quiet_NaN();
  double standard_error = std::numeric_limits<double>::quiet_NaN();
  std::size_t values = 0;
};
[[nodiscard]] TailIndex tail_index(std::span<const double> sorted);

}  // namespace busyhour
