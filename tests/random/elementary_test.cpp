// exp and log against the C library's long double, which has 11 bits more, and bit patterns that must be the same on
// every machine.
#include "busyhour/random/elementary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "busyhour/random/draw.hpp"

namespace busyhour::detail {
namespace {

/// How far `value` is from `exact`, in units of the last place of a double at `exact`.
double ulps(double value, long double exact) {
  const double near = static_cast<double>(exact);
  const double ulp = std::nextafter(std::abs(near), kInfinity) - std::abs(near);
  return static_cast<double>(std::abs(static_cast<long double>(value) - exact) / static_cast<long double>(ulp));
}

/// The largest error over 200,000 points of [low, high], evenly spaced but for a random offset within each step.
template <class Portable, class Exact>
double worst(double low, double high, Portable portable, Exact exact) {
  double most = 0.0;
  Draw draw{Place{11, 0, 0}, Purpose{1}, 0};
  constexpr int points = 200'000;
  for (int i = 0; i < points; ++i) {
    if (i % 20'000 == 0) draw = Draw{Place{11, 0, 0}, Purpose{1}, static_cast<std::uint32_t>(i)};
    const double inside = static_cast<double>(draw() >> 11) * 0x1p-53;
    const double x = low + (high - low) * ((i + inside) / points);
    most = std::max(most, ulps(portable(x), exact(static_cast<long double>(x))));
  }
  return most;
}

long double exact_exp(long double x) { return std::exp(x); }
long double exact_log(long double x) { return std::log(x); }
long double exact_expm1(long double x) { return std::expm1(x); }
long double exact_log1p(long double x) { return std::log1p(x); }

TEST(Elementary, ExpIsWithinSixTenthsOfAUnitOfTheLastPlace) {
  EXPECT_LT(worst(-1.0, 1.0, portable_exp, exact_exp), 0.6);
  EXPECT_LT(worst(-40.0, 40.0, portable_exp, exact_exp), 0.6);
  EXPECT_LT(worst(-708.3, 709.7, portable_exp, exact_exp), 0.6);
}

TEST(Elementary, PowersOfTwoInItsTableAreExactToTwoDoubles) {
  for (int j = 0; j < 32; ++j) {
    const long double exact = std::exp2(static_cast<long double>(j) / 32);
    EXPECT_EQ(power_of_two[j].value, static_cast<double>(exact));
    const long double rest = (exact - static_cast<long double>(power_of_two[j].value)) / exact;
    EXPECT_NEAR(power_of_two[j].rest, static_cast<double>(rest), 0x1p-63);  // what a long double knows
  }
}

TEST(Elementary, LogIsWithinOneUnitOfTheLastPlace) {
  EXPECT_LT(worst(0.5, 2.0, portable_log, exact_log), 1.0);
  EXPECT_LT(worst(0.999, 1.001, portable_log, exact_log), 1.0);
  EXPECT_LT(worst(1e-16, 1e-10, portable_log, exact_log), 1.0);
  EXPECT_LT(worst(1.0, 1e12, portable_log, exact_log), 1.0);
}

TEST(Elementary, SmallArgumentsKeepTheirDigits) {
  // Away from 0 an ulp of exp(x) in [1, 2) is 4 ulp of a difference in [1/4, 1/2), and half
  // an ulp of 1 + x is up to 2 ulp of its logarithm.
  EXPECT_LT(worst(-1.0, 1.0, portable_expm1, exact_expm1), 4.0);
  EXPECT_LT(worst(-1e-6, 1e-6, portable_expm1, exact_expm1), 2.0);
  EXPECT_LT(worst(-0.9, 4.0, portable_log1p, exact_log1p), 3.0);
  EXPECT_LT(worst(-1e-6, 1e-6, portable_log1p, exact_log1p), 2.0);
}

TEST(Elementary, PowerLosesOnlyWhatTheExponentSays) {
  // |y ln x| <= 0.4 * ln(1e6) = 5.5 here, and each of log, product and exp adds about an ulp of that.
  EXPECT_LT(worst(
                1e-6, 40.0, [](double x) { return portable_power(x, 0.4); },
                [](long double x) { return std::pow(x, static_cast<long double>(0.4)); }),
            8.0);
}

TEST(Elementary, EndsOfTheRange) {
  EXPECT_EQ(portable_exp(0.0), 1.0);
  EXPECT_EQ(portable_exp(kInfinity), kInfinity);
  EXPECT_EQ(portable_exp(-kInfinity), 0.0);
  EXPECT_EQ(portable_exp(710.0), kInfinity);
  EXPECT_EQ(portable_exp(-746.0), 0.0);
  EXPECT_TRUE(std::isnan(portable_exp(std::numeric_limits<double>::quiet_NaN())));
  EXPECT_EQ(portable_exp(-745.0), std::numeric_limits<double>::denorm_min());
  EXPECT_LT(ulps(portable_exp(709.78), exact_exp(709.78L)), 1e3);  // the literal differs from the double by 5e-14
  EXPECT_EQ(portable_log(1.0), 0.0);
  EXPECT_EQ(portable_log(0.0), -kInfinity);
  EXPECT_EQ(portable_log(kInfinity), kInfinity);
  EXPECT_TRUE(std::isnan(portable_log(-1.0)));
  const double smallest = std::numeric_limits<double>::denorm_min();
  EXPECT_LT(ulps(portable_log(smallest), exact_log(static_cast<long double>(smallest))), 1.0);
  EXPECT_EQ(portable_expm1(0.0), 0.0);
  EXPECT_EQ(portable_log1p(0.0), 0.0);
  EXPECT_EQ(portable_log1p(-1.0), -kInfinity);
}

TEST(Elementary, TheLastBitIsTheSameEverywhere) {
  // A fingerprint of 200,000 results. It was made on x86-64 by GCC 12 and Clang 14, -O0 and -O3, with and without
  // -march=native.
  std::uint64_t h = 0xcbf29ce484222325U;
  const auto add = [&h](double x) { h = (h ^ std::bit_cast<std::uint64_t>(x)) * 0x100000001b3U; };
  for (int i = 1; i <= 100'000; ++i) {
    add(portable_exp(-0.0007 * i + 3.0));
    add(portable_log(0.00031 * i));
  }
  EXPECT_EQ(h, 12310209579016561738U);
}

}  // namespace
}  // namespace busyhour::detail
