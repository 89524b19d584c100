// Against Boost.Math, which is another implementation by other methods.
#include "busyhour/random/special.hpp"

#include <gtest/gtest.h>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

namespace busyhour::detail {
namespace {

constexpr double shapes[] = {1e-3, 0.01, 0.1, 0.5, 0.9, 1.0, 1.5, 2.0, 6.25, 9.99, 10.0, 33.3, 100.0, 1e3, 1e4, 1e6};

/// The factor in front of the series is exp of a number up to 10, known to an ulp of that.
constexpr double rounding_of_one = 4e-15;

void expect_relative(double value, double exact, double tolerance) {
  EXPECT_NEAR(value / exact, 1.0, tolerance) << value << " against " << exact;
}

TEST(Special, LogGamma) {
  for (const double x : shapes)
    EXPECT_NEAR(log_gamma(x), boost::math::lgamma(x), 4e-15 * std::max(1.0, std::abs(log_gamma(x))));
  EXPECT_NEAR(log_gamma(1.0), 0.0, 2e-15);
  EXPECT_NEAR(log_gamma(0.5), 0.5 * std::log(std::acos(-1.0)), 2e-15);  // Gamma(1/2) = sqrt(pi)
}

TEST(Special, IncompleteGammaOnBothSides) {
  for (const double a : shapes) {
    for (const double z : {-5.0, -2.0, -0.5, 0.0, 0.5, 2.0, 5.0}) {
      const double x = a * std::exp(z / std::sqrt(a + 0.1));
      SCOPED_TRACE(testing::Message() << "a = " << a << ", x = " << x);
      const IncompleteGamma g = incomplete_gamma(a, x);
      EXPECT_DOUBLE_EQ(g.lower + g.upper, 1.0);
      // A relative 3e-13 of each side, and the rounding of 1 where one side is 1 minus the other.
      EXPECT_NEAR(g.lower, boost::math::gamma_p(a, x), 3e-13 * boost::math::gamma_p(a, x) + rounding_of_one);
      EXPECT_NEAR(g.upper, boost::math::gamma_q(a, x), 3e-13 * boost::math::gamma_q(a, x) + rounding_of_one);
    }
  }
  EXPECT_EQ(incomplete_gamma(2.0, 0.0).lower, 0.0);
  EXPECT_EQ(incomplete_gamma(2.0, kInfinity).upper, 0.0);
  // Far tails in closed form: Q(1, x) = exp(-x), P(1, x) = 1 - exp(-x).
  expect_relative(incomplete_gamma(1.0, 300.0).upper, std::exp(-300.0), 1e-13);
  expect_relative(incomplete_gamma(1.0, 1e-12).lower, -std::expm1(-1e-12), 1e-13);
}

TEST(Special, GammaQuantile) {
  for (const double a : shapes) {
    for (const double p : {1e-6, 0.01, 0.1, 0.5, 0.9, 0.95, 0.99, 0.999999}) {
      const double exact = boost::math::gamma_p_inv(a, p);
      if (exact < 1e-300) continue;  // below what doubles hold at full precision
      SCOPED_TRACE(testing::Message() << "a = " << a << ", p = " << p);
      // What the cdf is known to, over its slope in ln x.
      const double slope = exact * boost::math::gamma_p_derivative(a, exact);
      expect_relative(gamma_quantile(a, p), exact, (3e-13 * std::min(p, 1.0 - p) + rounding_of_one) / slope + 1e-14);
    }
    EXPECT_EQ(gamma_quantile(a, 0.0), 0.0);
    EXPECT_EQ(gamma_quantile(a, 1.0), kInfinity);
  }
}

TEST(Special, NormalCdfAndQuantile) {
  const boost::math::normal exact;
  for (double z = -37.0; z <= 8.0; z += 0.37) {
    // The exponent z^2 / 2 is known to two ulps.
    expect_relative(normal_cdf(z), boost::math::cdf(exact, z), 1e-14 + z * z * 4e-16);
  }
  for (const double p : {1e-300, 1e-20, 1e-12, 1e-6, 0.001, 0.0249, 0.075, 0.0751, 0.3, 0.49999, 0.7, 0.924, 0.926,
                         0.95, 0.99, 0.999999}) {
    expect_relative(normal_quantile(p), boost::math::quantile(exact, p), 1e-15 * 8);
  }
  EXPECT_EQ(normal_quantile(0.5), 0.0);
  EXPECT_EQ(normal_quantile(0.0), -kInfinity);
  EXPECT_EQ(normal_quantile(1.0), kInfinity);
}

}  // namespace
}  // namespace busyhour::detail
