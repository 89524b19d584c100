/// The check behind `validate`: it accepts normal numbers at its level and refuses others.
#include "busyhour/experiment/validate.hpp"

#include <gtest/gtest.h>

#include <boost/math/distributions/normal.hpp>
#include <cmath>

namespace busyhour {
namespace {

/// Marsaglia and Marsaglia's fit of the same tail (J. Stat. Software 9(2), 2004).
double fitted_tail(double a) {
  if (a < 2) {
    const double series = 2.00012 + (.247105 - (.0649821 - (.0347962 - (.011672 - .00168691 * a) * a) * a) * a) * a;
    return 1 - std::exp(-1.2337141 / a) / std::sqrt(a) * series;
  }
  const double series = 1.0776 - (2.30695 - (.43424 - (.082433 - (.008056 - .0003146 * a) * a) * a) * a) * a;
  return -std::expm1(-std::exp(series));
}

// Stephens (JASA 69, 1974, table 1.3, case 0) has 1.933, 2.492, 3.070 and 3.857 for 10, 5, 2.5 and 1 %, found by
// simulation.
TEST(Validate, AndersonDarlingHasTheRightTail) {
  for (const double a : {0.5, 1.0, 1.933, 2.492, 3.070, 3.857})
    EXPECT_NEAR(anderson_darling_p(a), fitted_tail(a), 3e-5) << a;
  for (const auto& [a, p] : {std::pair{1.933, .10}, {2.492, .05}, {3.070, .025}, {3.857, .01}})
    EXPECT_NEAR(anderson_darling_p(a) / p, 1, 0.03) << a;
}

// One number at the median: A^2 = -1 - (ln 1/2 + ln 1/2). Two at the quartiles: by hand.
TEST(Validate, AndersonDarlingOfAFewNumbers) {
  EXPECT_NEAR(anderson_darling({0}), 2 * std::log(2.) - 1, 1e-12);
  const double q = boost::math::quantile(boost::math::normal{}, .75);
  EXPECT_NEAR(anderson_darling({q, -q}), -2 - (2 * std::log(.25) + 3 * 2 * std::log(.75)) / 2, 1e-12);
}

TEST(Validate, NormalScoresPassAndWiderOnesFail) {
  const boost::math::normal law;
  std::vector<double> exact, wide, shifted;
  for (int i = 0; i < 300; ++i) {
    const double z = boost::math::quantile(law, (i + .5) / 300);
    exact.push_back(z), wide.push_back(1.3 * z), shifted.push_back(z + .25);
  }
  EXPECT_GT(anderson_darling_p(anderson_darling(exact)), .99);
  EXPECT_LT(anderson_darling_p(anderson_darling(wide)), normality_level);
  EXPECT_LT(anderson_darling_p(anderson_darling(shifted)), normality_level);
}

}  // namespace
}  // namespace busyhour
