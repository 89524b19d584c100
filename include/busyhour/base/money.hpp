#pragma once
/// Money: integer nano-dollars, so that sums of prices are exact. Reals enter by one door, `dollars()`.
#include <cmath>
#include <compare>
#include <cstdint>
#include <stdexcept>

namespace busyhour {

/// [nano-dollars], about +-9.2 thousand million dollars.
struct Money {
  std::int64_t nano = 0;
  auto operator<=>(const Money&) const = default;
  Money& operator+=(Money o) { return nano += o.nano, *this; }
  Money& operator-=(Money o) { return nano -= o.nano, *this; }
  friend Money operator+(Money a, Money b) { return a += b; }
  friend Money operator-(Money a, Money b) { return a -= b; }
};

/// Rounds to the nano-dollar; refuses what is not finite or too large.
[[nodiscard]] inline Money dollars(double d) {
  if (!(d > -9e9 && d < 9e9))
    throw std::domain_error{"an amount of money must be finite and below nine thousand million dollars"};
  return Money{std::llround(d * 1e9)};
}
[[nodiscard]] constexpr double in_dollars(Money m) { return static_cast<double>(m.nano) / 1e9; }

}  // namespace busyhour
