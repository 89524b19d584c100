/// The rate limits on their own: windows and boundaries by hand, each against a plain second computation, and two that
/// must agree.
#include <gtest/gtest.h>

#include <deque>
#include <random>

#include "busyhour/model/limits/all.hpp"

namespace busyhour {
namespace {

using namespace std::chrono_literals;

TimePoint at(Duration d) { return TimePoint{d}; }

/// Instants with gaps that are often 0 and often just a period: random, but the same in every run.
std::vector<TimePoint> instants(unsigned seed, Duration period) {
  std::mt19937_64 draw{seed};
  std::vector<TimePoint> all;
  TimePoint now{};
  for (int i = 0; i < 20'000; ++i) {
    const auto kind = draw() % 10;
    if (kind > 1)
      now += Duration{static_cast<std::int64_t>(draw() % static_cast<std::uint64_t>(period.count() / 4))};
    else if (kind == 1)
      now += period;
    all.push_back(now);
  }
  return all;
}

template <class State>
bool admits(State& limit, TimePoint now, std::int64_t amount = 1) {
  if (limit.refuses(amount, now)) return false;
  limit.take(amount, now);
  return true;
}

// cloro: "The counter resets every second"; half-open windows, so up to 2L pass just around a boundary (providers.md
// C2, C3).
TEST(FixedWindow, LetsTwiceTheCapPassAroundABoundary) {
  FixedWindowState limit{3, 1s, 0s};
  int passed = 0;
  for (int i = 0; i < 5; ++i) passed += admits(limit, at(1s - 1ns));
  EXPECT_EQ(passed, 3);
  for (int i = 0; i < 5; ++i) passed += admits(limit, at(1s));
  EXPECT_EQ(passed, 6);
  EXPECT_TRUE(limit.refuses(1, at(2s - 1ns)));
  EXPECT_FALSE(limit.refuses(1, at(2s)));
}

TEST(FixedWindow, ItsPhaseMovesTheWindows) {
  FixedWindowState limit{1, 1s, 300ms};
  EXPECT_TRUE(admits(limit, at(100ms)));
  EXPECT_FALSE(admits(limit, at(299ms)));
  EXPECT_TRUE(admits(limit, at(300ms)));
  EXPECT_FALSE(admits(limit, at(1299ms)));
  EXPECT_TRUE(admits(limit, at(1300ms)));
}

TEST(FixedWindow, AgreesWithACountPerWindow) {
  FixedWindowState limit{4, 1s, 0s};
  std::int64_t window = -1, used = 0;
  for (const TimePoint t : instants(1, 1s)) {
    const std::int64_t now = t.time_since_epoch() / 1s;
    if (now != window) window = now, used = 0;
    const bool expected = used < 4;
    used += expected ? 1 : 0;
    ASSERT_EQ(admits(limit, t), expected) << t.time_since_epoch().count();
  }
}

TEST(SlidingLog, AgreesWithAListOfInstants) {
  SlidingLogState limit{5, 700ms};
  std::deque<TimePoint> kept;
  for (const TimePoint t : instants(2, 700ms)) {
    while (!kept.empty() && kept.front() + 700ms <= t) kept.pop_front();
    const bool expected = kept.size() < 5;
    if (expected) kept.push_back(t);
    ASSERT_EQ(admits(limit, t), expected) << t.time_since_epoch().count();
  }
}

TEST(SlidingLog, NeverLetsMoreThanTheCapIntoAnyWindow) {
  SlidingLogState limit{5, 700ms};
  std::vector<TimePoint> passed;
  for (const TimePoint t : instants(3, 700ms))
    if (admits(limit, t)) passed.push_back(t);
  for (std::size_t i = 5; i < passed.size(); ++i) ASSERT_GE(passed[i] - passed[i - 5], 700ms);
}

// previous * (1 - elapsed share of the window) + current + demand <= cap (language.md).
TEST(SlidingCounter, WeighsThePreviousWindow) {
  SlidingCounterState limit{10, 1s};
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(admits(limit, at(500ms)));
  EXPECT_TRUE(limit.refuses(1, at(1s)));  // 10 * 1 + 0 + 1 = 11
  EXPECT_TRUE(limit.refuses(1, at(1099'999'999ns)));
  EXPECT_FALSE(limit.refuses(1, at(1100ms)));  // 10 * 0.9 + 0 + 1 = 10
  EXPECT_TRUE(admits(limit, at(1500ms), 5));   // 10 * 0.5 + 0 + 5 = 10
  EXPECT_TRUE(limit.refuses(1, at(1500ms)));
  EXPECT_FALSE(limit.refuses(5, at(2s)));   // 5 * 1 + 0 + 5 = 10
  EXPECT_FALSE(limit.refuses(10, at(3s)));  // nothing is left of either window
}

TEST(TokenBucket, StartsFullAndRefillsEvenly) {
  TokenBucketState limit{10, 1s, 3};
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(admits(limit, at(0s)));
  EXPECT_FALSE(admits(limit, at(0s)));
  EXPECT_FALSE(admits(limit, at(100ms - 1ns)));
  EXPECT_TRUE(admits(limit, at(100ms)));
  EXPECT_EQ(limit.left(at(10s)), 3);
}

// language.md: "both refill continuously and start full, so the two agree request by request".
TEST(TokenBucket, AgreesWithGcraRequestByRequest) {
  for (const std::int64_t cap : {1, 3, 7, 10, 1000}) {
    for (const std::int64_t burst : {1, 2, 5, 40}) {
      TokenBucketState bucket{cap, 1s, burst};
      GcraState gcra{cap, 1s, burst};
      std::mt19937_64 draw{static_cast<unsigned>(cap * 100 + burst)};
      for (const TimePoint t : instants(static_cast<unsigned>(cap + burst), 1s)) {
        const auto amount = static_cast<std::int64_t>(draw() % 3 == 0 ? 2 : 1);
        ASSERT_EQ(bucket.left(t), gcra.left(t)) << cap << ' ' << burst << ' ' << t.time_since_epoch().count();
        ASSERT_EQ(admits(bucket, t, amount), admits(gcra, t, amount))
            << cap << ' ' << burst << ' ' << t.time_since_epoch().count();
      }
    }
  }
}

// A third of a second is no whole number of nanoseconds: the n-th refill comes at n / 3 s, rounded up, however large n
// is.
TEST(TokenBucket, DoesNotDrift) {
  TokenBucketState bucket{3, 1s, 2};
  EXPECT_TRUE(admits(bucket, at(0s), 2));
  std::int64_t passed = 0;
  for (std::int64_t n = 1; n <= 30'000;
       ++n) {  // asked just before and at each refill of a bucket that is always empty, never full
    const Duration due{(n * 1'000'000'000 + 2) / 3};
    ASSERT_TRUE(bucket.refuses(1, at(due - 1ns))) << n;
    passed += admits(bucket, at(due)) ? 1 : 0;
  }
  EXPECT_EQ(passed, 30'000);
}

}  // namespace
}  // namespace busyhour
