/// Control variates of whole runs: what is taken out has the mean 0, the corrected intervals hold exactly known values
/// as often as they say, and they are shorter.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "busyhour/experiment/run.hpp"
#include "busyhour/scenario/load.hpp"
#include "busyhour/theory/erlang.hpp"
#include "busyhour/theory/work.hpp"
#include "support/where.hpp"

namespace busyhour {
namespace {

Scenario scenario_of(const std::string& text, const std::vector<std::string>& sets = {}) {
  Loaded l = load_text("control.yaml", text, sets);
  if (!l.scenario) throw std::runtime_error{render(l.diagnostics, l.sources)};
  return *l.scenario;
}

constexpr const char* loss = R"(version: 1
name: four erlangs on six slots
provider:
  network: {dist: exponential, mean: 20 ms}
  limits:
    slots: {counts: requests, cap: 6, when_full: {action: reject, status: 429}}
  endpoints:
    api: {service: {dist: gamma, mean: 1 s, cv: 150%}}
workloads:
  load: {kind: arrivals, arrive: {dist: poisson, rate: 4 /s}, client: {retry: none}}
run: {duration: 220 s, warm_up: 20 s, replications: 40, seed: 1, control_variates: true}
)";

RunResult run_of(const Scenario& scenario) {
  RunOptions options;
  options.jobs = 1;
  options.timelines = false;
  return run(scenario, options);
}

const MetricResult& metric(const RunResult& r, const std::string& key) {
  const auto at = std::ranges::find(r.metrics, key, &MetricResult::key);
  if (at == r.metrics.end()) throw std::out_of_range{key};
  return *at;
}

TEST(Controls, MeanWorkIsTheEndpointsAndTheWayBack) {
  EXPECT_DOUBLE_EQ(mean_work(scenario_of(loss), 0).value(), 1.02);
  const auto with = [](const std::string& set) { return mean_work(scenario_of(loss, {set}), 0); };
  EXPECT_DOUBLE_EQ(with("provider.endpoints.api.fails={share: 10%}").value(), 1.02);  // they run to their end
  EXPECT_FALSE(with("workloads.load.client.timeout=2 s"));
  EXPECT_FALSE(with("workloads.load.client.completion={by: polling, first: 100 ms, factor: 1x, cap: 1 s}"));
}

// 400 experiments of 40 replications: covered 95 % within 3.6 points (3.3 standard errors: a false alarm in 1,000);
// the truth is Erlang's B for four erlangs and six slots, whatever the law of the service.
TEST(Controls, IntervalsHoldErlangsLoss) {
  constexpr int experiments = 400;
  const double truth = erlang_b(6, 4);
  int covered = 0, used = 0;
  double width = 0;
  for (int i = 0; i < experiments; ++i) {
    const RunResult r = run_of(scenario_of(loss, {fmt::format("run.seed={}", 1000 + i)}));
    const MetricResult& share = metric(r, "first_attempt_rejected");
    covered += share.estimate.low <= truth && truth <= share.estimate.high;
    if (!share.controlled) continue;
    ++used, width += share.controlled->width;
    ASSERT_EQ(share.controlled->by.size(), 2U);
    EXPECT_EQ(share.controlled->by[0], "load: requests");
    EXPECT_EQ(share.controlled->by[1], "load: work");
  }
  EXPECT_NEAR(covered / double{experiments}, 0.95, 0.036);
  EXPECT_GT(used, experiments * 9 / 10);
  EXPECT_LT(width / used, 0.8);
}

// Constant work explains nothing, and does not stand in the way of the arrivals.
TEST(Controls, ConstantWorkIsNoControl) {
  const RunResult r = run_of(scenario_of(loss, {"provider.endpoints.api.service=1 s", "provider.network=20 ms"}));
  const MetricResult& share = metric(r, "first_attempt_rejected");
  ASSERT_TRUE(share.controlled);
  EXPECT_EQ(share.controlled->by, std::vector<std::string>{"load: requests"});
}

const char* const trying_again =
    "workloads.load.client.retry={kind: exponential, first: 500 ms, factor: 2x, cap: 8 s, jitter: full, attempts: 6}";

// Without an exact answer of its own the scenario goes by that of nobody trying again, on the same draws.
TEST(Controls, ANearbyModelIsToldAlong) {
  const Scenario scenario = scenario_of(loss, {trying_again, "run.replications=60"});
  const RunResult one = run_of(scenario);
  const MetricResult& share = metric(one, "first_attempt_rejected");
  ASSERT_TRUE(share.controlled);
  ASSERT_EQ(share.controlled->by.size(), 4U);
  EXPECT_EQ(share.controlled->by[0], "nobody tries again: first_attempt_rejected");
  EXPECT_EQ(share.controlled->by[1], "nobody tries again: slots.slot_use");
  EXPECT_LT(share.controlled->width, 0.7);
  RunOptions many;
  many.jobs = 3, many.timelines = false;
  EXPECT_EQ(metric(run(scenario, many), "first_attempt_rejected").estimate.low, share.estimate.low);
}

// Eight callers who retry have an exact answer too, by which the corrected intervals can be judged: 200 experiments of
// 50 replications, covered 95 % within 5 points (3.2 standard errors: a false alarm in 700).
TEST(Controls, IntervalsByANearbyModelHoldTheTruth) {
  constexpr int experiments = 200;
  const std::string file = test::source_dir() + "/scenarios/theory/retry.yaml";
  int covered = 0, used = 0;
  for (int i = 0; i < experiments; ++i) {
    const Loaded l = load(file, {"run.duration=460 s", "run.warm_up=60 s", "run.replications=50", "slo=null",
                                 "run.control_variates=true", fmt::format("run.seed={}", 5000 + i)});
    const RunResult r = run_of(*l.scenario);
    const MetricResult& use = metric(r, "slots.slot_use");
    ASSERT_TRUE(use.theory);
    covered += use.estimate.low <= use.theory->value && use.theory->value <= use.estimate.high;
    used += use.controlled.has_value();
  }
  EXPECT_NEAR(covered / double{experiments}, 0.95, 0.05);
  EXPECT_GT(used, experiments * 9 / 10);
}

}  // namespace
}  // namespace busyhour
