/// Runs that have no steady state, or two, say so instead of a mean.
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>

#include <algorithm>
#include <stdexcept>

#include "busyhour/experiment/hysteresis.hpp"
#include "busyhour/experiment/kept.hpp"
#include "busyhour/experiment/run.hpp"
#include "busyhour/scenario/load.hpp"
#include "busyhour/theory/overload.hpp"
#include "support/where.hpp"

namespace busyhour {
namespace {

/// M/M/4 with a queue, loss or retries: `full` is what happens when all are taken.
Scenario open_system(const std::string& rate, const std::string& full, const std::string& retry,
                     const std::vector<std::string>& more = {}) {
  std::vector<std::string> sets{"workloads={callers: {kind: arrivals, arrive: {dist: poisson, rate: " + rate +
                                    "}, client: {retry: " + retry + "}}}",
                                "provider.limits.slots.when_full=" + full,
                                "provider.endpoints.api.service={dist: exponential, mean: 2 s}",
                                "slo=[mean(added_delay) <= 1 s]",
                                "run.duration=1 h",
                                "run.warm_up=10 min"};
  sets.insert(sets.end(), more.begin(), more.end());
  const Loaded l = load(test::source_dir() + "/scenarios/theory/loss.yaml", sets);
  if (!l.scenario) throw std::runtime_error{render(l.diagnostics, l.sources)};
  return *l.scenario;
}
constexpr const char *queue = "{action: queue, capacity: unlimited}", *reject = "{action: reject, status: 429}",
                     *for_ever = "{kind: constant, pause: 1 s, attempts: unlimited}";

RunResult ran(const Scenario& s) {
  RunOptions options;
  options.jobs = 2;
  options.timelines = false;
  return run(s, options);
}
const MetricResult& metric(const RunResult& r, const std::string& key) {
  const auto at = std::ranges::find(r.metrics, key, &MetricResult::key);
  if (at == r.metrics.end()) throw std::out_of_range{key};
  return *at;
}

// Four slots of 2 s carry 2 requests a second.
TEST(Overload, IsDemandAtOrAboveCapacityWhereNothingIsLost) {
  for (const auto& [full, retry] : {std::pair{queue, "none"}, std::pair{reject, for_ever}}) {
    EXPECT_FALSE(overload_of(open_system("1.9 /s", full, retry)));
    EXPECT_TRUE(overload_of(open_system("2 /s", full, retry)));
    EXPECT_TRUE(overload_of(open_system("2.1 /s", full, retry)));
  }
  EXPECT_FALSE(overload_of(open_system("9 /s", reject, "none")));
  EXPECT_FALSE(overload_of(open_system("9 /s", "{action: queue, capacity: 50}", "none")));
  EXPECT_FALSE(overload_of(open_system("9 /s", "{action: queue, capacity: unlimited, patience: 5 s}", "none")));
  EXPECT_FALSE(overload_of(open_system("9 /s", reject, "{kind: constant, pause: 1 s, attempts: 5}")));
  EXPECT_FALSE(
      overload_of(open_system("9 /s", reject, "{kind: constant, pause: 1 s, attempts: unlimited, deadline: 1 min}")));
}

TEST(Overload, CountsProfilesAndBatches) {
  EXPECT_FALSE(overload_of(open_system("3 /s, profile: {kind: steps, every: 1 h, levels: [1x, 0.2x]}", queue, "none")));
  EXPECT_TRUE(overload_of(open_system("3 /s, profile: {kind: steps, every: 1 h, levels: [1x, 0.5x]}", queue, "none")));
  EXPECT_TRUE(overload_of(open_system("0.5 /s, batch_size: 5", queue, "none")));
}

TEST(Overload, IsNoNumber) {
  const RunResult r = ran(open_system("2.2 /s", queue, "none"));
  ASSERT_EQ(r.stability.size(), 1U);
  EXPECT_EQ(r.stability[0].word, Estimate::Quality::no_steady_state);
  const Estimate& delay = metric(r, "added_delay.mean").estimate;
  EXPECT_EQ(delay.quality, Estimate::Quality::no_steady_state);
  EXPECT_TRUE(std::isnan(delay.value));
  EXPECT_TRUE(metric(r, "slots.slot_use").estimate.has_interval());  // full, for ever
  EXPECT_EQ(r.slo[0].verdict, Verdict::fails);                       // it is not below a second, nor any time
}

// So long a queue is never full within an hour: no overload by arithmetic, but it grows. A run that says that it begins
// at the beginning is about its own length.
TEST(Growth, IsNamed) {
  const RunResult r = ran(open_system("2.2 /s", "{action: queue, capacity: 100000}", "none", {"run.warm_up=1 s"}));
  ASSERT_FALSE(r.stability.empty());
  EXPECT_EQ(r.stability[0].word, Estimate::Quality::growing);
  EXPECT_FALSE(metric(r, "added_delay.mean").estimate.has_interval());
  const RunResult whole = ran(open_system("2.2 /s", "{action: queue, capacity: 100000}", "none", {"run.warm_up=0 s"}));
  EXPECT_TRUE(whole.stability.empty());
}

TEST(Growth, IsNotSeenInASteadyRun) {
  for (const char* rate : {"1 /s", "1.6 /s", "1.8 /s"}) {
    const RunResult r = ran(open_system(rate, queue, "none", {"run.duration=5 h", "run.warm_up=30 min"}));
    EXPECT_TRUE(r.stability.empty()) << rate << ": " << r.stability[0].says;
    EXPECT_TRUE(metric(r, "added_delay.mean").estimate.has_interval());
  }
}

// Nothing is discarded of a queue that fills for minutes: the empty beginning moves the mean.
TEST(InitialBias, IsNamed) {
  const RunResult r =
      ran(open_system("1.9 /s", queue, "none", {"run.warm_up=1 s", "run.duration=20 min", "run.replications=400"}));
  ASSERT_FALSE(r.stability.empty());
  EXPECT_TRUE(r.stability[0].word == Estimate::Quality::initial_bias ||
              r.stability[0].word == Estimate::Quality::growing);
}

/// Callers who lose patience and come again while the provider still works on what they left: metastable.
Loaded storm(const std::vector<std::string>& sets = {}) {
  Loaded l = load(test::source_dir() + "/scenarios/stability/retry-storm.yaml", sets);
  if (!l.scenario) throw std::runtime_error{render(l.diagnostics, l.sources)};
  return l;
}

TEST(Hysteresis, ARetryStormStaysWhenTheLoadHasGone) {
  RunOptions options;
  options.jobs = 2;
  const HysteresisResult r = hysteresis(*storm({"run.replications=10"}).scenario, options);
  ASSERT_EQ(r.steps.size(), 2 * storm().scenario->sweep->hysteresis->levels.size() - 1);
  EXPECT_EQ(r.steps.front().collapsed.value, 0);
  EXPECT_GT(r.stay.value, 0.5);
  EXPECT_EQ(r.steps.back().level, r.steps.front().level);
}

TEST(Hysteresis, WithoutRetriesItComesBack) {
  RunOptions options;
  options.jobs = 2;
  const Loaded calm =
      storm({"run.replications=10", "workloads.callers.client.retry=none", "workloads.callers.client.retry_on=null"});
  const HysteresisResult r = hysteresis(*calm.scenario, options);
  EXPECT_EQ(r.stay.value, 0);
}

TEST(Hysteresis, IsTheSameForAnyNumberOfThreads) {
  RunOptions one, many;
  one.jobs = 1, many.jobs = 4;
  const Loaded l = storm({"run.replications=5"});
  EXPECT_EQ(result_files(hysteresis(*l.scenario, one)), result_files(hysteresis(*l.scenario, many)));
}

// What was finished is not told again: all of it is there, though the second run is interrupted before it begins.
TEST(Hysteresis, GoesOnWhereItWas) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / ("busyhour-hysteresis-" + std::to_string(::getpid()));
  const Kept kept{{folder}};
  const std::atomic<bool> at_once = true;
  RunOptions first, second;
  first.jobs = second.jobs = 2;
  first.kept = second.kept = &kept;
  first.id = second.id = "hysteresis";
  second.interrupted = &at_once;
  const Loaded l = storm({"run.replications=5"});
  EXPECT_EQ(hysteresis(*l.scenario, second).replications, 0);
  const HysteresisResult whole = hysteresis(*l.scenario, first), again = hysteresis(*l.scenario, second);
  fs::remove_all(folder);
  EXPECT_FALSE(again.partial);
  EXPECT_EQ(result_files(again), result_files(whole));
}

}  // namespace
}  // namespace busyhour
