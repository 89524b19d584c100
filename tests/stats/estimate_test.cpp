#include "busyhour/stats/estimate.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "busyhour/stats/spread.hpp"

// The reference numbers named "mpmath" are the formulas of estimate.hpp and spread.hpp, written again in Python and
// evaluated with 30 digits. Ours carry nine, hence the relative tolerance.

namespace busyhour {
namespace {

using Quality = Estimate::Quality;
constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double nine_digits = 3e-9;

void expect_near(double value, double expected, double relative = nine_digits) {
  EXPECT_NEAR(value, expected, relative * std::abs(expected));
}

std::vector<Ratio> ratios(const std::vector<double>& numerators, const std::vector<double>& denominators,
                          RatioKind kind = RatioKind::share) {
  std::vector<Ratio> all;
  for (std::size_t i = 0; i < numerators.size(); ++i) all.push_back({numerators[i], denominators[i], kind});
  return all;
}

TEST(StudentT, MatchesTheTables) {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2: 0.975 for 1, 4, 10, 29, 100 degrees of freedom.
  EXPECT_NEAR(student_t(0.975, 1), 12.706, 5e-4);
  EXPECT_NEAR(student_t(0.975, 4), 2.776, 5e-4);
  EXPECT_NEAR(student_t(0.975, 10), 2.228, 5e-4);
  EXPECT_NEAR(student_t(0.975, 29), 2.045, 5e-4);
  EXPECT_NEAR(student_t(0.975, 100), 1.984, 5e-4);
  EXPECT_NEAR(student_t(0.975, infinite), 1.959964, 5e-7);
  expect_near(student_t(0.975, 1.8), 4.79488136517);  // mpmath
}

TEST(PoissonBounds, MatchTheTables) {
  // Garwood, Biometrika 28, 1936: 95 % limits of a Poisson mean for 0, 1, 2, 5, 9, 10 events.
  const std::vector<std::array<double, 3>> table{{0, 0, 3.689},      {1, 0.025, 5.572},  {2, 0.242, 7.225},
                                                 {5, 1.623, 11.668}, {9, 4.115, 17.085}, {10, 4.795, 18.390}};
  for (const auto& [count, low, high] : table) {
    EXPECT_NEAR(poisson_bounds(count).low, low, 5.1e-4);
    EXPECT_NEAR(poisson_bounds(count).high, high, 5.1e-4);
  }
}

TEST(Spread, IsTheTextbookOneForEqualDenominators) {
  // Shares .10 .12 .09 .14 .08: mean .106, s^2 = 580e-6, s^2 / 5 = 116e-6.
  const Spread spread = spread_of(ratios({10, 12, 9, 14, 8}, {100, 100, 100, 100, 100}));
  EXPECT_DOUBLE_EQ(spread.value(), 0.106);
  EXPECT_NEAR(spread.variance, 116e-6, 1e-17);
  EXPECT_NEAR(spread.df, 4, 1e-12);
}

TEST(Spread, UnequalDenominatorsHaveFewerDegreesOfFreedom) {
  // h = 1/2 1/4 1/4: sum h^2 = 3/8; q = h^2 / (1 - h) = 1/2 1/12 1/12; (sum q)^2 - sum q^2 = 13/72; df = 72 / 40.
  const Spread three = spread_of(ratios({30, 9, 20}, {400, 200, 200}));
  EXPECT_NEAR(three.df, 1.8, 1e-12);
  // r = 59/800; residuals .5 -5.75 5.25; (.25 / .5 + 33.0625 / .75 + 27.5625 / .75) / 640000.
  EXPECT_NEAR(three.variance, (0.5 + 60.625 / 0.75) / 640000, 1e-17);
  EXPECT_NEAR(spread_of(ratios({1, 2}, {8, 2})).df, 1, 1e-12);  // two replications: always one
}

TEST(Spread, AnEmptyReplicationChangesNothing) {
  const Spread three = spread_of(ratios({30, 9, 20}, {400, 200, 200}));
  const Spread four = spread_of(ratios({30, 9, 0, 20}, {400, 200, 0, 200}));
  EXPECT_DOUBLE_EQ(four.variance, three.variance);
  EXPECT_DOUBLE_EQ(four.df, three.df);
  EXPECT_EQ(four.contributing, 3U);
}

TEST(PooledRatio, SharesByHand) {
  const Estimate share = pooled_ratio(ratios({10, 12, 9, 14, 8}, {100, 100, 100, 100, 100}));
  EXPECT_EQ(share.quality, Quality::interval);
  EXPECT_EQ(share.n, 500U);
  EXPECT_EQ(share.replications, 5U);
  EXPECT_DOUBLE_EQ(share.value, 0.106);
  expect_near(share.low, 0.0795980108302);  // mpmath
  expect_near(share.high, 0.14276254875);
  const Estimate unequal = pooled_ratio(ratios({30, 9, 20}, {400, 200, 200}));
  expect_near(unequal.low, 0.0348326502027);  // mpmath
  expect_near(unequal.high, 0.158817593628);
}

TEST(PooledRatio, AShareAndItsComplementMirrorEachOther) {
  for (const std::vector<double>& yes : {std::vector<double>{10, 12, 9, 14, 8}, {1, 0, 2, 0, 0}, {0, 0, 0, 0, 0}}) {
    std::vector<double> no;
    for (const double y : yes) no.push_back(100 - y);
    const Estimate share = pooled_ratio(ratios(yes, {100, 100, 100, 100, 100}));
    const Estimate rest = pooled_ratio(ratios(no, {100, 100, 100, 100, 100}));
    EXPECT_EQ(share.quality, rest.quality);
    EXPECT_NEAR(share.low, 1 - rest.high, 1e-9);
    EXPECT_NEAR(share.high, 1 - rest.low, 1e-9);
  }
}

TEST(PooledRatio, APreciseShareHasTheOrdinaryTInterval) {
  // One replication's share differs by 1e-4 of itself: t_{.975,1} s / sqrt(2) = 12.7062047362 x 5e-5.
  const Estimate share = pooled_ratio(ratios({499'950, 500'050}, {1e6, 1e6}));
  EXPECT_NEAR(share.low, 0.5 - 12.7062047362 * 5e-5, 1e-6);
  EXPECT_NEAR(share.high, 0.5 + 12.7062047362 * 5e-5, 1e-6);
}

TEST(PooledRatio, RatesAndLevelsByHand) {
  const Estimate rate = pooled_ratio(ratios({11, 14, 8, 20}, {10, 10, 5, 15}, RatioKind::rate));
  EXPECT_DOUBLE_EQ(rate.value, 1.325);
  EXPECT_EQ(rate.n, 53U);
  expect_near(rate.low, 1.08041799055);  // mpmath
  expect_near(rate.high, 1.65056147121);
  const Estimate level = pooled_ratio(ratios({2, 4, 9}, {4, 4, 4}, RatioKind::level));
  EXPECT_DOUBLE_EQ(level.value, 1.25);
  expect_near(level.low, 0.208421329042);  // mpmath
  expect_near(level.high, 11.511393696);
}

TEST(PooledRatio, NoEventIsBoundedByPoisson) {
  const Estimate none = pooled_ratio(ratios(std::vector<double>(30, 0), std::vector<double>(30, 1000)));
  EXPECT_EQ(none.quality, Quality::bound);
  EXPECT_EQ(none.value, 0);
  EXPECT_EQ(none.low, 0);
  EXPECT_NEAR(none.high, 3.689 / 30'000, 1e-8);  // Garwood
  const Estimate all = pooled_ratio(ratios(std::vector<double>(30, 1000), std::vector<double>(30, 1000)));
  EXPECT_EQ(all.high, 1);
  EXPECT_NEAR(all.low, 1 - 3.689 / 30'000, 1e-8);
}

TEST(PooledRatio, FewScatteredEventsAreBoundedByPoisson) {
  // Five events in 100 replications, no two together: variance below Poisson's x t^2 / z^2 only by (t/z)^2 - 5 %.
  std::vector<double> events(100, 0);
  for (const std::size_t i : {3U, 20U, 41U, 77U, 90U}) events[i] = 1;
  const Estimate share = pooled_ratio(ratios(events, std::vector<double>(100, 50)));
  EXPECT_EQ(share.quality, Quality::bound);
  EXPECT_NEAR(share.low, 1.623 / 5000, 1e-7);  // Garwood
  EXPECT_NEAR(share.high, 11.668 / 5000, 1e-7);
}

TEST(PooledRatio, EventsThatComeTogetherCountForLess) {
  // Eight events in one of 1000 replications: the design effect is 8, or 0.24 % more by (t/z)^2, and one event in
  // effect.
  std::vector<double> events(1000, 0);
  events[6] = 8;
  const Estimate share = pooled_ratio(ratios(events, std::vector<double>(1000, 100)));
  EXPECT_EQ(share.quality, Quality::bound);
  EXPECT_NEAR(share.high * 1e5, 8 * 5.572, 0.0024 * 8 * 5.572);   // Garwood's 5.572 for one
  EXPECT_NEAR(share.low * 1e5, 8 * 0.02532, 0.01 * 8 * 0.02532);  // -ln 0.975; as steep as the count's logarithm
}

TEST(PooledRatio, FewRequestsInAllAreBoundedFromBothSides) {
  const Estimate share = pooled_ratio(ratios({3, 2, 3}, {5, 5, 5}));
  EXPECT_EQ(share.quality, Quality::bound);
  EXPECT_NEAR(share.low, 3.454 / 15, 1e-4);       // Garwood: 8 seen, at least 3.454
  EXPECT_NEAR(share.high, 1 - 2.814 / 15, 1e-4);  // 7 others seen, at least 2.814
}

TEST(PooledRatio, APartNeverSeenIsBoundedByTheReplications) {
  const Estimate full =
      pooled_ratio(ratios(std::vector<double>(30, 0), std::vector<double>(30, 1e13), RatioKind::part));
  EXPECT_EQ(full.quality, Quality::bound);
  expect_near(full.high, 1 - std::pow(0.025, 1.0 / 30));  // at most this, whatever its distribution
  const Estimate always = pooled_ratio(ratios({5, 5}, {5, 5}, RatioKind::part));
  EXPECT_EQ(always.high, 1);
  expect_near(always.low, std::sqrt(0.025));
}

TEST(PooledRatio, EveryDegenerateCaseHasAWord) {
  EXPECT_EQ(pooled_ratio({}).quality, Quality::undefined);
  const Estimate nothing = pooled_ratio(ratios({0, 0}, {0, 0}));
  EXPECT_EQ(nothing.quality, Quality::undefined);
  EXPECT_TRUE(std::isnan(nothing.value));
  EXPECT_EQ(nothing.replications, 2U);
  const Estimate one = pooled_ratio(ratios({30, 0}, {100, 0}));
  EXPECT_EQ(one.quality, Quality::none);
  EXPECT_EQ(one.value, 0.3);
  EXPECT_FALSE(one.has_interval());
  const Estimate same = pooled_ratio(ratios({33, 33, 33}, {110, 110, 110}));
  EXPECT_EQ(same.quality, Quality::constant);
  EXPECT_EQ(same.low, same.high);
  const Estimate idle = pooled_ratio(ratios({0, 0, 0}, {7, 7, 7}, RatioKind::level));
  EXPECT_EQ(idle.quality, Quality::constant);
  EXPECT_EQ(idle.high, 0);
  const Estimate over = pooled_ratio(ratios({12, 11}, {10, 10}, RatioKind::part));  // the cap fell under what is held
  EXPECT_EQ(over.quality, Quality::interval);
  EXPECT_GT(over.high, 1.15);
}

TEST(PooledRatio, RefusesWhatIsNoRatio) {
  EXPECT_THROW((void)pooled_ratio(ratios({6, 1}, {5, 5})), std::domain_error);
  EXPECT_THROW((void)pooled_ratio(ratios({-1, 1}, {5, 5})), std::domain_error);
  EXPECT_THROW((void)pooled_ratio(ratios({1, 1}, {5, -5})), std::domain_error);
  EXPECT_THROW((void)pooled_ratio(ratios({std::nan(""), 1}, {5, 5})), std::domain_error);
  EXPECT_THROW((void)pooled_ratio(std::vector<Ratio>{{1, 2}, {1, 2, RatioKind::level}}), std::domain_error);
  EXPECT_THROW((void)pooled_ratio(ratios({20, 30}, {50, 50}), 1.0), std::domain_error);
}

TEST(PooledRatio, MoreConfidenceIsWider) {
  const std::vector<Ratio> all = ratios({10, 12, 9, 14, 8}, {100, 100, 100, 100, 100});
  EXPECT_LT(pooled_ratio(all, 0.99).low, pooled_ratio(all, 0.95).low);
  EXPECT_GT(pooled_ratio(all, 0.99).high, pooled_ratio(all, 0.95).high);
}

TEST(MeanOf, ByHand) {
  const Estimate mean = mean_of(std::vector<double>{1, 2, 3, 4, 5});  // 3 -+ 2.7764451052 sqrt(2.5 / 5)
  EXPECT_EQ(mean.value, 3);
  expect_near(mean.low, 3 - 2.7764451052 * std::sqrt(0.5));
  expect_near(mean.high, 3 + 2.7764451052 * std::sqrt(0.5));
  expect_near(mean.relative_half_width(), 2.7764451052 * std::sqrt(0.5) / 3);
}

TEST(MeanOf, DegenerateCases) {
  EXPECT_EQ(mean_of({}).quality, Quality::undefined);
  EXPECT_EQ(mean_of(std::vector<double>{4}).quality, Quality::none);
  EXPECT_EQ(mean_of(std::vector<double>{4}).relative_half_width(), infinite);
  const Estimate same = mean_of(std::vector<double>(7, 0.1));
  EXPECT_EQ(same.quality, Quality::constant);
  EXPECT_EQ(same.relative_half_width(), 0);
  const Estimate never = mean_of(std::vector<double>{1, infinite, 2});
  EXPECT_EQ(never.value, infinite);
  EXPECT_EQ(never.low, infinite);
  EXPECT_EQ(never.relative_half_width(), 0);
  EXPECT_THROW((void)mean_of(std::vector<double>{1, std::nan("")}), std::domain_error);
}

/// P(B <= k) of a binomial count, summed term by term.
double binomial_at_most(std::size_t k, std::size_t n, double q) {
  double log_term = static_cast<double>(n) * std::log(1 - q), sum = std::exp(log_term);
  for (std::size_t i = 1; i <= k; ++i) {
    log_term += std::log(q / (1 - q) * static_cast<double>(n - i + 1) / static_cast<double>(i));
    sum += std::exp(log_term);
  }
  return sum;
}

std::vector<double> one_to(std::size_t n) {
  std::vector<double> values;  // from the largest, since order must not matter
  for (std::size_t i = n; i > 0; --i) values.push_back(static_cast<double>(i));
  return values;
}

TEST(QuantileAcross, NeedsSeventyTwoReplicationsForP95) {
  // 0.95^71 = .0262 and 0.95^72 = .0249 on either side of .025; likewise 0.99^368.
  EXPECT_EQ(replications_needed(0.95), 72U);
  EXPECT_EQ(replications_needed(0.99), 368U);
  EXPECT_EQ(replications_needed(0.05), 72U);
  EXPECT_EQ(replications_needed(0.5), 6U);         // 2^-6 = .0156
  EXPECT_EQ(replications_needed(0.95, 0.9), 59U);  // the 59 of tolerance limits (Wilks, 1941)
  EXPECT_EQ(quantile_across(one_to(71), 0.95).quality, Quality::none);
  EXPECT_EQ(quantile_across(one_to(71), 0.95).value, 68);  // the ceil(67.45)-th
  EXPECT_EQ(quantile_across(one_to(72), 0.95).high, 72);
  EXPECT_EQ(quantile_across(one_to(368), 0.99).high, 368);
}

TEST(QuantileAcross, TakesTheOrderStatisticsOfTheBinomial) {
  for (const std::size_t n : {6U, 20U, 72U, 101U, 368U})
    for (const double q : {0.5, 0.9, 0.95, 0.99}) {
      if (n < replications_needed(q)) continue;
      const Estimate estimate = quantile_across(one_to(n), q);
      const auto low = static_cast<std::size_t>(estimate.low), high = static_cast<std::size_t>(estimate.high);
      EXPECT_LE(binomial_at_most(low - 1, n, q), 0.025) << n << " " << q;  // the quantile is below the low-th
      EXPECT_GT(binomial_at_most(low, n, q), 0.025);                       // and a higher one would not do
      EXPECT_GE(binomial_at_most(high - 1, n, q), 0.975);                  // the quantile is above the high-th
      EXPECT_LT(binomial_at_most(high - 2, n, q), 0.975);
      EXPECT_EQ(estimate.value, std::ceil(static_cast<double>(n) * q - 1e-9));
    }
}

TEST(QuantileAcross, MayBeInfinite) {
  std::vector<double> values = one_to(100);
  for (std::size_t i = 0; i < 10; ++i) values[i] = infinite;
  EXPECT_EQ(quantile_across(values, 0.95).value, infinite);
  EXPECT_EQ(quantile_across(values, 0.9).value, 90);
  EXPECT_EQ(quantile_across(values, 0.9).high, infinite);
}

}  // namespace
}  // namespace busyhour
