/// The quantiles that intervals need, from Boost.Math, to nine digits.
///
/// The last bits of Boost's answer depend on the machine's C library; cut off, an interval is the same on every
/// machine.
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "busyhour/stats/estimate.hpp"
#include "intervals.hpp"

namespace busyhour {
namespace {

/// The nearest number of 30 bits (Veltkamp's splitting).
double to_nine_digits(double x) {
  const double shifted = x * (0x1p23 + 1);
  return shifted - (shifted - x);
}

}  // namespace

double student_t(double p, double df) {
  if (std::isinf(df)) return to_nine_digits(boost::math::quantile(boost::math::normal{}, p));
  return to_nine_digits(boost::math::quantile(boost::math::students_t{df}, p));
}

PoissonBounds poisson_bounds(double count, double confidence) {
  const double tail = (1 - confidence) / 2;
  PoissonBounds bounds;
  if (count > 0) bounds.low = to_nine_digits(boost::math::quantile(boost::math::chi_squared{2 * count}, tail) / 2);
  const boost::math::chi_squared above{2 * (count + 1)};
  bounds.high = to_nine_digits(boost::math::quantile(boost::math::complement(above, tail)) / 2);
  return bounds;
}

double detail::unseen_part(std::size_t replications, double confidence) {
  return to_nine_digits(1 - std::pow((1 - confidence) / 2, 1 / static_cast<double>(replications)));
}

}  // namespace busyhour
