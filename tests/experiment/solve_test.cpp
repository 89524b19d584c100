/// Searches whose answer is known: the inverse of Engset's loss formula, a cheapest plan, a range without an answer.
#include "busyhour/experiment/solve.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "busyhour/theory/engset.hpp"
#include "support/where.hpp"

namespace busyhour {
namespace {

Loaded loaded(std::vector<std::string> sets, const std::string& name = "theory/loss.yaml") {
  Loaded l = load(test::source_dir() + "/scenarios/" + name, sets);
  if (!l.scenario) throw std::runtime_error{render(l.diagnostics, l.sources)};
  return l;
}

SolveResult solved(const Loaded& l) {
  RunOptions options;
  options.jobs = 2;
  Diagnostics wrong;
  SolveResult r = solve(l, options, "test", wrong);
  if (!wrong.empty()) throw std::runtime_error{render(wrong, l.sources)};
  return r;
}

std::vector<std::string> short_runs(const std::string& solve) {
  return {"run.duration=40 min", "run.warm_up=1 min", "run.replications=20", "slo=null", "solve=" + solve};
}

/// Think 6 s, hold 2 s.
constexpr double idle = 2.0 / 6.0;
double refused(std::int64_t callers, std::int64_t slots) {
  return engset(slots, static_cast<double>(callers), idle).call_congestion;
}

// Twelve searches. Of a wrong verdict anywhere in one of them the chance is at most 1 - confidence = 0.1 %, so 1 % for
// all.
TEST(Solve, FindsTheInverseOfEngset) {
  for (const char* share : {"2%", "5%", "10%", "20%"}) {
    const Loaded l = loaded(
        short_runs("{largest: workloads.callers.count, within: 1..60, confidence: 99.9%, at_most: 640, such_that: "
                   "[first_attempt_rejected <= " +
                   std::string{share} + "], for_each: {provider.limits.slots.cap: [1, 2, 5]}}"));
    const SolveResult r = solved(l);
    ASSERT_EQ(r.answers.size(), 3U);
    for (const Solution& a : r.answers) {
      const int slots = std::stoi(a.given.front().second);
      const std::int64_t exact = engset_sources(slots, idle, std::stod(share) / 100);
      const std::string which = std::string{share} + " on " + a.given.front().second;
      ASSERT_TRUE(a.value) << which;
      EXPECT_TRUE(a.monotone) << which;
      if (a.verdict == Solution::Found::found) {
        EXPECT_EQ(std::stoi(*a.value), exact) << which;
        EXPECT_EQ(std::stoi(*a.next_fails), exact + 1) << which;
      } else {  // within 1 % of a tie it may stay open, but not be wrong
        EXPECT_LE(std::stoi(*a.value), exact) << which;
        EXPECT_GT(std::stoi(*a.next_fails), exact) << which;
        const double bound = std::stod(share) / 100;
        const double near =
            std::min(std::abs(refused(exact, slots) - bound), std::abs(refused(exact + 1, slots) - bound));
        EXPECT_LT(near, 0.01 * bound) << which;
      }
    }
  }
}

// Forty searches whose answer is c + 1 to c + 8 callers on c slots: the bound lies midway, on a scale of logarithms,
// between what Engset's formula gives for the answer and for one caller more. All must be found. Of a wrong verdict in
// one of them the chance is 0.02 % at most, so 0.8 % for all.
TEST(Solve, FindsFortyKnownIntegers) {
  for (const int slots : {1, 2, 3, 5, 8})
    for (int exact = slots + 1; exact <= slots + 8; ++exact) {
      char bound[32];
      std::snprintf(bound, sizeof bound, "%.5g%%", 100 * std::sqrt(refused(exact, slots) * refused(exact + 1, slots)));
      std::vector<std::string> sets = short_runs(
          "{largest: workloads.callers.count, within: 1..30, confidence: 99.98%, at_most: 1280, such_that: "
          "[first_attempt_rejected <= " +
          std::string{bound} + "]}");
      sets.push_back("provider.limits.slots.cap=" + std::to_string(slots));
      const Solution a = solved(loaded(sets)).answers.front();
      const std::string which = std::string{bound} + " on " + std::to_string(slots);
      EXPECT_EQ(a.verdict, Solution::Found::found) << which;
      EXPECT_EQ(a.value, std::to_string(exact)) << which;
      EXPECT_EQ(a.next_fails, std::to_string(exact + 1)) << which;
      EXPECT_TRUE(a.monotone) << which;
    }
}

TEST(Solve, FindsTheSmallestToo) {
  const SolveResult r = solved(loaded(short_runs(
      "{smallest: provider.limits.slots.cap, within: 1..12, confidence: 99.9%, such_that: [first_attempt_rejected <= "
      "5%]}")));
  int exact = 1;
  while (refused(8, exact) > 0.05) ++exact;
  ASSERT_EQ(r.answers.front().verdict, Solution::Found::found);
  EXPECT_EQ(r.answers.front().value, std::to_string(exact));
  EXPECT_EQ(r.answers.front().next_fails, std::to_string(exact - 1));
  EXPECT_EQ(r.answers.front().binding, "first_attempt_rejected <= 5%");
}

TEST(Solve, SaysWhenThereIsNone) {
  const SolveResult r = solved(loaded(
      short_runs("{largest: workloads.callers.count, within: 20..40, such_that: [first_attempt_rejected <= 1%]}")));
  EXPECT_EQ(r.answers.front().verdict, Solution::Found::none);
  EXPECT_FALSE(r.answers.front().value);
  EXPECT_EQ(r.answers.front().next_fails, "20");
  EXPECT_EQ(exit_code(r), 1);
}

TEST(Solve, TheWholeRangeMayPass) {
  const SolveResult r = solved(loaded(
      short_runs("{largest: workloads.callers.count, within: 1..4, such_that: [first_attempt_rejected <= 50%]}")));
  EXPECT_EQ(r.answers.front().verdict, Solution::Found::found);
  EXPECT_EQ(r.answers.front().value, "4");
  EXPECT_FALSE(r.answers.front().next_fails);
  EXPECT_EQ(exit_code(r), 0);
}

// Exactly at the bound no number of replications decides: the answer is a bracket.
TEST(Solve, ATieStaysUndecided) {
  const double tie = refused(8, 4);
  char share[32];
  std::snprintf(share, sizeof share, "%.12f", tie * 100);
  const SolveResult r =
      solved(loaded(short_runs("{largest: workloads.callers.count, within: 1..20, at_most: 80, "
                               "such_that: [first_attempt_rejected <= " +
                               std::string{share} + "%]}")));
  EXPECT_EQ(r.answers.front().verdict, Solution::Found::undecided);
  EXPECT_EQ(r.answers.front().value, "7");
  EXPECT_EQ(r.answers.front().next_fails, "9");
  EXPECT_EQ(exit_code(r), 3);
}

// Refusals rise with the callers, so a rule that asks for many of them fails for few: what `largest` finds at the lower
// end is no answer.
TEST(Solve, SaysNotMonotone) {
  const SolveResult r = solved(loaded(
      short_runs("{largest: workloads.callers.count, within: 2..64, such_that: [first_attempt_rejected >= 5%]}")));
  EXPECT_FALSE(r.answers.front().monotone);
  EXPECT_EQ(r.answers.front().verdict, Solution::Found::undecided);
}

TEST(Solve, ChoosesTheCheapestPlan) {
  std::vector<std::string> sets = short_runs("{cheapest: plans, such_that: [first_attempt_rejected <= 5%]}");
  sets.push_back(
      "plans={big: {price: $500, set: {provider.limits.slots.cap: 8}}, small: {price: $20, set: "
      "{provider.limits.slots.cap: 2}}, middle: {price: $100, set: {provider.limits.slots.cap: 5}}}");
  const SolveResult r = solved(loaded(sets));
  EXPECT_EQ(r.answers.front().value, "middle");
  EXPECT_EQ(r.answers.front().next_fails, "small");
  EXPECT_EQ(r.answers.front().tried.size(), 2U);  // the dear one need not be tried
}

TEST(Solve, TheSameForAnyNumberOfThreads) {
  const Loaded l =
      loaded(short_runs("{largest: workloads.callers.count, within: 1..40, such_that: "
                        "[first_attempt_rejected <= 7%], for_each: {provider.limits.slots.cap: [1, 3]}}"));
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
