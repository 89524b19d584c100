#pragma once
/// The special functions that cdfs, quantiles and fits need, the same bits on every machine (see elementary.hpp).
#include "busyhour/random/elementary.hpp"

namespace busyhour::detail {

/// ln Gamma(x), x > 0.
[[nodiscard]] double log_gamma(double x);

/// The regularised incomplete gamma functions, shape a > 0, x >= 0: lower P(a, x) and upper Q(a, x) = 1 - P(a, x).
struct IncompleteGamma {
  double lower;
  double upper;
};
[[nodiscard]] IncompleteGamma incomplete_gamma(double a, double x);

/// The x with P(a, x) = p.
[[nodiscard]] double gamma_quantile(double a, double p);

/// The standard normal cdf and its inverse.
[[nodiscard]] double normal_cdf(double z);
[[nodiscard]] double normal_quantile(double p);

}  // namespace busyhour::detail
