// Intervals that hold the uncertainty of the inputs, against a system whose answer and sensitivity are known.
#include "busyhour/experiment/uncertain_run.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "busyhour/random/draw.hpp"
#include "busyhour/random/ziggurat.hpp"
#include "busyhour/theory/erlang.hpp"
#include "scenario/files_for_test.hpp"

namespace busyhour {
namespace {

const std::string loss = R"(version: 1
provider:
  limits: {slots: {counts: requests, cap: 4, when_full: {action: reject, status: 429}}}
  endpoints: {api: {service: {dist: exponential, mean: 2 s}}}
workloads:
  calls: {kind: arrivals, arrive: {dist: poisson, rate: 1 /s}}
input_uncertainty: {from: draws.csv, records: 400, per_draw: 4}
run: {duration: 30 min, warm_up: 1 min, replications: 800, seed: 4}
slo: [first_attempt_rejected <= 10%]
)";
constexpr double records = 400;

/// Rate and mean as 400 gaps and 400 services give them: each with a relative error of 1 / sqrt(400).
std::string draws_csv(std::size_t n) {
  std::string text = "workloads.calls.arrive.rate,provider.endpoints.api.service.mean\n";
  for (std::size_t b = 0; b < n; ++b) {
    Draw one{Place{9, 0, 0}, Purpose{1}, static_cast<std::uint32_t>(b)},
        two{Place{9, 0, 1}, Purpose{1}, static_cast<std::uint32_t>(b)};
    const double rate = std::exp(detail::standard_normal(one) / std::sqrt(records));
    const double mean = 2 * std::exp(detail::standard_normal(two) / std::sqrt(records));
    text += std::to_string(rate) + " /s," + std::to_string(mean) + " s\n";
  }
  return text;
}

// Erlang's loss system: the variance of the share lost that the inputs make is (a dB/da)^2 (1/n + 1/n), the delta
// method. Of 200 draws the variance between them is known within 10% a standard deviation (chi-square with 199 degrees
// of freedom, and what the replications add to it); the limits are five of those.
TEST(UncertainRun, TheLogsPartIsThatOfTheDeltaMethod) {
  const TestFolder folder;
  folder.write("draws.csv", draws_csv(200));
  const Loaded loaded = load(folder.write("s.yaml", loss));
  ASSERT_TRUE(loaded.scenario) << render(loaded.diagnostics, loaded.sources);
  Diagnostics wrong;
  const auto draws = input_draws(loaded, 800, wrong);
  ASSERT_TRUE(draws) << render(wrong, loaded.sources);
  EXPECT_EQ(draws->draws.size(), 200U);
  const RunResult plain = run(*loaded.scenario), wide = run(*loaded.scenario, *draws);
  const double a = 2, h = 1e-4;
  const double slope = (erlang_b(4, a + h) - erlang_b(4, a - h)) / (2 * h);
  const double log = a * a * slope * slope * 2 / records;
  const Estimate &narrow = plain.slo[0].estimate, &e = wide.slo[0].estimate;
  const double measured = std::pow(e.standard_error, 2);
  EXPECT_NEAR(measured / log, 1, 0.55) << measured << ' ' << log;
  EXPECT_LT(narrow.high - narrow.low, 0.2 * (e.high - e.low));
  EXPECT_LT(e.low, erlang_b(4, 2));
  EXPECT_GT(e.high, erlang_b(4, 2));
  ASSERT_EQ(wide.warnings.size(), 1U);
  EXPECT_NE(wide.warnings[0].find("of the squared width of its interval come from the log (400 records)"),
            std::string::npos)
      << wide.warnings[0];
  // The same in numbers: the share of the log in the variance, and the records at which a quarter of it is left.
  ASSERT_TRUE(wide.slo[0].input);
  const InputPart& input = *wide.slo[0].input;
  EXPECT_EQ(input.records, 400);
  const double luck = (1 - input.share) * measured;
  EXPECT_NEAR(luck / std::pow(narrow.standard_error, 2), 1, 0.3);
  EXPECT_NEAR(input.share * measured * records / input.records_to_halve + luck, measured / 4, 1e-3 * measured);
  for (const MetricResult& m : wide.metrics)
    if (m.key == "first_attempt_rejected") {
      ASSERT_TRUE(m.input);
      EXPECT_NEAR(m.input->share, input.share, 1e-6);
    }
  for (const MetricResult& m : plain.metrics) EXPECT_FALSE(m.input);
}

TEST(UncertainRun, TheSameBytesForAnyNumberOfThreads) {
  const TestFolder folder;
  folder.write("draws.csv", draws_csv(20));
  const Loaded loaded = load(folder.write("s.yaml", loss), {"run.replications=20", "run.duration=5 min"});
  Diagnostics wrong;
  const auto draws = input_draws(loaded, 20, wrong);
  ASSERT_TRUE(draws);
  RunOptions one, many;
  one.jobs = 1, many.jobs = 5;
  const RunResult a = run(*loaded.scenario, *draws, one), b = run(*loaded.scenario, *draws, many);
  ASSERT_EQ(a.metrics.size(), b.metrics.size());
  for (std::size_t i = 0; i < a.metrics.size(); ++i) {
    const Estimate &x = a.metrics[i].estimate, &y = b.metrics[i].estimate;
    ASSERT_EQ(x.has_interval(), y.has_interval());
    if (!x.has_interval()) continue;
    EXPECT_EQ(x.low, y.low);
    EXPECT_EQ(x.high, y.high);
  }
}

// By hand: draws (1, 3), (5, 7): means 2 and 6, within 2, between 8 - 1 = 7.
TEST(Variances, ByHand) {
  const Variances v = variances_of(std::vector<double>{1, 3, 5, 7}, 2);
  EXPECT_EQ(v.draws, 2U);
  EXPECT_DOUBLE_EQ(v.within, 2);
  EXPECT_DOUBLE_EQ(v.between, 7);
  EXPECT_EQ(variances_of(std::vector<double>{1, 3}, 2).draws, 1U);
  EXPECT_DOUBLE_EQ(variances_of(std::vector<double>{1, 3, 1, 3}, 2).between, 0);
}

TEST(InputDraws, WhatIsWrongInTheFileHasItsPlace) {
  const TestFolder folder;
  const auto wrong_of = [&](const std::string& text) {
    folder.write("draws.csv", text);
    const Loaded loaded = load(folder.write("s.yaml", loss));
    return loaded.scenario ? std::string{} : render(loaded.diagnostics, loaded.sources);
  };
  EXPECT_EQ(wrong_of("workloads.calls.arrive.rate\n1 /s\n2 /s\n"), "");
  EXPECT_NE(
      wrong_of("workloads.cals.arrive.rate\n1 /s\n").find("draws.csv:1:1: error: the scenario has no 'workloads.cals"),
      std::string::npos);
  EXPECT_NE(wrong_of("workloads.calls.arrive.rate\n1 s\n").find("draws.csv:2:1: error: with this draw:"),
            std::string::npos);
  EXPECT_NE(wrong_of("").find("there is nothing in this file"), std::string::npos);
}

}  // namespace
}  // namespace busyhour
