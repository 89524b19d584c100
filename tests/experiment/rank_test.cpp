/// `solve: {best: ...}`: the promised probability on systems whose values Engset's formula knows, an early end where
/// the differences are large, ties.
#include <gtest/gtest.h>

#include <boost/math/distributions/binomial.hpp>
#include <stdexcept>

#include "busyhour/experiment/solve.hpp"
#include "busyhour/theory/engset.hpp"
#include "support/where.hpp"

namespace busyhour {
namespace {

SolveResult ranked(const std::string& asked, const std::vector<std::string>& more = {}) {
  std::vector<std::string> sets{"run.duration=10 min", "run.warm_up=1 min", "run.replications=10", "slo=null",
                                "solve=" + asked};
  sets.insert(sets.end(), more.begin(), more.end());
  const Loaded l = load(test::source_dir() + "/scenarios/theory/loss.yaml", sets);
  if (!l.scenario) throw std::runtime_error{render(l.diagnostics, l.sources)};
  RunOptions options;
  options.jobs = 2;
  Diagnostics wrong;
  SolveResult r = solve(l, options, "test", wrong);
  if (!wrong.empty()) throw std::runtime_error{render(wrong, l.sources)};
  return r;
}

const Standing& of(const Solution& a, const std::string& value) {
  for (const Standing& s : a.ranking)
    if (s.value == value) return s;
  throw std::out_of_range{value};
}

/// Eight callers on four slots who pause for 6 s, and hold a slot so long [s].
double refused(double hold) { return engset(4, 8.0, hold / 6).call_congestion; }

// Four providers, one faster than three others that are alike. Told apart by no more than lies between them, the choice
// is wrong in 5 % of 150 contests at most: more than 19 wrong ones has then a probability below 1e-4.
TEST(Rank, ChoosesTheBestAsOftenAsPromised) {
  const double gap = refused(2.12) - refused(2);
  const std::string solve =
      "{best: provider.endpoints.api.service.mean, among: [2.12 s, 2 s, 2.12001 s, 2.12002 s], "
      "by: first_attempt_rejected, within: " +
      std::to_string(gap * 100) + "%, confidence: 95%, at_most: 160}";
  int wrong = 0, found = 0;
  for (int seed = 1; seed <= 150; ++seed) {
    const Solution a = ranked(solve, {"run.seed=" + std::to_string(seed)}).answers.front();
    found += a.value ? 1 : 0;
    wrong += a.value && *a.value != "2 s" ? 1 : 0;
    for (const Standing& s : a.ranking)
      wrong += s.value == "2 s" && s.word == Standing::Word::worse && !a.value ? 1 : 0;
  }
  const boost::math::binomial promised{150, 0.05};
  if (wrong > 0) {
    EXPECT_GT(boost::math::cdf(boost::math::complement(promised, wrong - 1.0)), 1e-4) << wrong;
  }
  EXPECT_GT(found, 135);
}

TEST(Rank, EndsEarlyWhereTheDifferencesAreLarge) {
  const Solution a =
      ranked("{best: provider.limits.slots.cap, among: [4, 2, 7], by: first_attempt_rejected, within: 0.1%}")
          .answers.front();
  EXPECT_EQ(a.verdict, Solution::Found::found);
  EXPECT_EQ(a.value, "7");
  ASSERT_EQ(a.ranking.size(), 3U);
  EXPECT_EQ(a.ranking[1].value, "4");
  for (const Standing& s : a.ranking) {
    EXPECT_EQ(s.run.replications, 10) << s.value;
    EXPECT_EQ(s.word, s.value == "7" ? Standing::Word::best : Standing::Word::worse) << s.value;
  }
  EXPECT_EQ(of(a, "2").against, "7");
  EXPECT_NEAR(of(a, "2").difference.value,
              engset(2, 8.0, 1. / 3).call_congestion - engset(7, 8.0, 1. / 3).call_congestion, 0.05);
}

TEST(Rank, WhatMakesNoDifferenceIsAsGood) {
  const Solution a = ranked(
                         "{best: workloads.callers.client.retry, among: {short: none, long: {kind: none}, again: "
                         "{kind: constant, pause: 1 s, attempts: unlimited}}, by: completed, within: 1%}")
                         .answers.front();
  EXPECT_EQ(a.value, "again");  // nobody is refused for good
  EXPECT_EQ(of(a, "short").word, Standing::Word::worse);
  const Solution two =
      ranked(
          "{best: workloads.callers.client.retry, among: {short: none, long: {kind: none}}, by: completed, within: 1%}")
          .answers.front();
  EXPECT_EQ(two.verdict, Solution::Found::found);
  EXPECT_EQ(two.ranking[1].word, Standing::Word::as_good);
  EXPECT_EQ(two.ranking[1].difference.value, 0);
}

TEST(Rank, MoreMayBeBetterAndPlansMayBeRanked) {
  const std::vector<std::string> plans{
      "plans={big: {price: $500, set: {provider.limits.slots.cap: 6}}, small: {price: $20, set: "
      "{provider.limits.slots.cap: 2}}}"};
  const SolveResult more = ranked("{best: plans, by: throughput, within: 0.01 /s}", plans);
  EXPECT_EQ(more.prefer, Prefer::largest);
  EXPECT_EQ(more.path, "plan");
  EXPECT_EQ(more.answers.front().value, "big");
  EXPECT_EQ(ranked("{best: plans, by: slots.slot_use, prefer: largest, within: 1%}", plans).answers.front().value,
            "small");
}

// Nearer to each other than 10 replications can tell: no winner, and it is said who is still in question.
TEST(Rank, StaysUndecidedWhereItMustStop) {
  const SolveResult r = ranked(
      "{best: provider.endpoints.api.service.mean, among: [2 s, 2.001 s], by: first_attempt_rejected, within: 0.001%, "
      "at_most: 10}");
  EXPECT_EQ(r.answers.front().verdict, Solution::Found::undecided);
  EXPECT_FALSE(r.answers.front().value);
  EXPECT_EQ(exit_code(r), 3);
}

TEST(Rank, TheSameForAnyNumberOfThreads) {
  const Loaded l = load(test::source_dir() + "/scenarios/theory/loss.yaml",
                        {"run.duration=10 min", "run.warm_up=1 min", "run.replications=10", "slo=null",
                         "solve={best: provider.limits.slots.cap, among: [4, 5], by: first_attempt_rejected, within: "
                         "1%, for_each: {workloads.callers.count: [6, 9]}}"});
  std::vector<std::vector<NamedBytes>> all;
  for (const std::size_t jobs : {1U, 2U, 7U}) {
    RunOptions options;
    options.jobs = jobs;
    Diagnostics wrong;
    all.push_back(result_files(solve(l, options, "test", wrong)));
  }
  EXPECT_EQ(all[0], all[1]);
  EXPECT_EQ(all[0], all[2]);
}

}  // namespace
}  // namespace busyhour
