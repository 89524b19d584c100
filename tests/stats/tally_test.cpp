#include "busyhour/stats/tally.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cmath>

namespace busyhour {
namespace {

using namespace std::chrono_literals;

TEST(Tally, CountsAboveEachThresholdExactly) {
  Tally tally{{300ms, 1s}};
  for (const Duration d : {Duration{0}, Duration{300ms}, Duration{300ms} + 1ns, Duration{1s}, Duration{2s}})
    tally.add(d);
  tally.add_infinite();
  EXPECT_EQ(tally.count(), 6U);
  EXPECT_EQ(tally.finite(), 5U);
  EXPECT_EQ(tally.above(0), 4U);  // 300 ms itself is not above
  EXPECT_EQ(tally.above(1), 2U);
  EXPECT_EQ(tally.share_above(1), (Ratio{2, 6}));
  EXPECT_THROW((void)tally.above(2), std::out_of_range);
}

TEST(Tally, MomentsAreThoseOfTheFiniteValues) {
  Tally tally;
  for (const Duration d : {1s, 2s, 3s, 4s}) tally.add(d);
  tally.add_infinite();
  EXPECT_DOUBLE_EQ(tally.mean(), 2.5);
  EXPECT_DOUBLE_EQ(tally.variance(), 5.0 / 3);  // ((1.5^2 + 0.5^2) 2) / 3
  EXPECT_TRUE(std::isnan(Tally{}.mean()));
  EXPECT_TRUE(std::isnan(Tally{}.variance()));
}

TEST(Tally, VarianceSurvivesALargeMean) {
  Tally tally;  // 100 years, and one nanosecond between neighbours: doubles would give nothing
  const Duration century{std::chrono::hours{24 * 36'525}};
  for (const Duration d : {century, century + 1ns, century + 2ns}) tally.add(d);
  EXPECT_DOUBLE_EQ(tally.variance(), 1e-18);
}

TEST(Tally, SumsPastSixtyFourBits) {
  Tally tally;
  const Duration d{std::int64_t{1} << 62};
  for (int i = 0; i < 15; ++i) tally.add(d);
  EXPECT_TRUE(tally.sum() == Wide{15} << 62);
  EXPECT_TRUE(tally.squares() == Wide{15} << 124);
  EXPECT_TRUE(wide(upper_half(tally.squares()), lower_half(tally.squares())) == tally.squares());
  EXPECT_DOUBLE_EQ(tally.mean(), std::ldexp(1.0, 62) * 1e-9);
  EXPECT_THROW(tally.add(d), std::overflow_error);  // 16 x 2^124 is 2^128
}

TEST(Tally, MergesInAnyOrder) {
  std::array<Tally, 5> parts;
  parts.fill(Tally{{10ns}});
  for (int i = 0; i < 100; ++i) parts[static_cast<std::size_t>(i) % 5].add(Duration{i * i * i % 37});
  parts[2].add_infinite();
  Tally forward{{10ns}}, backward{{10ns}};
  for (std::size_t i = 0; i < 5; ++i) {
    forward.merge(parts[i]);
    backward.merge(parts[4 - i]);
    backward.compact();
  }
  EXPECT_EQ(forward, backward);
  EXPECT_EQ(forward.count(), 101U);
  EXPECT_THROW(forward.merge(Tally{{11ns}}), std::logic_error);
}

TEST(Tally, IsRebuiltFromItsParts) {
  Tally tally{{10ns, 20ns}};
  for (int i = 0; i < 50; ++i) tally.add(Duration{i});
  tally.add_infinite();
  const Tally again = Tally::from_parts({.thresholds = tally.thresholds(),
                                         .above = {tally.above(0), tally.above(1)},
                                         .sum = tally.sum(),
                                         .squares = tally.squares(),
                                         .sketch = Sketch::from_bytes(tally.sketch().bytes())});
  EXPECT_EQ(again, tally);
  EXPECT_THROW((void)Tally::from_parts({.thresholds = {10ns}, .above = {}, .sketch = {}}), std::invalid_argument);
  EXPECT_THROW((void)Tally::from_parts({.thresholds = {10ns}, .above = {1}, .sketch = {}}), std::invalid_argument);
}

TEST(Ratio, AddsAndMerges) {
  Ratio a, b{2, 5};
  a.add(true);
  a.add(false);
  a.merge(b);
  EXPECT_EQ(a, (Ratio{3, 7}));
  EXPECT_TRUE(std::isnan(Ratio{}.value()));
  EXPECT_THROW(a.merge(Ratio{1, 2, RatioKind::level}), std::logic_error);
}

}  // namespace
}  // namespace busyhour
