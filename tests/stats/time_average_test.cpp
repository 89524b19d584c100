#include "busyhour/stats/time_average.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace busyhour {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint at(Duration d) { return TimePoint{d}; }

TEST(TimeAverage, IsTheAreaOverTheTime) {
  TimeAverage busy;
  busy.change(at(1s), 2);   // 0 for 1 s
  busy.change(at(4s), 1);   // 2 for 3 s
  busy.change(at(6s), -3);  // 3 for 2 s
  busy.finish(at(10s));     // 0 for 4 s
  EXPECT_DOUBLE_EQ(busy.average().value(), 1.2);
  EXPECT_TRUE(busy.area() == SignedWide{12'000'000'000});
  EXPECT_EQ(busy.largest(), 3);
  EXPECT_EQ(busy.level(), 0);
  EXPECT_EQ(busy.time(), 10s);
}

TEST(TimeAverage, CountsOnlyInsideTheWindow) {
  TimeAverage busy{{at(10s), at(20s)}};
  busy.change(at(2s), 9);
  busy.change(at(8s), -5);   // 9 was before the window
  busy.change(at(15s), -2);  // 4 for 5 s
  busy.change(at(25s), 50);  // 2 for 5 s; 50 is after it
  busy.finish(at(30s));
  EXPECT_DOUBLE_EQ(busy.average().value(), 3);
  EXPECT_EQ(busy.average().denominator, 1e10);
  EXPECT_EQ(busy.largest(), 4);
  EXPECT_EQ(busy.level(), 52);
}

TEST(TimeAverage, TheWindowIsHalfOpen) {
  TimeAverage busy{{at(10s), at(20s)}};
  busy.change(at(10s), 1);
  busy.change(at(20s), 6);
  busy.finish(at(20s));
  EXPECT_EQ(busy.largest(), 1);
  EXPECT_DOUBLE_EQ(busy.average().value(), 1);
}

TEST(TimeAverage, AWindowNeverReachedHasNoValue) {
  TimeAverage busy{{at(10s), at(20s)}, 3};
  busy.finish(at(9s));
  EXPECT_FALSE(busy.largest());
  EXPECT_EQ(busy.average().denominator, 0);
}

TEST(TimeAverage, SeesALevelHeldForAnInstant) {
  TimeAverage busy;
  busy.change(at(1s), 7);
  busy.change(at(1s), -7);
  busy.finish(at(2s));
  EXPECT_EQ(busy.largest(), 7);
  EXPECT_EQ(busy.average().value(), 0);
}

TEST(TimeAverage, StaysExactPastSixtyFourBits) {
  TimeAverage busy{{}, 1'000'000};
  busy.finish(at(std::chrono::hours{24 * 3652}));  // 3.2e17 ns x 1e6
  EXPECT_TRUE(busy.area() == SignedWide{1'000'000} * 315'532'800'000'000'000);
}

TEST(TimeShare, IsTheTimeItHolds) {
  TimeShare full{{at(1s), at(9s)}};
  full.begin(at(0s));
  full.end(at(2s));
  full.begin(at(5s));
  full.begin(at(6s));
  full.end(at(20s));
  EXPECT_DOUBLE_EQ(full.share().value(), 5.0 / 8);
  EXPECT_EQ(full.share().kind, RatioKind::part);
  EXPECT_FALSE(full.holds());
}

TEST(CapUse, DividesTheIntegralsOfHeldAndCap) {
  CapUse slots{{}, 4};
  slots.change(at(1s), 2);   // 0 of 4 for 1 s
  slots.change(at(3s), 2);   // 2 of 4 for 2 s
  slots.set_cap(at(5s), 2);  // 4 of 4 for 2 s: full
  slots.change(at(6s), -3);  // 4 of 2 for 1 s: full
  slots.finish(at(10s));     // 1 of 2 for 4 s
  EXPECT_DOUBLE_EQ(slots.slot_use().value(), (0 + 4 + 8 + 4 + 4) / (4.0 + 8 + 8 + 2 + 8));
  EXPECT_DOUBLE_EQ(slots.full_time().value(), 0.3);
  EXPECT_EQ(slots.largest(), 4);
  EXPECT_EQ(slots.held(), 1);
}

TEST(CapUse, LeavesOutTheTimeWithoutALimit) {
  CapUse slots{{at(2s), at(12s)}, 1};
  slots.change(at(0s), 1);
  slots.set_cap(at(4s), std::nullopt);  // full for the 2 s inside the window
  slots.change(at(5s), 8);
  slots.set_cap(at(10s), 10);  // then 9 of 10 for 2 s
  slots.finish(at(15s));
  EXPECT_DOUBLE_EQ(slots.full_time().value(), 0.5);
  EXPECT_DOUBLE_EQ(slots.slot_use().value(), (2.0 + 18) / (2 + 20));
  EXPECT_EQ(slots.largest(), 9);
  EXPECT_EQ(slots.cap(), 10);
}

}  // namespace
}  // namespace busyhour
