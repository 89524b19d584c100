#pragma once
/// exp and log that give the same bits on every machine: only + - * / of doubles and moves of the exponent.
///
/// A C library picks its variant of exp and log by the CPU it runs on, and the variants differ in the last bit; one
/// such bit in a draw would make two machines' results differ. Errors: exp under 0.6 units of the last place, log
/// under 1, log1p under 3, expm1 under 4 (tests/random/elementary_test.cpp). Method: reduction by ln 2 in two parts
/// (Cody and Waite, 1980) and, for exp, by a table of 2^(j / 32) (Tang, ACM TOMS 15(2), 1989); then the series of exp,
/// or of log((1 + s) / (1 - s)) = 2 (s + s^3 / 3 + ...), as far as a double can tell.
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

/// 2^(j / 32) as a double and what is left of it, relative to that double.
struct PowerOfTwo {
  double value;
  double rest;
};
inline constexpr PowerOfTwo power_of_two[32] = {
    {0x1p+0, 0.0},
    {0x1.059b0d3158574p+0, 0x1.cd2523567f613p-55},
    {0x1.0b5586cf9890fp+0, 0x1.79aa65d837b6dp-54},
    {0x1.11301d0125b51p+0, -0x1.556522a2fbd0ep-54},
    {0x1.172b83c7d517bp+0, -0x1.01b15eaa59348p-55},
    {0x1.1d4873168b9aap+0, 0x1.aecf73e3a2f6p-54},
    {0x1.2387a6e756238p+0, 0x1.68efde3a8a894p-54},
    {0x1.29e9df51fdee1p+0, 0x1.2f7e16d09ab31p-55},
    {0x1.306fe0a31b715p+0, 0x1.34d754db0abb6p-55},
    {0x1.371a7373aa9cbp+0, -0x1.24aedcc4b5068p-54},
    {0x1.3dea64c123422p+0, 0x1.59f48a72a4c6dp-55},
    {0x1.44e086061892dp+0, 0x1.363ed60c2ac11p-59},
    {0x1.4bfdad5362a27p+0, 0x1.690cebb7aafbp-56},
    {0x1.5342b569d4f82p+0, -0x1.8dec6bd0f385fp-56},
    {0x1.5ab07dd485429p+0, 0x1.063e1e21c5409p-54},
    {0x1.6247eb03a5585p+0, -0x1.c33c53bef4da8p-55},
    {0x1.6a09e667f3bcdp+0, -0x1.3b3efbf5e2228p-54},
    {0x1.71f75e8ec5f74p+0, -0x1.81f647e5a3ecfp-56},
    {0x1.7a11473eb0187p+0, -0x1.b32dcb94da51dp-56},
    {0x1.82589994cce13p+0, -0x1.369b6f13b3734p-54},
    {0x1.8ace5422aa0dbp+0, 0x1.db72fc1f0eab4p-55},
    {0x1.93737b0cdc5e5p+0, -0x1.da9b88b6c1e29p-58},
    {0x1.9c49182a3f09p+0, 0x1.1affc2b91ce27p-56},
    {0x1.a5503b23e255dp+0, -0x1.1bbd1d3bcbb15p-54},
    {0x1.ae89f995ad3adp+0, 0x1.c1a7792cb3387p-55},
    {0x1.b7f76f2fb5e47p+0, -0x1.8d6f438ad9334p-57},
    {0x1.c199bdd85529cp+0, 0x1.36eae30af0cb3p-56},
    {0x1.cb720dcef9069p+0, 0x1.76b2c6c921968p-57},
    {0x1.d5818dcfba487p+0, 0x1.4a385a63d07a7p-56},
    {0x1.dfc97337b9b5fp+0, -0x1.2d52107b43e1fp-55},
    {0x1.ea4afa2a490dap+0, -0x1.ff7128fd391fp-55},
    {0x1.f50765b6e454p+0, 0x1.a64a931d185eep-55},
};

/// e^x = value 2^(step >> 5), value in [0.98, 2); of `step` only the low 17 bits count.
struct ExpParts {
  double value;
  std::uint64_t step;
};
[[nodiscard]] constexpr ExpParts exp_parts(double x) {
  // x = k ln(2) / 32 + r, |r| <= ln(2) / 64, where five terms beyond r are enough. Adding 1.5 2^52 rounds to the
  // nearest whole number k and leaves it in the low bits.
  constexpr double to_integer = 0x1.8p52;
  const double shifted = x * (32 * 0x1.71547652b82fep+0) + to_integer;
  const double k = shifted - to_integer;
  const double r = (x - k * (kLn2High / 32)) - k * (kLn2Low / 32);
  const double r2 = r * r;
  const double p = r + r2 * ((1.0 / 2 + r * (1.0 / 6)) + r2 * ((1.0 / 24 + r * (1.0 / 120)) + r2 * (1.0 / 720)));
  const auto step = std::bit_cast<std::uint64_t>(shifted);
  const PowerOfTwo& t = power_of_two[step & 31U];
  return {t.value + t.value * (p + t.rest), step};
}

/// e^x where the exponent of the result, or of a factor of it, may leave its range; rounds once.
[[nodiscard]] constexpr double exp_at_the_ends(double x) {
  if (!(x > -745.2)) return x != x ? x : 0.0;
  if (!(x < 709.8)) return kInfinity;
  const ExpParts parts = exp_parts(x);
  const double half = std::bit_cast<double>((parts.step >> 6 << 52) + (std::uint64_t{1023} << 52));
  return parts.value * half * ((parts.step >> 5 & 1U) != 0 ? 2.0 * half : half);
}

/// e^x for any x; 0 and infinity beyond the range of a double.
[[nodiscard]] constexpr double portable_exp(double x) {
  if (!(x * x < 708.0 * 708.0)) [[unlikely]]
    return exp_at_the_ends(x);
  const ExpParts parts = exp_parts(x);
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(parts.value) + (parts.step >> 5 << 52));
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
  const double c1 = (2.0 / 3 + z * (2.0 / 5)) + w * (2.0 / 7 + z * (2.0 / 9));
  const double c5 = (2.0 / 11 + z * (2.0 / 13)) + w * (2.0 / 15 + z * (2.0 / 17));
  const double c9 = 2.0 / 19 + z * (2.0 / 21);
  const double rest = z * (c1 + (w * w) * (c5 + (w * w) * c9));
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
