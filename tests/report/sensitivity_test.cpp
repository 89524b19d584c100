/// First-order shares against functions whose shares are known: sums, a product, and Ishigami's (Homma and Saltelli,
/// Reliability Engineering & System Safety 52, 1996).
#include "../../sim/report/charts/sensitivity.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>
#include <numbers>

#include "../../sim/report/charts/chart.hpp"
#include "example.hpp"

namespace busyhour {
namespace {

using namespace detail;

constexpr std::size_t inputs = 3, groups = 12;  // the chart's, from 144 points on
using Point = std::array<double, inputs>;       // 0..1 each

/// The minimal standard generator (Park and Miller 1988): the same bytes everywhere.
class Chance {
 public:
  double uniform() { return static_cast<double>(state_ = state_ * 16807 % 2147483647) / 2147483647.0; }

 private:
  std::uint64_t state_ = 20261127;
};

std::vector<Point> points(std::size_t n) {
  Chance chance;
  std::vector<Point> all(n);
  for (Point& p : all)
    for (double& x : p) x = chance.uniform();
  return all;
}

FirstOrder share_of(std::size_t input, const std::vector<Point>& all, const std::function<double(const Point&)>& f) {
  std::vector<double> x, y;
  for (const Point& p : all) x.push_back(p[input]), y.push_back(f(p));
  return first_order(x, y);
}

/// The answer is no further from the estimate than twice the 95 % interval's half width (3.9 standard errors: a false
/// alarm in 10,000), and the interval is narrow.
void expect_share(const FirstOrder& seen, double exact, double width) {
  EXPECT_LE(std::abs(seen.share - exact), seen.high - seen.low);
  EXPECT_LT(seen.high - seen.low, width);
}

// y = 4 a + 2 b + c of independent uniforms: 16, 4 and 1 parts of 21. In groups of equal size a uniform keeps 1 -
// 1/12^2 of its variance.
TEST(Sensitivity, OfASumIsTheSquareOfEachCoefficient) {
  const auto all = points(20000);
  const auto f = [](const Point& p) { return 4 * p[0] + 2 * p[1] + p[2]; };
  const double kept = 1 - 1.0 / (groups * groups);
  expect_share(share_of(0, all, f), kept * 16 / 21, 0.03);
  expect_share(share_of(1, all, f), kept * 4 / 21, 0.03);
  expect_share(share_of(2, all, f), kept * 1 / 21, 0.03);
}

// (a - 1/2) (b - 1/2) says nothing of either alone.
TEST(Sensitivity, OfAProductIsNothing) {
  const auto all = points(20000);
  const auto f = [](const Point& p) { return (p[0] - 0.5) * (p[1] - 0.5); };
  for (std::size_t i = 0; i < inputs; ++i) EXPECT_LT(share_of(i, all, f).high, 0.01) << i;
}

TEST(Sensitivity, OneInputAloneIsEverything) {
  const auto all = points(20000);
  const FirstOrder seen = share_of(1, all, [](const Point& p) { return p[1]; });
  EXPECT_NEAR(seen.share, 1 - 1.0 / (groups * groups), 0.001);
}

/// The variance between groups of f over -pi..pi, from its integral F: what grouping leaves of it.
double between_groups(const std::function<double(double)>& integral) {
  constexpr double pi = std::numbers::pi, width = 2 * pi / groups;
  const double mean = (integral(pi) - integral(-pi)) / (2 * pi);
  double sum = 0;
  for (std::size_t g = 0; g < groups; ++g) {
    const double from = -pi + static_cast<double>(g) * width;
    const double d = (integral(from + width) - integral(from)) / width - mean;
    sum += d * d;
  }
  return sum / groups;
}

// sin x + 7 sin^2 y + 0.1 z^4 sin x, each uniform on -pi..pi. Its variance is a^2/8 + b pi^4/5 + b^2 pi^8/18 + 1/2.
TEST(Sensitivity, OfIshigamisFunction) {
  constexpr double pi = std::numbers::pi, a = 7, b = 0.1;
  const double pi4 = pi * pi * pi * pi, variance = a * a / 8 + b * pi4 / 5 + b * b * pi4 * pi4 / 18 + 0.5;
  const auto all = points(40000);
  const auto f = [&](const Point& p) {
    const double x = pi * (2 * p[0] - 1), y = pi * (2 * p[1] - 1), z = pi * (2 * p[2] - 1);
    return std::sin(x) * (1 + b * z * z * z * z) + a * std::sin(y) * std::sin(y);
  };
  const double first = between_groups([&](double x) { return -(1 + b * pi4 / 5) * std::cos(x); });
  const double second = between_groups([&](double y) { return a * (y / 2 - std::sin(2 * y) / 4); });
  EXPECT_NEAR(first / variance, 0.3139, 0.01);  // without groups, as published
  EXPECT_NEAR(second / variance, 0.4424, 0.04);
  expect_share(share_of(0, all, f), first / variance, 0.03);
  expect_share(share_of(1, all, f), second / variance, 0.03);
  EXPECT_LT(share_of(2, all, f).share, 0.002);
}

TEST(Sensitivity, TooLittleToSay) {
  EXPECT_TRUE(std::isnan(first_order({1, 2, 3}, {1, 2, 3}).share));
  const std::vector<double> x{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, flat(12, 5);
  EXPECT_TRUE(std::isnan(first_order(x, flat).share));
}

/// A drawn sweep in which the refused share is 1 % + 4 % a + 2 % b + 1 % c.
SweepResult linear_sweep() {
  SweepResult sweep;
  sweep.design = Design::lhs;
  sweep.paths = {"workloads.first", "workloads.second", "workloads.third"};
  for (const Point& p : points(600)) {
    RunResult run;
    const double v = 0.01 + 0.04 * p[0] + 0.02 * p[1] + 0.01 * p[2];
    run.metrics = {example::metric("first_attempt_rejected", example::share("first_attempt_rejected"), Statistic::none,
                                   example::estimate(v, v, v))};
    PointValues set;
    for (std::size_t i = 0; i < inputs; ++i) set.emplace_back(sweep.paths[i], fmt::format("{:.6f}", p[i]));
    sweep.points.push_back({sweep.points.size(), set, run});
  }
  return sweep;
}

TEST(Sensitivity, TheChartSaysSo) {
  const std::vector<Chart> charts = charts_of(linear_sweep());
  ASSERT_FALSE(charts.empty());
  const Chart& bars = charts.front();
  EXPECT_TRUE(bars.id.starts_with("sensitivity-")) << bars.id;
  ASSERT_EQ(bars.table.rows.size(), inputs);
  const std::array<double, inputs> exact{16.0 / 21, 4.0 / 21, 1.0 / 21};
  for (std::size_t i = 0; i < inputs; ++i) {
    const Json& row = bars.spec["data"]["values"][i];
    EXPECT_EQ(row["k"], i == 0 ? "first" : i == 1 ? "second" : "third");
    EXPECT_LE(row["low"].get<double>(), 100 * exact[i]);
    EXPECT_GE(row["high"].get<double>(), 100 * exact[i] * (1 - 1.0 / (groups * groups)));
  }
  EXPECT_NE(bars.summary.find("first alone explains"), std::string::npos) << bars.summary;
}

}  // namespace
}  // namespace busyhour
