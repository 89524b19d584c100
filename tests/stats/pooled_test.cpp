#include <gtest/gtest.h>

#include <boost/random/exponential_distribution.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <chrono>
#include <cmath>
#include <limits>
#include <vector>

#include "busyhour/stats/estimate.hpp"
#include "busyhour/stats/verdict.hpp"

namespace busyhour {
namespace {

using namespace std::chrono_literals;
using Quality = Estimate::Quality;
constexpr double infinite = std::numeric_limits<double>::infinity();

template <class T>
std::vector<const T*> pointers(const std::vector<T>& all) {
  std::vector<const T*> each;
  for (const T& one : all) each.push_back(&one);
  return each;
}

std::vector<Sketch> sketches_of(const std::vector<Tally>& tallies) {
  std::vector<Sketch> sketches;
  for (const Tally& tally : tallies) sketches.push_back(tally.sketch());
  return sketches;
}

/// Exponential seconds with a mean that differs between replications, so that they are clustered.
std::vector<Tally> clustered(std::size_t replications, int each, std::vector<Duration> thresholds) {
  boost::random::mt19937_64 engine{2026};
  std::vector<Tally> all(replications, Tally{std::move(thresholds)});
  for (std::size_t r = 0; r < replications; ++r) {
    boost::random::exponential_distribution<> x{r % 2 == 0 ? 1.0 : 0.8};
    for (int i = 0; i < each; ++i) all[r].add(seconds(x(engine)));
  }
  return all;
}

TEST(PooledMean, IsTheSumOverTheCount) {
  std::vector<Tally> tallies(3);
  for (const Duration d : {2s, 4s, 6s}) tallies[0].add(d);    // mean 4
  for (int i = 0; i < 20; ++i) tallies[1].add(3s);            // mean 3
  tallies[1].add_infinite();                                  // not in the mean
  for (int i = 0; i < 10; ++i) tallies[2].add(Duration{5s});  // mean 5
  const Estimate mean = pooled_mean(pointers(tallies));
  EXPECT_DOUBLE_EQ(mean.value, (12.0 + 60 + 50) / 33);
  EXPECT_EQ(mean.n, 33U);
  EXPECT_EQ(mean.quality, Quality::interval);
  EXPECT_LT(mean.low, mean.value);
  EXPECT_GT(mean.high, mean.value);
}

TEST(PooledMean, DegenerateCases) {
  std::vector<Tally> tallies(3);
  EXPECT_EQ(pooled_mean(pointers(tallies)).quality, Quality::undefined);
  tallies[0].add(1s);
  EXPECT_EQ(pooled_mean(pointers(tallies)).quality, Quality::none);
  tallies[1].add(1s);
  EXPECT_EQ(pooled_mean(pointers(tallies)).quality, Quality::constant);
  EXPECT_EQ(pooled_mean(pointers(tallies)).high, 1);
}

TEST(PooledMean, NeverDelayedIsAConstant) {
  std::vector<Tally> tallies(4);
  for (Tally& tally : tallies)
    for (int i = 0; i < 100; ++i) tally.add(Duration{0});
  const Estimate mean = pooled_mean(pointers(tallies));
  EXPECT_EQ(mean.quality, Quality::constant);
  EXPECT_EQ(mean.value, 0);
  EXPECT_EQ(mean.high, 0);
}

TEST(PooledMean, FewDelayedValuesAreBoundedByTheirNumber) {
  std::vector<Tally> tallies(400);
  for (Tally& tally : tallies)
    for (int i = 0; i < 9; ++i) tally.add(Duration{0});
  for (std::size_t r = 0; r < 400; ++r) tallies[r].add(r % 200 == 0 ? Duration{6s} : Duration{0});
  const Estimate mean = pooled_mean(pointers(tallies));  // two delays of 6 s among 4000
  EXPECT_EQ(mean.quality, Quality::bound);
  EXPECT_DOUBLE_EQ(mean.value, 0.003);
  // Garwood, Biometrika 28, 1936: 0.242 and 7.225 for two; the t quantile of 399 adds 0.3 % to the design effect.
  EXPECT_NEAR(mean.low, 0.003 * 0.242 / 2, 0.003 * 0.003);
  EXPECT_NEAR(mean.high, 0.003 * 7.225 / 2, 0.003 * 0.03);
}

TEST(PooledShareAbove, IsThatOfTheThreshold) {
  const std::vector<Tally> tallies = clustered(10, 500, {1s, 2s});
  double above = 0;
  for (const Tally& tally : tallies) above += static_cast<double>(tally.above(1));
  EXPECT_DOUBLE_EQ(pooled_share_above(pointers(tallies), 1).value, above / 5000);
  EXPECT_THROW((void)pooled_share_above(pointers(tallies), 2), std::out_of_range);
}

TEST(PooledShareAbove, WithoutAnyItKnowsHowLateValuesComeTogether) {
  // In one of 200 replications in five all 20 requests wait a second, elsewhere none: 40 bursts of 20 among 4000.
  // Variance of a replication's number 20^2 x 0.2 x 0.8 x 200/199, its mean 4: the design effect is 16 x 200/199.
  std::vector<Tally> tallies(200, Tally{{2s}});
  for (std::size_t r = 0; r < 200; ++r)
    for (int i = 0; i < 20; ++i) tallies[r].add(r % 5 == 0 ? Duration{1s} : Duration{0});
  const Estimate share = pooled_share_above(pointers(tallies), 0);
  EXPECT_EQ(share.quality, Quality::bound);
  EXPECT_EQ(share.low, 0);
  EXPECT_NEAR(share.high, 3.689 * 16 * 200 / 199 / 4000, 1e-5);  // Garwood's 3.689 for none
  const std::vector<Sketch> sketches = sketches_of(tallies);
  const Estimate p999 = pooled_quantile(pointers(sketches), 0.999);
  EXPECT_EQ(p999.high, infinite);  // 1.5 % may lie above all
}

TEST(PooledRatio, KnownBurstsWidenTheBoundsOfFew) {
  std::vector<Ratio> one(50, Ratio{0, 100});
  one[7].numerator = 1;
  const Estimate alone = pooled_ratio(one), in_tens = pooled_ratio(one, 0.95, 10);
  EXPECT_NEAR(alone.high, 5.572 / 5000, 0.05 * 5.572 / 5000);  // Garwood; (t/z)^2 is 1.05 for 49 degrees of freedom
  EXPECT_NEAR(in_tens.high, 10 * poisson_bounds(0.1).high / 5000, 1e-9);
  EXPECT_LT(in_tens.low, alone.low);
  // Three bursts of ten are few where bursts of twenty are known, and enough where not.
  std::vector<Ratio> three(50, Ratio{0, 100});
  for (const std::size_t r : {3U, 19U, 33U}) three[r].numerator = 10;
  EXPECT_EQ(pooled_ratio(three).quality, Quality::interval);
  EXPECT_EQ(pooled_ratio(three, 0.95, 20).quality, Quality::bound);
}

TEST(PooledQuantile, IsTheQuantileOfAllValues) {
  const std::vector<Tally> tallies = clustered(10, 500, {});
  std::vector<Sketch> sketches;
  Sketch all;
  for (const Tally& tally : tallies) {
    sketches.push_back(tally.sketch());
    sketches.back().compact();
    all.merge(tally.sketch());
  }
  const std::vector<double> orders{0.5, 0.95, 0.99};
  const std::vector<Estimate> estimates = pooled_quantiles(pointers(sketches), orders);
  for (std::size_t i = 0; i < orders.size(); ++i) {
    EXPECT_EQ(estimates[i].value, all.quantile(orders[i]));
    EXPECT_EQ(estimates[i].n, 5000U);
    EXPECT_LT(estimates[i].low, estimates[i].value);
    EXPECT_GT(estimates[i].high, estimates[i].value);
    const Estimate alone = pooled_quantile(pointers(sketches), orders[i]);
    EXPECT_EQ(alone.low, estimates[i].low);
    EXPECT_EQ(alone.high, estimates[i].high);
  }
}

TEST(PooledQuantile, AgreesWithTheVerdictOnTheShareAbove) {
  // p95(x) <= L is judged as share(x > L) <= 5 %: decided where the quantile's interval lies on one side of L.
  std::vector<Duration> thresholds;
  for (int i = 1; i <= 60; ++i) thresholds.push_back(Duration{i * 100ms});
  for (const int each : {12, 40, 500}) {
    const std::vector<Tally> tallies = clustered(8, each, thresholds);
    std::vector<const Sketch*> sketches;
    for (const Tally& tally : tallies) sketches.push_back(&tally.sketch());
    const Estimate p95 = pooled_quantile(sketches, 0.95);
    for (std::size_t i = 0; i < thresholds.size(); ++i) {
      const auto limit = static_cast<double>(thresholds[i].count());
      if (std::abs(limit - p95.low) < 0.004 * limit || std::abs(limit - p95.high) < 0.004 * limit)
        continue;  // a bucket
      EXPECT_EQ(judge(pooled_share_above(pointers(tallies), i), Relation::at_most, 0.05),
                judge(p95, Relation::at_most, limit))
          << each << " values each, limit " << limit;
    }
  }
}

TEST(PooledQuantile, InfiniteValuesReachIntoIt) {
  std::vector<Sketch> sketches(10);
  for (Sketch& sketch : sketches) {
    for (std::uint64_t i = 1; i <= 96; ++i) sketch.add(i);
    sketch.add_infinite(4);
  }
  EXPECT_EQ(pooled_quantile(pointers(sketches), 0.5).high, 50);  // every replication alike
  EXPECT_EQ(pooled_quantile(pointers(sketches), 0.97).value, infinite);
  EXPECT_EQ(pooled_quantile(pointers(sketches), 0.97).low, infinite);
  sketches[0].add_infinite(60);
  const Estimate p95 = pooled_quantile(pointers(sketches), 0.9);
  EXPECT_LT(p95.low, 96);
  EXPECT_EQ(p95.high, infinite);
}

TEST(PooledQuantile, TooFewValuesForAnUpperEnd) {
  std::vector<Sketch> sketches(5);
  for (std::size_t i = 0; i < 50; ++i) sketches[i % 5].add(i);
  const Estimate p95 = pooled_quantile(pointers(sketches), 0.95);  // 3.689 / 50 = 7 % may lie above all
  EXPECT_EQ(p95.value, 47);
  EXPECT_EQ(p95.high, infinite);
  EXPECT_EQ(pooled_quantile(pointers(sketches), 0.05).low, 0);
}

TEST(PooledQuantile, DegenerateCases) {
  std::vector<Sketch> sketches(3);
  EXPECT_EQ(pooled_quantile(pointers(sketches), 0.5).quality, Quality::undefined);
  sketches[1].add(std::uint64_t{7}, 1000);
  EXPECT_EQ(pooled_quantile(pointers(sketches), 0.5).quality, Quality::none);
  EXPECT_EQ(pooled_quantile(pointers(sketches), 0.5).value, 7);
  sketches[2].add(std::uint64_t{7}, 1000);
  const Estimate all_alike = pooled_quantile(pointers(sketches), 0.5);
  EXPECT_EQ(all_alike.low, 7);
  EXPECT_EQ(all_alike.high, 7);
  EXPECT_EQ(pooled_quantile(pointers(sketches), 1).quality, Quality::none);
  EXPECT_EQ(pooled_quantile(pointers(sketches), 1).value, 7);
}

}  // namespace
}  // namespace busyhour
