/// The quantiles that intervals need, from Boost.Math.
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "busyhour/stats/estimate.hpp"

namespace busyhour {

double student_t(double p, double df) {
  if (std::isinf(df)) return boost::math::quantile(boost::math::normal{}, p);
  return boost::math::quantile(boost::math::students_t{df}, p);
}

PoissonBounds poisson_bounds(double count, double confidence) {
  const double tail = (1 - confidence) / 2;
  PoissonBounds bounds;
  if (count > 0) bounds.low = boost::math::quantile(boost::math::chi_squared{2 * count}, tail) / 2;
  bounds.high = boost::math::quantile(boost::math::complement(boost::math::chi_squared{2 * (count + 1)}, tail)) / 2;
  return bounds;
}

}  // namespace busyhour
