/// A scenario run as the command does it: the same for any number of threads, judged by its rules, cut short when
/// asked.
#include "busyhour/experiment/run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <stdexcept>

#include "busyhour/scenario/load.hpp"
#include "support/where.hpp"

namespace busyhour {
namespace {

Scenario scenario(const std::string& name, const std::vector<std::string>& sets = {}) {
  const Loaded loaded = load(test::source_dir() + "/scenarios/" + name, sets);
  if (!loaded.scenario) throw std::runtime_error{render(loaded.diagnostics, loaded.sources)};
  return *loaded.scenario;
}

RunOptions on(std::size_t jobs) {
  RunOptions options;
  options.jobs = jobs;
  return options;
}

const Estimate& estimate(const RunResult& r, const std::string& key) {
  for (const MetricResult& m : r.metrics)
    if (m.key == key) return m.estimate;
  throw std::out_of_range{key};
}

TEST(Run, GivesTheSameBytesForAnyNumberOfThreads) {
  for (const char* name : {"theory/retry.yaml", "waves/three-units.yaml", "wiro/falling-balance.yaml",
                           "cloro/workers-over-the-limit.yaml"}) {
    const Scenario s = scenario(name, {"run.replications=7", "slo=null"});
    const RunResult a = run(s, on(1));
    for (const std::size_t jobs : {std::size_t{2}, std::size_t{7}}) {
      const RunResult b = run(s, on(jobs));
      ASSERT_EQ(a.metrics.size(), b.metrics.size());
      EXPECT_EQ(a.events, b.events) << name;
      for (std::size_t i = 0; i < a.metrics.size(); ++i) {
        EXPECT_EQ(a.metrics[i].key, b.metrics[i].key);
        EXPECT_EQ(std::bit_cast<std::uint64_t>(a.metrics[i].estimate.value),
                  std::bit_cast<std::uint64_t>(b.metrics[i].estimate.value))
            << name << ' ' << a.metrics[i].key;
        EXPECT_EQ(std::bit_cast<std::uint64_t>(a.metrics[i].estimate.low),
                  std::bit_cast<std::uint64_t>(b.metrics[i].estimate.low))
            << name << ' ' << a.metrics[i].key;
      }
    }
  }
}

TEST(Run, AReplicationDoesNotDependOnHowManyThereAre) {
  const RunResult few = run(scenario("theory/loss.yaml", {"run.replications=3"}), on(2));
  const RunResult more = run(scenario("theory/loss.yaml", {"run.replications=6"}), on(2));
  for (std::size_t r = 0; r < 3; ++r)
    for (std::size_t c = 0; c < few.replication_columns.size(); ++c)
      if (!std::isnan(few.per_replication[r].values[c])) {
        EXPECT_EQ(few.per_replication[r].values[c], more.per_replication[r].values[c]) << few.replication_columns[c];
      }
}

TEST(Run, AnotherSeedIsAnotherRun) {
  const RunResult a = run(scenario("theory/loss.yaml", {"run.replications=2"}), on(2));
  const RunResult b = run(scenario("theory/loss.yaml", {"run.replications=2", "run.seed=7"}), on(2));
  EXPECT_NE(estimate(a, "first_attempt_rejected").value, estimate(b, "first_attempt_rejected").value);
}

/// Erlang-type check by hand: X Poisson of mean 9, loss = E[(X - 10)+] / 9 (theory.md 3.11).
TEST(Run, AFixedWindowDropsWhatTheFormulaSays) {
  double p = std::exp(-9.0), beyond = 0;
  for (int x = 1; x < 200; ++x) {
    p *= 9.0 / x;
    if (x > 10) beyond += (x - 10) * p;
  }
  const RunResult r = run(scenario("theory/fixed-window.yaml"), on(2));
  const Estimate& e = estimate(r, "first_attempt_rejected");
  const double half = (e.high - e.low) / 2;
  EXPECT_NEAR(e.value, beyond / 9, 2.5 * half);  // 4.9 standard errors: one false alarm in a million
}

TEST(Run, RulesAreJudgedByTheirWholeInterval) {
  const RunResult r =
      run(scenario("theory/loss.yaml",
                   {"slo=[first_attempt_rejected <= 10%, first_attempt_rejected <= 1%, p95(response_time) <= 1 s]"}),
          on(2));
  ASSERT_EQ(r.slo.size(), 3U);
  EXPECT_EQ(r.slo[0].verdict, Verdict::passes);
  EXPECT_EQ(r.slo[1].verdict, Verdict::fails);
  EXPECT_EQ(r.slo[2].verdict, Verdict::fails);
  EXPECT_NEAR(r.slo[2].compared_bound, 0.05, 1e-12);  // share(response_time > 1 s) <= 5%
  EXPECT_EQ(exit_code(r.slo), 1);
}

TEST(Run, WithoutAWarmUpOneIsFound) {
  const RunResult r = run(scenario("theory/loss.yaml", {"run.warm_up=null", "run.replications=10"}), on(2));
  EXPECT_TRUE(r.warm_up_found);
  EXPECT_LE(r.warm_up_s, r.duration_s / 2);
}

TEST(Run, TheWorstWindowIsToldAgainAsItWas) {
  const Scenario s = scenario("waves/four-on-one-slot.yaml", {"run.replications=5"});
  const RunResult r = run(s, on(2));
  ASSERT_EQ(r.timelines.size(), 1U);
  const Timeline& line = r.timelines.front();
  EXPECT_EQ(line.limit, "requests");
  EXPECT_GT(line.rejects.size(), 0U);
  for (const TimelineReject& reject : line.rejects) {
    EXPECT_GE(reject.t, line.from);
    EXPECT_LT(reject.t, line.to);
  }
  for (const TimelineStep& step : line.steps) EXPECT_LE(step.held, 1);
}

std::int64_t there_at(const Timeline& t, TimelineStay::Kind kind, double at) {
  return std::ranges::count_if(
      t.stays, [&](const TimelineStay& s) { return s.kind == kind && s.from <= at && (at < s.to || s.goes_on); });
}

// Who holds and who waits adds up to the levels that the door saw, at every step.
TEST(Run, TheWorstWindowNamesWhoHeldAndWhoWaited) {
  for (const char* name : {"waves/four-on-one-slot.yaml", "waves/three-units.yaml", "theory/provider-queue.yaml"}) {
    const RunResult r = run(scenario(name, {"run.replications=3", "slo=null"}), on(2));
    ASSERT_FALSE(r.timelines.empty()) << name;
    const Timeline& t = r.timelines.front();
    ASSERT_GT(t.stays.size(), 3U) << name;
    EXPECT_TRUE(std::ranges::is_sorted(t.stays, {}, &TimelineStay::from)) << name;
    for (const TimelineStep& step : t.steps) {
      EXPECT_EQ(there_at(t, TimelineStay::Kind::held, step.t), step.held) << name << ' ' << step.t;
      EXPECT_EQ(there_at(t, TimelineStay::Kind::queued, step.t), step.waiting) << name << ' ' << step.t;
    }
    for (const TimelineStay& s : t.stays) {
      EXPECT_NE(s.who.find(" #"), s.who.npos);
      EXPECT_LE(s.from, s.to);
      EXPECT_LE(s.to, t.to);
    }
  }
}

// Whoever is refused is the one who comes again, after exactly the pause that the scenario gives, as the next attempt.
TEST(Run, TheWorstWindowSaysWhoCameBackWhen) {
  const RunResult r =
      run(scenario("theory/loss.yaml", {"run.replications=3", "slo=null",
                                        "workloads.callers.client.retry={kind: constant, pause: 700 ms, "
                                        "attempts: unlimited}"}),
          on(2));
  const Timeline& t = r.timelines.front();
  ASSERT_GT(t.rejects.size(), 3U);
  std::size_t back = 0;
  for (const TimelineReject& reject : t.rejects) {
    const double due = reject.t + 0.7;
    if (due >= t.to) continue;
    const auto again = [&](const auto& one, double at) {
      return one.who == reject.who && one.attempt == reject.attempt + 1 && std::abs(at - due) < 1e-6;
    };
    const bool refused = std::ranges::any_of(t.rejects, [&](const auto& one) { return again(one, one.t); });
    const bool admitted = std::ranges::any_of(t.stays, [&](const auto& one) { return again(one, one.from); });
    EXPECT_NE(refused, admitted) << reject.who << " at " << reject.t;
    ++back;
  }
  EXPECT_GT(back, 0U);
}

TEST(Run, TheWholeReplicationHoldsItsWindow) {
  const RunResult r = run(scenario("waves/four-on-one-slot.yaml", {"run.replications=3", "slo=null"}), on(2));
  const Timeline& t = r.timelines.front();
  ASSERT_GE(t.spans.size(), 400U);
  EXPECT_LE(t.spans.size(), 800U);
  const double whole = t.span_s * static_cast<double>(t.spans.size());
  EXPECT_GE(whole, r.duration_s);
  EXPECT_LE(whole, r.duration_s + t.span_s);
  std::uint64_t refused = 0, in_window = 0;
  for (std::size_t i = 0; i < t.spans.size(); ++i) {
    const TimelineSpan& s = t.spans[i];
    EXPECT_LE(0, s.lowest);
    EXPECT_LE(s.lowest, s.highest);
    EXPECT_LE(s.highest, 1);
    EXPECT_EQ(s.cap, 1);
    refused += s.refused;
    const double from = static_cast<double>(i) * t.span_s;
    if (from < t.to && from + t.span_s > t.from) in_window += s.refused;
  }
  EXPECT_GE(in_window, t.rejects.size());
  EXPECT_GT(refused, in_window);
}

// What the account says at the end of the replication is what its course ends with.
TEST(Run, TheBalanceIsFollowedToItsEnd) {
  const RunResult r = run(scenario("wiro/falling-balance.yaml", {"run.replications=3", "slo=null"}), on(2));
  const Timeline& t = r.timelines.front();
  ASSERT_EQ(t.balance.size(), t.spans.size());
  EXPECT_DOUBLE_EQ(t.balance.front().highest, 60);
  const auto column = std::ranges::find(r.replication_columns, "balance.end") - r.replication_columns.begin();
  const double end =
      r.per_replication[static_cast<std::size_t>(t.replication)].values[static_cast<std::size_t>(column)];
  EXPECT_NEAR(t.balance.back().last, end, 1e-9);
  for (std::size_t i = 0; i < t.balance.size(); ++i) {
    EXPECT_LE(t.balance[i].lowest, t.balance[i].last);
    EXPECT_LE(t.balance[i].last, t.balance[i].highest);
    if (i > 0) {
      EXPECT_LE(t.balance[i].highest, t.balance[i - 1].last);  // nothing is paid in
    }
  }
}

TEST(Run, TimeAtEachLevelIsWhatTheFormulaSays) {
  for (const char* name : {"theory/loss.yaml", "theory/provider-queue.yaml"}) {
    const RunResult r = run(scenario(name, {"slo=null"}), on(2));
    ASSERT_TRUE(r.levels) << name;
    EXPECT_EQ(r.levels->limit, "slots");
    EXPECT_EQ(r.levels->replications, 10U);
    ASSERT_EQ(r.levels->levels.size(), 5U);
    double simulated = 0, exact = 0;
    for (const LevelTimes::Level& level : r.levels->levels) {
      simulated += level.share.value, exact += level.exact;
      const double half = (level.share.high - level.share.low) / 2;
      EXPECT_NEAR(level.share.value, level.exact, 2.5 * half) << name << ' ' << level.held;  // 5.6 standard errors
    }
    EXPECT_NEAR(simulated, 1, 1e-9);
    EXPECT_NEAR(exact, 1, 1e-9);
    for (const MetricResult& m : r.metrics)
      if (m.key == "slots.full_time") {
        EXPECT_NEAR(m.theory->value, r.levels->levels.back().exact, 1e-12);
      }
  }
  EXPECT_FALSE(run(scenario("waves/four-on-one-slot.yaml", {"run.replications=2", "slo=null"}), on(2)).levels);
}

TEST(Run, CutShortItKeepsOnlyWhatWasFinished) {
  std::atomic<bool> stop{false};
  RunOptions options = on(1);
  options.interrupted = &stop;
  options.progress = [&](std::int64_t done, std::int64_t) { stop = done == 3; };
  const RunResult r = run(scenario("theory/loss.yaml"), options);
  EXPECT_TRUE(r.partial);
  EXPECT_EQ(r.replications, 3);
  EXPECT_EQ(r.asked_replications, 20);
  const RunResult whole = run(scenario("theory/loss.yaml", {"run.replications=3"}), on(1));
  EXPECT_EQ(estimate(r, "first_attempt_rejected").value, estimate(whole, "first_attempt_rejected").value);
}

}  // namespace
}  // namespace busyhour
