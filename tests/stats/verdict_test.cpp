#include "busyhour/stats/verdict.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace busyhour {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

Estimate between(double low, double high) {
  Estimate estimate;
  estimate.value = low;
  estimate.low = low;
  estimate.high = high;
  estimate.quality = Estimate::Quality::interval;
  return estimate;
}

TEST(Verdict, TheWholeIntervalDecides) {
  const Estimate e = between(2, 3);
  EXPECT_EQ(judge(e, Relation::at_most, 3), Verdict::passes);
  EXPECT_EQ(judge(e, Relation::at_most, 2.5), Verdict::undecided);
  EXPECT_EQ(judge(e, Relation::at_most, 2), Verdict::undecided);
  EXPECT_EQ(judge(e, Relation::at_most, 1.9), Verdict::fails);
  EXPECT_EQ(judge(e, Relation::below, 3), Verdict::undecided);
  EXPECT_EQ(judge(e, Relation::below, 3.1), Verdict::passes);
  EXPECT_EQ(judge(e, Relation::below, 2), Verdict::fails);
  EXPECT_EQ(judge(e, Relation::at_least, 2), Verdict::passes);
  EXPECT_EQ(judge(e, Relation::at_least, 3), Verdict::undecided);
  EXPECT_EQ(judge(e, Relation::at_least, 3.1), Verdict::fails);
  EXPECT_EQ(judge(e, Relation::above, 2), Verdict::undecided);
  EXPECT_EQ(judge(e, Relation::above, 1.9), Verdict::passes);
  EXPECT_EQ(judge(e, Relation::above, 3), Verdict::fails);
}

TEST(Verdict, InfiniteEnds) {
  EXPECT_EQ(judge(between(1, infinite), Relation::at_most, 5), Verdict::undecided);
  EXPECT_EQ(judge(between(6, infinite), Relation::at_most, 5), Verdict::fails);
  EXPECT_EQ(judge(mean_of(std::vector<double>{1, infinite}), Relation::at_most, 1e9), Verdict::fails);
}

TEST(Verdict, WithoutAnIntervalNothingIsDecided) {
  EXPECT_EQ(judge(Estimate{}, Relation::at_most, 5), Verdict::undecided);
  EXPECT_EQ(judge(mean_of(std::vector<double>{1}), Relation::at_most, 5), Verdict::undecided);
}

TEST(Verdict, AConstantIsDecided) {
  EXPECT_EQ(judge(mean_of(std::vector<double>{1, 1}), Relation::at_most, 1), Verdict::passes);
  EXPECT_EQ(judge(mean_of(std::vector<double>{1, 1}), Relation::below, 1), Verdict::fails);
}

TEST(Verdict, NoRefusalAtAllPassesOnlyAsFarAsItWasLooked) {
  const std::vector<Ratio> none(10, Ratio{0, 20});  // 0 of 200: at most 3.689 / 200 = 1.8 %
  EXPECT_EQ(judge(pooled_ratio(none), Relation::at_most, 0.02), Verdict::passes);
  EXPECT_EQ(judge(pooled_ratio(none), Relation::at_most, 0.01), Verdict::undecided);
}

}  // namespace
}  // namespace busyhour
