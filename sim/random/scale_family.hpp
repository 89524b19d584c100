#pragma once
/// Fitting a law that has one scale and one shape to two things known of it.
#include "busyhour/random/distribution.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace busyhour::detail {

/// What a parameter says of a law. Those from `mean` on grow with the scale; `cv` and `shape` do not know it.
enum class Statistic : std::uint8_t { cv, shape, mean, sd, quantile, scale };

struct Known {
  std::string name;
  Statistic statistic;
  double p;  ///< of a quantile
  double value;
};

/// A family seen at scale 1: logarithms of its statistics as functions of the shape, infinite where they do not exist.
struct ScaleFamily {
  std::string_view name;
  double floor;   ///< every shape lies above it
  double narrow;  ///< shape - floor at the smallest cv that is fitted
  double wide;    ///< shape - floor at the largest
  double (*log_mean)(double shape);
  double (*log_cv)(double shape);
  double (*log_quantile)(double shape, double p);
  double (*shape_of_cv)(double cv);  ///< null where there is no closed form
  Distribution (*make)(double shape, double scale);
};

extern const ScaleFamily lognormal_family;
extern const ScaleFamily gamma_family;
extern const ScaleFamily weibull_family;
extern const ScaleFamily pareto_family;
extern const ScaleFamily hyperexponential_family;

/// The logarithm of a statistic that grows with the scale, at scale 1.
[[nodiscard]] double log_statistic(const ScaleFamily& family, const Known& known, double shape);

/// The law with both; of two, the one with the smaller cv.
[[nodiscard]] std::variant<Distribution, FitError> solve(const ScaleFamily& family, const Known& a, const Known& b);

}  // namespace busyhour::detail
