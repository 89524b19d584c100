/// Replications are added until the named intervals are narrow enough, the same for any number of threads; what stays
/// too wide says so.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <stdexcept>

#include "busyhour/experiment/compare.hpp"
#include "busyhour/experiment/run.hpp"
#include "busyhour/scenario/load.hpp"
#include "support/where.hpp"

namespace busyhour {
namespace {

Loaded loaded(std::vector<std::string> sets) {
  for (const char* set : {"run.duration=10 min", "run.warm_up=1 min", "slo=null"}) sets.emplace_back(set);
  Loaded l = load(test::source_dir() + "/scenarios/theory/retry.yaml", sets);
  if (!l.scenario) throw std::runtime_error{render(l.diagnostics, l.sources)};
  return l;
}

RunResult run_with(const std::vector<std::string>& sets, std::size_t jobs = 2) {
  RunOptions options;
  options.jobs = jobs;
  options.timelines = false;
  return run(*loaded(sets).scenario, options);
}

const Estimate& estimate(const RunResult& r, const std::string& key) {
  for (const MetricResult& m : r.metrics)
    if (m.key == key) return m.estimate;
  throw std::out_of_range{key};
}

TEST(Precision, IsReachedByMoreReplications) {
  const RunResult plain = run_with({});
  const RunResult r = run_with({"run.precision={first_attempt_rejected: 5%, p95(added_delay): 500 ms}"});
  EXPECT_TRUE(r.converged);
  EXPECT_GT(r.replications, plain.replications);
  const Estimate& share = estimate(r, "first_attempt_rejected");
  EXPECT_LE((share.high - share.low) / 2, 0.05 * share.value);
  const Estimate& delay = estimate(r, "added_delay.p95");
  EXPECT_LE((delay.high - delay.low) / 2, 0.5);
  ASSERT_EQ(r.precision.size(), 2U);
  EXPECT_EQ(r.precision[0].asked, "5%");
  EXPECT_EQ(r.precision[1].key, "added_delay.p95");
  EXPECT_TRUE(r.precision[1].met);
}

TEST(Precision, TakesTheSameReplicationsForAnyNumberOfThreads) {
  const RunResult one = run_with({"run.precision=10%"}, 1), many = run_with({"run.precision=10%"}, 5);
  EXPECT_EQ(one.replications, many.replications);
  for (std::size_t i = 0; i < one.metrics.size(); ++i)
    EXPECT_EQ(std::bit_cast<std::uint64_t>(one.metrics[i].estimate.low),
              std::bit_cast<std::uint64_t>(many.metrics[i].estimate.low))
        << one.metrics[i].key;
}

TEST(Precision, NeverStopsOnFewerThanTwenty) {
  EXPECT_EQ(run_with({"run.precision=90%", "run.replications=2"}).replications, 20);
  EXPECT_EQ(run_with({"run.precision=90%", "run.replications=33"}).replications, 33);
}

TEST(Precision, WhatStaysTooWideSaysSo) {
  const RunResult r = run_with({"run.precision={first_attempt_rejected: 0.1%}", "run.at_most=50"});
  EXPECT_FALSE(r.converged);
  EXPECT_EQ(r.replications, 50);
  const Estimate& share = estimate(r, "first_attempt_rejected");
  EXPECT_EQ(share.quality, Estimate::Quality::not_converged);
  EXPECT_FALSE(share.has_interval());
  EXPECT_GT(share.value, 0);
  EXPECT_TRUE(estimate(r, "attempt_rejected").has_interval());  // nothing was asked of it
  EXPECT_GT(r.precision.front().reached, r.precision.front().allowed);
}

// A share that is hardly ever anything counts as 1 %: nothing need be seen to know it to a tenth of a point.
TEST(Precision, AShareNearNothingIsSettledToo) {
  const RunResult r = run_with({"run.precision={given_up: 10%}"});
  EXPECT_TRUE(r.converged);
  EXPECT_EQ(estimate(r, "given_up").value, 0);
  EXPECT_NEAR(r.precision.front().allowed, 0.001, 1e-12);
}

TEST(Precision, OfADifferenceWhereTwoAreCompared) {
  RunOptions options;
  options.jobs = 2;
  const Loaded a = loaded({"run.precision={first_attempt_rejected: 3%}"});
  const Loaded b = loaded({"workloads.callers.count=9"});
  const CompareResult r = compare(a, b, 0.02, options);
  EXPECT_TRUE(r.converged);
  EXPECT_EQ(r.a.replications, r.b.replications);
  for (const MetricDifference& m : r.metrics)
    if (m.key == "first_attempt_rejected") {
      EXPECT_LE((m.difference.high - m.difference.low) / 2, 0.03 * m.a.value);
    }
}

// More than 256 replications share their distributions by two: the exact ones remain exact.
TEST(ManyReplications, KeepTheirSumsAndExtremes) {
  const RunResult r = run_with({"run.replications=300", "run.duration=3 min"});
  EXPECT_EQ(r.replications, 300);
  EXPECT_EQ(r.per_replication.size(), 300U);
  const auto column = [&](const std::string& key) {
    for (std::size_t i = 0; i < r.replication_columns.size(); ++i)
      if (r.replication_columns[i] == key) return i;
    throw std::out_of_range{key};
  };
  // All replications count equally many seconds, so the pooled rate is the mean of theirs.
  double mean = 0;
  for (const auto& row : r.per_replication) mean += row.values[column("throughput")] / 300;
  EXPECT_NEAR(estimate(r, "throughput").value, mean, 1e-12);
  EXPECT_EQ(estimate(r, "added_delay.p50").n, r.outcomes.requests);
  EXPECT_TRUE(estimate(r, "added_delay.p95").has_interval());
}

struct Wrong {
  const char *set, *says;
};
class WrongPrecision : public testing::TestWithParam<Wrong> {};
TEST_P(WrongPrecision, IsRefused) {
  const Loaded l = load(test::source_dir() + "/scenarios/theory/retry.yaml", {GetParam().set});
  EXPECT_FALSE(l.scenario);
  EXPECT_NE(render(l.diagnostics, l.sources).find(GetParam().says), std::string::npos)
      << render(l.diagnostics, l.sources);
}
INSTANTIATE_TEST_SUITE_P(
    All, WrongPrecision,
    testing::Values(Wrong{"run.precision=0.01", "a precision is a part of the value"},
                    Wrong{"run.precision=0%", "more than 0%"}, Wrong{"run.precision=100%", "less than 100%"},
                    Wrong{"run.precision={}", "no metric is named"},
                    Wrong{"run.precision={first_attempt_reject: 1%}", "first_attempt_rejected"},
                    Wrong{"run.precision={first_attempt_rejected: 5 ms}", "a part of the value"},
                    Wrong{"run.precision={mean(added_delay): $1}", "a part of the value, or time"},
                    Wrong{"run.precision={added_delay: 1%}", "which statistic"},
                    Wrong{"run.precision={max(added_delay): 1%}", "it has no interval"},
                    Wrong{"run.precision={mean(playback_gap): 1%}", "has no value here"},
                    Wrong{"run.at_most=100", "belongs to precision"},
                    Wrong{"run={duration: 1 h, precision: 1%, replications: 50, at_most: 40}", "fewer than"}));

}  // namespace
}  // namespace busyhour
