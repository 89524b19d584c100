/// Profiles by hand: what they integrate to, and when so much has gathered.
#include "busyhour/model/rate_profile.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace busyhour::testing {
namespace {

using namespace std::chrono_literals;

TimePoint at(double s) { return TimePoint{seconds(s)}; }

/// 10 s at 1x, 10 s at 0x, 10 s at 3x: 40 s of area in 30 s.
const RateProfile steps{StepsProfile{10s, {1, 0, 3}}};
/// From 0x up to 2x in 10 s and down again: 20 s of area in 20 s.
const RateProfile lines{LinesProfile{10s, {0, 2}}};
const RateProfile sine{SineProfile{60s, 0.5, 15s}};

TEST(RateProfile, StepsByHand) {
  EXPECT_DOUBLE_EQ(steps.at(at(9.999)), 1);
  EXPECT_DOUBLE_EQ(steps.at(at(10)), 0);
  EXPECT_DOUBLE_EQ(steps.at(at(59)), 3);
  EXPECT_DOUBLE_EQ(steps.area(at(0), at(30)), 40);
  EXPECT_DOUBLE_EQ(steps.area(at(5), at(25)), 20);
  EXPECT_DOUBLE_EQ(steps.area(at(25), at(65)), 15 + 10 + 0 + 30 + 5);
  EXPECT_EQ(steps.after(at(0), 4), at(4));
  EXPECT_EQ(steps.after(at(5), 6.5), at(20.5));  // 5 by 10 s, nothing until 20 s, 1.5 more at 3x
  EXPECT_EQ(steps.after(at(29), 84), at(91));    // 3 by 30 s, 80 by 90 s, 1 more
  EXPECT_EQ(steps.after(at(12), 30.75), at(30.75));
}

TEST(RateProfile, LinesByHand) {
  EXPECT_DOUBLE_EQ(lines.at(at(5)), 1);
  EXPECT_DOUBLE_EQ(lines.at(at(15)), 1);
  EXPECT_DOUBLE_EQ(lines.area(at(0), at(5)), 2.5);  // t^2 / 10
  EXPECT_DOUBLE_EQ(lines.area(at(5), at(15)), 15);
  EXPECT_EQ(lines.after(at(0), 2.5), at(5));
  EXPECT_EQ(lines.after(at(5), 7.5), at(10));
  EXPECT_EQ(lines.after(at(10), 7.5), at(15));  // 2 x - x^2 / 10 = 7.5
  EXPECT_EQ(lines.after(at(0), 62.5), at(65));
}

// The integral of 1 + cos(2 pi (t - 15) / 60) / 2 from 0: t + (60 / 4 pi) (sin(2 pi (t - 15) / 60) + 1).
TEST(RateProfile, SineByTheLibrary) {
  const double pi = std::acos(-1.0);
  for (double t = 0; t <= 60; t += 0.37) {
    EXPECT_NEAR(sine.at(at(t)), 1 + 0.5 * std::cos(2 * pi * (t - 15) / 60), 1e-14) << t;
    EXPECT_NEAR(sine.area(at(0), at(t)), t + 15 / pi * (std::sin(2 * pi * (t - 15) / 60) + 1), 1e-12) << t;
  }
  EXPECT_NEAR(sine.area(at(7), at(7 + 600)), 600, 1e-12);
}

TEST(RateProfile, AfterInvertsArea) {
  const RateProfile full{SineProfile{7s, 1, 3s}};  // touches 0
  for (const RateProfile* p : {&steps, &lines, &sine, &full})
    for (double t = 0; t < 70; t += 3.3)
      for (double area : {1e-6, 0.3, 2.0, 17.0, 250.0}) {
        const TimePoint then = p->after(at(t), area);
        EXPECT_NEAR(p->area(at(t), then), area, 1e-8) << t << " " << area;  // a nanosecond at 3x
      }
}

}  // namespace
}  // namespace busyhour::testing
