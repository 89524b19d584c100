#pragma once
/// exp and log that give the same bits on every machine: only + - * / of doubles and moves of the exponent.
///
/// A C library picks its variant of exp and log by the CPU it runs on, and the variants differ in the last bit; one such
/// bit in a draw would make two machines' results differ. Errors: exp and log under 1 unit of the last place, log1p
/// under 3 and expm1 under 4 (tests/random/elementary_test.cpp). Method: reduction by ln 2 in two parts (Cody and Waite,
/// 1980), then the series of exp, or of log((1 + s) / (1 - s)) = 2 (s + s^3 / 3 + ...), as far as a double can tell.
#include <bit>
#include <cstdint>
#include <limits>

namespace busyhour::detail {

/// ln 2 in two parts; the first has trailing zeros, so that its product with an exponent is exact.
inline constexpr double kLn2High = 0x1.62e42fefp-1;
inline constexpr double kLn2Low = 0x1.473de6af278edp-34;
inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// exp(r) - 1 - r for |r| <= ln(2) / 2: the series to r^13, in pairs so that the terms need not wait for each other.
[[nodiscard]] constexpr double exp_beyond_linear(double r) {
  const double r2 = r * r;
  const double r4 = r2 * r2;
  const double c2 = 1.0 / 2 + r * (1.0 / 6);
  const double c4 = 1.0 / 24 + r * (1.0 / 120);
  const double c6 = 1.0 / 720 + r * (1.0 / 5040);
  const double c8 = 1.0 / 40320 + r * (1.0 / 362880);
  const double c10 = 1.0 / 3628800 + r * (1.0 / 39916800);
  const double c12 = 1.0 / 479001600 + r * (1.0 / 6227020800.0);
  return r2 * ((c2 + r2 * c4) + r4 * ((c6 + r2 * c8) + r4 * (c10 + r2 * c12)));
}

/// y times 2^n where n may leave the range of one exponent; rounds once.
[[nodiscard]] constexpr double scaled_by_power_of_two(double y, std::int64_t n) {
  const auto power = [](std::int64_t k) { return std::bit_cast<double>(static_cast<std::uint64_t>(k + 1023) << 52); };
  if (n > 1023) return y * power(1023) * power(n - 1023);
  if (n < -1022) return y * power(n + 1022 - 2) * power(-1022 + 2);
  return y * power(n);
}

/// e^x for any x; 0 and infinity beyond the range of a double.
[[nodiscard]] constexpr double portable_exp(double x) {
  if (!(x > -745.2 && x < 709.8)) [[unlikely]]
    return x > 0 ? kInfinity : x < 0 ? 0.0 : x;
  constexpr double to_integer = 0x1.8p52;  // adding this rounds to the nearest whole number
  const double k = (x * 0x1.71547652b82fep+0 + to_integer) - to_integer;
  const double exact = x - k * kLn2High;
  const double correction = k * kLn2Low;
  const double y = 1.0 + (exact - (correction - exp_beyond_linear(exact - correction)));
  const auto n = static_cast<std::int64_t>(k);
  if (n > 1022 || n < -1021) [[unlikely]]
    return scaled_by_power_of_two(y, n);
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(y) + (static_cast<std::uint64_t>(n) << 52));
}

/// e^x - 1 without losing what is small.
[[nodiscard]] constexpr double portable_expm1(double x) {
  if (x > -0.34 && x < 0.34) return x + exp_beyond_linear(x);
  return portable_exp(x) - 1.0;
}

/// log(1 + f) + k ln 2 for 1 + f in [sqrt(1/2), sqrt(2)].
///
/// With s = f / (2 + f), 2 s = f - f^2/2 + s f^2/2 exactly, which keeps the leading term f free of rounding.
[[nodiscard]] constexpr double log_near_one(double f, double k) {
  const double s = f / (2.0 + f);
  const double z = s * s;
  const double w = z * z;
  const double odd = 2.0 / 3 + w * (2.0 / 7 + w * (2.0 / 11 + w * (2.0 / 15 + w * (2.0 / 19))));
  const double even = 2.0 / 5 + w * (2.0 / 9 + w * (2.0 / 13 + w * (2.0 / 17 + w * (2.0 / 21))));
  const double rest = z * (odd + z * even);
  const double half_square = 0.5 * f * f;
  return k * kLn2High - ((half_square - (s * (half_square + rest) + k * kLn2Low)) - f);
}

/// ln x for x >= 0; minus infinity at 0, NaN below.
[[nodiscard]] constexpr double portable_log(double x) {
  if (!(x > 0.0 && x < kInfinity)) [[unlikely]] {
    return x == 0.0 ? -kInfinity : x > 0.0 ? x : std::numeric_limits<double>::quiet_NaN();
  }
  double k = 0.0;
  if (x < 0x1p-1022) [[unlikely]] {
    x *= 0x1p54;
    k = -54.0;
  }
  constexpr std::uint64_t sqrt_half = 0x3fe6a09e667f3bcd;
  constexpr std::uint64_t exponent = 0xfff0000000000000;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const std::uint64_t above = bits - sqrt_half;
  k += static_cast<double>(static_cast<std::int64_t>(above) >> 52);
  return log_near_one(std::bit_cast<double>(bits - (above & exponent)) - 1.0, k);
}

/// ln(1 + x) without losing what is small.
[[nodiscard]] constexpr double portable_log1p(double x) {
  if (x > -0.29 && x < 0.41) return log_near_one(x, 0.0);
  return portable_log(1.0 + x);
}

/// x^y for x >= 0, as exp(y ln x): the relative error grows to about |y ln x| ulp, far below what a draw shows.
[[nodiscard]] constexpr double portable_power(double x, double y) { return portable_exp(y * portable_log(x)); }

}  // namespace busyhour::detail
