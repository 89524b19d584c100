/// When a client learns that its task has ended.
#include <gtest/gtest.h>

#include "busyhour/model/service_plan.hpp"

namespace busyhour {
namespace {

using namespace std::chrono_literals;

// language.md: "the n-th wait is min(cap, first * factor^(n-1)), the first counted from admission (3, 7.5, 14.25 ...
// s)".
TEST(Polling, AsksAtGrowingIntervalsFromAdmission) {
  const ByPolling polling{3s, 1.5, std::nullopt};
  EXPECT_EQ(polled(polling, TimePoint{}, TimePoint{1s}), TimePoint{3s});
  EXPECT_EQ(polled(polling, TimePoint{}, TimePoint{3s}), TimePoint{3s});
  EXPECT_EQ(polled(polling, TimePoint{}, TimePoint{3s + 1ns}), TimePoint{7500ms});
  EXPECT_EQ(polled(polling, TimePoint{}, TimePoint{8s}), TimePoint{14250ms});
  EXPECT_EQ(polled(polling, TimePoint{100s}, TimePoint{108s}), TimePoint{114250ms});
  EXPECT_EQ(polled(ByPolling{3s, 2.0, 5s}, TimePoint{}, TimePoint{14s}), TimePoint{18s});  // 3, 8, 13, 18
}

}  // namespace
}  // namespace busyhour
