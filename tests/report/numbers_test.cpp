#include "../../sim/report/numbers.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "busyhour/report/report.hpp"
#include "example.hpp"

namespace busyhour {
namespace {

using namespace detail;
using example::estimate;

constexpr MetricAbout share = example::share("share");
constexpr MetricAbout time = example::time("time");
constexpr MetricAbout money{"spend", MetricShape::per_replication, MetricScope::run, dimension::money, false, ""};
constexpr MetricAbout rate{"throughput", MetricShape::ratio, MetricScope::workload, dimension::rate, false, ""};
constexpr MetricAbout count{"in_flight", MetricShape::ratio, MetricScope::workload, dimension::number, false, ""};

std::string read(double value, const MetricAbout& about, Statistic statistic = Statistic::none) {
  return readable(value, about, statistic);
}

TEST(Readable, Shares) {
  EXPECT_EQ(read(0.0134, share), "1.34 %");
  EXPECT_EQ(read(0.33, share), "33.0 %");
  EXPECT_EQ(read(1, share), "100 %");
  EXPECT_EQ(read(0.99996, share), "100 %");
  EXPECT_EQ(read(0.000031, share), "0.00310 %");
  EXPECT_EQ(read(0, share), "0 %");
  EXPECT_EQ(read(0.05, time, Statistic::share), "5.00 %");  // a share of times is no time
}

TEST(Readable, Times) {
  EXPECT_EQ(read(0.312, time), "312 ms");
  EXPECT_EQ(read(0.000412, time), "0.412 ms");
  EXPECT_EQ(read(0.9996, time), "1,000 ms");
  EXPECT_EQ(read(4.2, time), "4.20 s");
  EXPECT_EQ(read(95.31, time), "95.3 s");
  EXPECT_EQ(read(750, time), "12.5 min");
  EXPECT_EQ(read(86400, time), "24.0 h");
  EXPECT_EQ(read(864000, time), "10.0 d");
}

TEST(Readable, MoneyRatesAndCounts) {
  EXPECT_EQ(read(0.13, money), "$0.130");
  EXPECT_EQ(read(12.5, money), "$12.50");
  EXPECT_EQ(read(-3, money), "-$3.00");
  EXPECT_EQ(read(2, rate), "2.00 /s");
  EXPECT_EQ(read(0.2, rate), "12.0 /min");
  EXPECT_EQ(read(0.01, rate), "36.0 /h");
  EXPECT_EQ(read(1234567, count), "1,234,567");
}

TEST(Readable, WhatIsNotANumber) {
  EXPECT_EQ(read(INFINITY, time), "inf");
  EXPECT_EQ(read(-INFINITY, money), "-inf");
  EXPECT_EQ(read(NAN, share), "–");
}

TEST(Shown, ValueAndIntervalShareUnitAndDecimals) {
  const Shown a = shown(estimate(0.0134, 0.0119, 0.0149), share, Statistic::none);
  EXPECT_EQ(a.value, "1.34 %");
  EXPECT_EQ(a.interval, "1.19–1.49 %");
  const Shown b = shown(estimate(1.95, 1.88, 2.03), time, Statistic::quantile);
  EXPECT_EQ(b.value, "1.95 s");
  EXPECT_EQ(b.interval, "1.88–2.03 s");
  const Shown narrow = shown(estimate(0.99981, 0.99975, 0.99987), share, Statistic::none);
  EXPECT_EQ(narrow.value, "99.981 %");
  EXPECT_EQ(narrow.interval, "99.975–99.987 %");
  const Shown wide = shown(estimate(0.31, 0.02, 0.6), share, Statistic::none);
  EXPECT_EQ(wide.value, "31 %");
  EXPECT_EQ(wide.interval, "2–60 %");
}

TEST(Shown, NoEventsGiveABoundThatIsNotTooLow) {
  EXPECT_EQ(shown(example::no_events(0.0000932), share, Statistic::none).value, "0 %");
  EXPECT_EQ(shown(example::no_events(0.0000932), share, Statistic::none).interval, "< 0.0094 %");
  EXPECT_EQ(shown(example::no_events(0.0003), share, Statistic::none).interval, "< 0.030 %");
}

TEST(Shown, Infinite) {
  const Shown all = shown(estimate(INFINITY, 4.2, INFINITY), time, Statistic::quantile);
  EXPECT_EQ(all.value, "inf");
  EXPECT_EQ(all.interval, "4.20 s to inf");
  const Shown end = shown(estimate(3.9, 3.1, INFINITY), time, Statistic::quantile);
  EXPECT_EQ(end.value, "3.90 s");
  EXPECT_EQ(end.interval, "3.10 s to inf");
}

TEST(Shown, WithoutAnInterval) {
  EXPECT_EQ(shown({}, share, Statistic::none).value, "–");
  EXPECT_EQ(shown({}, share, Statistic::none).interval, "no events");
  const Estimate one{0.5, NAN, NAN, 1, 1, Estimate::Quality::none};
  EXPECT_EQ(shown(one, time, Statistic::mean).value, "500 ms");
  EXPECT_EQ(shown(one, time, Statistic::mean).interval, "too few replications");
  const Estimate same{0.5, 0.5, 0.5, 30, 30, Estimate::Quality::constant};
  EXPECT_EQ(shown(same, time, Statistic::mean).interval, "always the same");
}

TEST(Shown, NotConvergedHasNoInterval) {
  RunResult run = example::voice();
  run.metrics[0].estimate.instead_of_interval(Estimate::Quality::not_converged);
  EXPECT_EQ(shown(run.metrics[0]).interval, "not converged");
}

TEST(Bounds, AsTheyWereMeant) {
  EXPECT_EQ(readable_bound(0.07, share, Statistic::none), "7 %");  // 0.07 * 100 is 7.000000000000001
  EXPECT_EQ(readable_bound(0.3, time, Statistic::quantile), "300 ms");
  EXPECT_EQ(readable_bound(2.5, time, Statistic::quantile), "2.5 s");
  EXPECT_EQ(readable_bound(1 - 0.95, time, Statistic::share), "5 %");
  EXPECT_EQ(readable_bound(50, money, Statistic::mean), "$50");
  EXPECT_EQ(readable_bound(0, share, Statistic::none), "0 %");
  EXPECT_EQ(readable_seconds(3600), "60 min");
  EXPECT_EQ(readable_seconds(300), "5 min");
  EXPECT_EQ(readable_seconds(3599.123), "60 min");
}

}  // namespace
}  // namespace busyhour
