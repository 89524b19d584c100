/// Differences of estimates that share their replications: by hand.
#include "busyhour/stats/paired_interval.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace busyhour {
namespace {

/// An estimate whose arms are so many times as long as Student's t of these residuals.
Estimate with_arms(double value, const std::vector<double>& residuals, double low, double high) {
  double squares = 0;
  for (const double r : residuals) squares += r * r;  // they sum to nothing
  const auto n = static_cast<double>(residuals.size());
  const double half = student_t(0.975, n - 1) * std::sqrt(squares / (n - 1) / n);
  Estimate e;
  e.value = value, e.low = value - low * half, e.high = value + high * half;
  e.quality = Estimate::Quality::interval;
  return e;
}

const std::vector<double> x{-2, -1, 0, 1, 2}, y{1, -2, 0, 2, -1}, none{0, 0, 0, 0, 0};  // x and y are uncorrelated

// t(0.975, 4) = 2.776445; the residuals of y - x are 3, -1, 0, 1, -3, their squares sum to 20.
TEST(PairedInterval, IsStudentsTWhereTheArmsAre) {
  const Estimate d = paired_interval(4, {with_arms(1, x, 1, 1), x}, {with_arms(5, y, 1, 1), y});
  EXPECT_EQ(d.value, 4);
  EXPECT_NEAR(d.standard_error, 1, 1e-12);
  EXPECT_NEAR(d.low, 4 - 2.776445, 1e-6);
  EXPECT_NEAR(d.high, 4 + 2.776445, 1e-6);
  EXPECT_EQ(d.df, 4);
}

// All of the difference is b's, so are its arms; if it is a's, they change sides.
TEST(PairedInterval, IsAsSkewedAsWhatItIsMadeOf) {
  const double half = 2.776445 * std::sqrt(0.5);  // 10 / 4 / 5
  const Estimate of_b = paired_interval(4, {with_arms(1, none, 1, 1), none}, {with_arms(5, x, 0.9, 1.4), x});
  EXPECT_NEAR(of_b.low, 4 - 0.9 * half, 1e-6);
  EXPECT_NEAR(of_b.high, 4 + 1.4 * half, 1e-6);
  const Estimate of_a = paired_interval(4, {with_arms(1, x, 0.9, 1.4), x}, {with_arms(5, none, 1, 1), none});
  EXPECT_NEAR(of_a.low, 4 - 1.4 * half, 1e-6);
  EXPECT_NEAR(of_a.high, 4 + 0.9 * half, 1e-6);
}

// Half of the variance each: correlations of -+ sqrt(1/2), whose cubes are 0.3536.
TEST(PairedInterval, TakesOverTheCubeOfTheCorrelation) {
  const Estimate d = paired_interval(0, {with_arms(1, x, 1, 1.4), x}, {with_arms(1, y, 1, 1), y});
  EXPECT_NEAR(d.low, -2.776445 * (1 + 0.4 * std::pow(0.5, 1.5)), 1e-6);
  EXPECT_NEAR(d.high, 2.776445, 1e-6);
}

TEST(PairedInterval, OfTheSameThingThereIsNoDifference) {
  const Estimate e = with_arms(1, x, 0.9, 1.4), d = paired_interval(0, {e, x}, {e, x});
  EXPECT_EQ(d.quality, Estimate::Quality::constant);
  EXPECT_EQ(d.low, 0);
  EXPECT_EQ(d.high, 0);
}

TEST(PairedInterval, NeedsTwoReplicationsAndFiniteNumbers) {
  const std::vector<double> one{1};
  EXPECT_FALSE(paired_interval(0, {{}, one}, {{}, one}).has_interval());
  EXPECT_FALSE(paired_interval(INFINITY, {{}, x}, {{}, y}).has_interval());
  const std::vector<double> endless{0, INFINITY, 0, 0, 0};
  EXPECT_FALSE(paired_interval(1, {{}, x}, {{}, endless}).has_interval());
}

}  // namespace
}  // namespace busyhour
