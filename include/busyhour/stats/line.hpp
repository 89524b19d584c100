#pragma once
/// A straight line through points some of which are far off.
#include <cstddef>
#include <span>

namespace busyhour {

struct Line {
  double intercept = 0, slope = 0;
  double intercept_error = 0, slope_error = 0;  ///< standard errors
  double spread = 0;                            ///< of the points about the line: 1.4826 median |residual|
  double explained = 0;                         ///< R squared of the line, over all points
  std::size_t points = 0, far = 0;              ///< far: given less than full weight
};

/// Huber's estimate (Annals of Mathematical Statistics 35, 1964) with k = 1.345, begun from the median of slopes (Theil
/// and Sen) of at most 500 of the points, the scale from the median residual. Points in any order; fewer than three, or
/// all at one x: std::domain_error.
[[nodiscard]] Line robust_line(std::span<const double> x, std::span<const double> y);
/// Least squares, in which every point counts alike.
[[nodiscard]] Line least_squares(std::span<const double> x, std::span<const double> y);

}  // namespace busyhour
