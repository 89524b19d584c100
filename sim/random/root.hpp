#pragma once
/// Roots of a function with one bracketed change of sign: Alefeld, Potra and Shi, ACM TOMS 748, 1995, from Boost.Math.
#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <cstdint>

namespace busyhour::detail {

/// The root between `low` and `high`, in either order, to the last bits of a double; f has the values `at_low` and
/// `at_high` there, of different signs.
template <class F>
[[nodiscard]] double root_between(F f, double low, double high, double at_low, double at_high) {
  if (low > high) return root_between(f, high, low, at_high, at_low);
  if (at_low == 0.0) return low;
  if (at_high == 0.0) return high;
  std::uintmax_t steps = 200;
  const auto close = [](double a, double b) { return std::abs(b - a) <= 4.5e-16 * std::max(1.0, std::abs(a)); };
  const auto [a, b] = boost::math::tools::toms748_solve(f, low, high, at_low, at_high, close, steps);
  return a + 0.5 * (b - a);
}

}  // namespace busyhour::detail
