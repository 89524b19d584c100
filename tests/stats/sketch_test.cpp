#include "busyhour/stats/sketch.hpp"

#include <gtest/gtest.h>

#include <boost/random/exponential_distribution.hpp>
#include <boost/random/lognormal_distribution.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>
#include <limits>
#include <numeric>

namespace busyhour {
namespace {

using Values = std::vector<std::uint64_t>;
constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();

Sketch sketch_of(const Values& values) {
  Sketch sketch;
  for (const std::uint64_t value : values) sketch.add(value);
  return sketch;
}

/// Nanoseconds from microseconds to hours, with many exact zeros, as waits have them.
Values waits(std::uint32_t seed, std::size_t n) {
  boost::random::mt19937_64 engine{seed};
  boost::random::lognormal_distribution<> size{18, 3};
  boost::random::uniform_int_distribution<int> zero{0, 4};
  Values values(n);
  for (std::uint64_t& value : values) value = zero(engine) == 0 ? 0 : static_cast<std::uint64_t>(size(engine));
  return values;
}

TEST(Sketch, BucketsTileTheIntegersAndAreNarrow) {
  std::uint64_t next = 0;
  for (std::size_t i = 0; i < Sketch::most_buckets; ++i) {
    const std::uint64_t lower = Sketch::lower(i), upper = Sketch::upper(i);
    ASSERT_EQ(lower, next) << i;
    ASSERT_EQ(Sketch::index(lower), i);
    ASSERT_EQ(Sketch::index(upper), i);
    ASSERT_LE(static_cast<double>(upper - lower), 0.004 * static_cast<double>(lower)) << i;
    next = upper + 1;
  }
  EXPECT_EQ(Sketch::upper(Sketch::most_buckets - 1), largest);
}

TEST(Sketch, QuantilesAreWithinAFifthOfAPercentOfTheSortedValues) {
  for (const std::uint32_t seed : {1U, 2U, 3U}) {
    Values values = waits(seed, 10'007);
    const Sketch sketch = sketch_of(values);
    std::sort(values.begin(), values.end());
    for (double p = 0; p <= 1; p += 1.0 / 64) {
      const auto rank = static_cast<std::size_t>(std::max(1.0, std::ceil(p * 10'007)));
      const auto exact = static_cast<double>(values[rank - 1]);
      EXPECT_LE(std::abs(sketch.quantile(p) - exact), 0.002 * exact) << "p = " << p;
    }
    EXPECT_EQ(sketch.min(), values.front());
    EXPECT_EQ(sketch.max(), values.back());
    EXPECT_EQ(sketch.quantile(1), static_cast<double>(values.back()));
  }
}

TEST(Sketch, SmallCountsAreExact) {
  const Sketch sketch = sketch_of({3, 1, 2, 511, 511, 4});
  EXPECT_EQ(sketch.quantile(0), 1);
  EXPECT_EQ(sketch.quantile(0.5), 3);        // the third of six
  EXPECT_EQ(sketch.quantile(0.500001), 4);   // the fourth
  EXPECT_EQ(sketch.quantile(5.0 / 6), 511);  // the fifth
  EXPECT_EQ(sketch.count_above(3), 3U);
  EXPECT_EQ(sketch.share_above(4), 2.0 / 6);
  EXPECT_EQ(sketch.share_at_or_below(4), 4.0 / 6);
  EXPECT_EQ(sketch.share_above(511), 0);
  EXPECT_EQ(sketch.share_above(0), 1);
}

TEST(Sketch, RanksForgiveTheLastBitsOfTheProduct) {
  EXPECT_EQ(0.29 * 100 > 29, false);  // doubles: 28.999999999999996
  EXPECT_EQ(0.07 * 100 > 7, true);    // and 7.000000000000001
  EXPECT_EQ(rank_of(0.29, 100), 29U);
  EXPECT_EQ(rank_of(0.07, 100), 7U);
  EXPECT_EQ(rank_of(0.95, 72), 69U);  // 68.4
  EXPECT_EQ(rank_of(0, 10), 1U);
  EXPECT_EQ(rank_of(1, 10), 10U);
  EXPECT_THROW((void)rank_of(1.01, 10), std::domain_error);
}

TEST(Sketch, InfiniteValuesLieAboveAllOthers) {
  Sketch sketch = sketch_of(Values(90, 1000));
  sketch.add_infinite(10);
  EXPECT_EQ(sketch.count(), 100U);
  EXPECT_EQ(sketch.quantile(0.9), 1000);
  EXPECT_EQ(sketch.quantile(0.91), std::numeric_limits<double>::infinity());
  EXPECT_EQ(sketch.share_above(largest), 0.1);
  EXPECT_EQ(sketch.max(), 1000U);
}

TEST(Sketch, AnEmptyOneHasNoQuantile) {
  EXPECT_TRUE(std::isnan(Sketch{}.quantile(0.5)));
  EXPECT_TRUE(std::isnan(Sketch{}.share_above(1)));
  EXPECT_THROW((void)Sketch{}.min(), std::domain_error);
  EXPECT_THROW(Sketch{}.add(Duration{-1}), std::domain_error);
}

TEST(Sketch, MergingInAnyOrderGivesTheSameBytes) {
  const Values all = waits(7, 6000);
  const Sketch at_once = sketch_of(all);
  std::vector<Sketch> parts(30);
  for (std::size_t i = 0; i < all.size(); ++i) parts[i * i % 30].add(all[i]);
  parts[4].add_infinite(3);
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), 0U);
  boost::random::mt19937 engine{5};
  std::vector<std::uint8_t> first;
  for (int shuffle = 0; shuffle < 20; ++shuffle) {
    for (std::size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1], order[boost::random::uniform_int_distribution<std::size_t>{0, i - 1}(engine)]);
    Sketch left, right;  // a tree of two branches, some of them compact
    for (std::size_t i = 0; i < order.size(); ++i) {
      Sketch part = parts[order[i]];
      if (i % 3 == 0) part.compact();
      (i % 2 == 0 ? left : right).merge(part);
      if (i % 5 == 0) left.compact();
    }
    left.merge(right);
    if (first.empty()) first = left.bytes();
    ASSERT_EQ(left.bytes(), first);
  }
  const Sketch merged = Sketch::from_bytes(first);
  EXPECT_EQ(merged.buckets(), at_once.buckets());
  EXPECT_EQ(merged.finite(), at_once.finite());
  EXPECT_EQ(merged.infinite(), 3U);
}

TEST(Sketch, MergingWithItselfDoublesEveryCount) {
  for (const bool compact : {false, true}) {
    Sketch sketch = sketch_of({1, 70'000, 70'000});
    if (compact) sketch.compact();
    sketch.merge(sketch);
    EXPECT_EQ(sketch, sketch_of({1, 1, 70'000, 70'000, 70'000, 70'000}));
  }
}

TEST(Sketch, CompactKeepsTheContentAndAcceptsMore) {
  const Values values = waits(9, 4000);
  Sketch compact = sketch_of(values), open = compact;
  compact.compact();
  EXPECT_EQ(compact, open);
  EXPECT_EQ(compact.quantile(0.95), open.quantile(0.95));
  EXPECT_EQ(compact.count_above(1'000'000), open.count_above(1'000'000));
  for (const std::uint64_t value : {std::uint64_t{5}, largest, std::uint64_t{1} << 40}) {
    compact.add(value);
    open.add(value);
    EXPECT_EQ(compact, open);
  }
  EXPECT_LT(open.bytes().size(), 3 * open.buckets().size() + 40);
}

TEST(Sketch, ForeignBytesAreRefused) {
  Sketch sketch = sketch_of(waits(11, 300));
  sketch.add_infinite(2);
  const std::vector<std::uint8_t> good = sketch.bytes();
  EXPECT_EQ(Sketch::from_bytes(good), sketch);
  EXPECT_EQ(Sketch::from_bytes(Sketch{}.bytes()), Sketch{});
  EXPECT_THROW((void)Sketch::from_bytes({}), std::invalid_argument);
  for (std::size_t length = 0; length < good.size(); ++length)
    EXPECT_THROW((void)Sketch::from_bytes(std::span{good}.first(length)), std::invalid_argument) << length;
  // A changed byte is refused, or is another sketch that means what it says.
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::vector<std::uint8_t> bad = good;
    for (const unsigned flip : {1U, 64U, 128U, 255U}) {
      bad[at] = static_cast<std::uint8_t>(good[at] ^ flip);
      try {
        const Sketch other = Sketch::from_bytes(bad);
        EXPECT_EQ(Sketch::from_bytes(other.bytes()), other);
        EXPECT_LE(other.quantile(0), other.quantile(1));
      } catch (const std::invalid_argument&) {
      }
    }
  }
}

}  // namespace
}  // namespace busyhour
