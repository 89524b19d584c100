#pragma once
/// The inverses of monotone functions.
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <cstdint>

#include "check.hpp"

namespace busyhour::detail {

/// The smallest n in from..limit for which `holds`, which once true stays true; throws `sentence` if there is none.
template <class Holds>
[[nodiscard]] std::int64_t smallest(std::int64_t from, std::int64_t limit, Holds holds, const char* sentence) {
  std::int64_t low = from - 1, high = from;
  for (std::int64_t step = 1; !holds(high); step *= 2) {
    require(high < limit, sentence);
    low = high;
    high = step < limit - high ? high + step : limit;
  }
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (holds(middle) ? high : low) = middle;
  }
  return high;
}

/// The x > 0 with f(x) = 0, f falling and f(0) > 0, to so many binary digits; the search begins at `scale` > 0.
template <class Function>
[[nodiscard]] double falling_root(double scale, Function f, unsigned bits = 53) {
  double low = scale, high = scale, f_low = f(scale), f_high = f_low;
  while (f_low < 0) {
    high = low, f_high = f_low;
    low /= 2, f_low = low > 0 ? f(low) : 0;
  }
  while (f_high > 0) {
    low = high, f_low = f_high;
    high *= 2, f_high = f(high);
    require(std::isfinite(high), "there is no finite answer");
  }
  if (f_low == 0) return low;
  if (f_high == 0) return high;
  std::uintmax_t steps = 200;
  const boost::math::tools::eps_tolerance<double> close{bits};
  const auto [left, right] = boost::math::tools::toms748_solve(f, low, high, f_low, f_high, close, steps);
  return left + (right - left) / 2;
}

/// The smallest t with above(t) <= 1 - share.
template <class Above>
[[nodiscard]] double percentile(double share, double scale, Above above, unsigned bits = 53) {
  require_share(share);
  const double tail = 1 - share;
  if (above(0.0) <= tail) return 0;
  return falling_root(
      scale, [&](double t) { return above(t) - tail; }, bits);
}

}  // namespace busyhour::detail
