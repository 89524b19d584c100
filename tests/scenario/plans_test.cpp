#include "busyhour/scenario/plans.hpp"

#include <gtest/gtest.h>

#include "files_for_test.hpp"

namespace busyhour {
namespace {

std::vector<std::string> texts(const Axis& axis) {
  std::vector<std::string> all;
  for (const Setting& s : axis.values) all.push_back(s.text);
  return all;
}

Loaded load_vary(const std::string& vary) { return load_text(small + "sweep: {vary: {" + vary + "}}\n"); }

std::vector<std::string> values(const std::string& vary) {
  const Loaded l = load_vary(vary);
  EXPECT_TRUE(l.scenario) << said(l);
  return l.scenario ? texts(l.scenario->sweep->vary.at(0)) : std::vector<std::string>{};
}

TEST(Sweep, ValuesAreWrittenAsTheyWereGiven) {
  using Texts = std::vector<std::string>;
  EXPECT_EQ(values("workloads.calls.count: [1, 2, 5]"), (Texts{"1", "2", "5"}));
  EXPECT_EQ(values("workloads.calls.count: {from: 1, to: 8, step: 3}"), (Texts{"1", "4", "7"}));
  EXPECT_EQ(values("workloads.calls.turn.pause.mean: {from: 100 ms, to: 400 ms, step: 100 ms}"),
            (Texts{"100 ms", "200 ms", "300 ms", "400 ms"}));
  EXPECT_EQ(values("workloads.calls.turn.pause.mean: {from: 0.1 s, to: 0.3 s, step: 0.1 s}"),
            (Texts{"0.1 s", "0.2 s", "0.3 s"}));
  EXPECT_EQ(values("workloads.calls.count: {from: 1, to: 100, points: 5, scale: log}"),
            (Texts{"1", "3", "10", "32", "100"}));
}

TEST(Sweep, AGridIsFilteredAndItsLastAxisIsFastest) {
  const Loaded l = load_text(small + R"(sweep:
  vary: {provider.limits.requests.cap: [1, 2], workloads.calls.count: [1, 9, 17]}
  where: workloads.calls.count <= 8 * provider.limits.requests.cap + 1
)");
  ASSERT_TRUE(l.scenario) << said(l);
  Diagnostics wrong;
  std::string all;
  for (const Assignments& p : points(*l.scenario->sweep, l.document, wrong))
    all += p[0].value.text + "/" + p[1].value.text + " ";
  EXPECT_EQ(all, "1/1 1/9 2/1 2/9 2/17 ");
}

TEST(Sweep, ListsGoTogetherAndCoupledValuesAreAnAxis) {
  const auto count = [](const std::string& sweep) {
    const Loaded l = load_text(small + "sweep: " + sweep + "\n");
    Diagnostics wrong;
    return l.scenario ? points(*l.scenario->sweep, l.document, wrong).size() : 0;
  };
  EXPECT_EQ(count("{design: list, vary: {run.seed: [1, 2], workloads.calls.count: [3, 4]}}"), 2U);
  EXPECT_EQ(count("{together: [{run.seed: 1}, {run.seed: 2}], vary: {workloads.calls.count: [3, 4, 5]}}"), 6U);
  EXPECT_EQ(count("{design: list, vary: {run.seed: [1, 2], workloads.calls.count: [3]}}"), 0U);
}

void refused(const std::string& block, const std::string& because) {
  const Loaded l = load_text(small + block + "\n");
  EXPECT_FALSE(l.scenario) << block;
  EXPECT_NE(said(l).find(because), std::string::npos) << said(l);
}

TEST(Plans, WhatCannotBeSetIsSaidAtItsPlace) {
  refused("sweep: {vary: {workloads.cals.count: [1]}}", "did you mean 'calls'?");
  refused("sweep: {vary: {workloads.calls.cuont: [1]}}", "did you mean 'count'?");
  refused("sweep: {vary: {workloads.calls.count: [1, 0]}}", "14:43 error: count must be at least 1");
  refused("sweep: {vary: {run.warm_up: [1 min, 11 h]}}", "the warm-up is as long as the run");
  refused("sweep: {vary: {slo: [1]}}", "cannot be set by a plan");
  refused("sweep: {vary: {workloads.calls.count: {from: 5, to: 1, step: 1}}}", "below the first one");
  refused("sweep: {vary: {workloads.calls.count: {from: 1, to: 5}}}", "'step' or 'points' is missing");
  refused("sweep: {vary: {workloads.calls.count: {from: 1, to: 1e9, step: 1}}}", "more than");
  refused("sweep: {}", "varies nothing");
  refused("sweep: {vary: {run.seed: [1]}, where: run.seed > 5}", "no point of the sweep");
  refused("sweep: {vary: {run.seed: [1]}, where: run.seed + 5}", "a condition was due");
  refused("sweep: {design: grud, vary: {run.seed: [1]}}", "unknown design");
  refused("solve: {largest: workloads.calls.count, within: 1..9, such_that: slo}", "there is no slo");
  refused("solve: {largest: workloads.calls.count, within: 9..1, such_that: [given_up <= 1%]}",
          "not above its beginning");
  refused("solve: {largest: workloads.calls.count, within: 0..9, such_that: [given_up <= 1%]}",
          "count must be at least 1");
  refused("solve: {largest: workloads.calls.count, such_that: [given_up <= 1%]}", "'within' is missing");
  refused("solve: {within: 1..9, such_that: [given_up <= 1%]}", "nothing is sought");
  refused("solve: {largest: workloads.calls.count, within: 1..9}", "'such_that' is missing");
  refused(
      "claims: {c: {quote: x, expect: [given_up <= 1%], set: {workloads.calls.count: 2 * "
      "provider.limits.reqests.cap}}}",
      "did you mean 'provider.limits.requests.cap'?");
  refused("plans: {p: {price: 5, set: {run.seed: 1}}}", "an amount of money was due");
}

TEST(Solve, ABestThatCannotBeIsRefused) {
  const std::string best = "solve: {best: workloads.calls.count, ";
  refused(best + "among: [1], by: given_up, within: 1%}", "at least two were due");
  refused(best + "by: given_up, within: 1%}", "among which values?");
  refused(best + "among: [1, 0], by: given_up, within: 1%}", "count must be at least 1");
  refused(best + "among: [1, 2], within: 1%}", "'by' is missing");
  refused(best + "among: [1, 2], by: given_up}", "'within' is missing");
  refused(best + "among: [1, 2], by: given_pu, within: 1%}", "did you mean 'given_up'?");
  refused(best + "among: [1, 2], by: given_up, within: 1 s}", "'1 s' is time, but given_up is a share");
  refused(best + "among: [1, 2], by: given_up, within: 0%}", "above zero");
  refused(best + "among: [1, 2], by: max(added_delay), within: 1 s}", "a ratio, a mean or a quantile");
  refused(best + "among: [1, 2], by: given_up, within: 1%, such_that: slo}", "not by rules");
  refused(best + "among: [1, 2], by: given_up, within: 1%, prefer: middle}", "smallest");
  refused("solve: {best: plans, by: given_up, within: 1%}", "there are no plans");
  refused("solve: {cheapest: plans, by: given_up, such_that: [given_up <= 1%]}", "by belongs to best");
}

TEST(Solve, TheBestOfNamedValues) {
  const Loaded l = load_text(small +
                             "solve: {best: workloads.calls.client.retry, among: {never: none, twice: {kind: "
                             "constant, pause: 1 s, attempts: 2}}, by: p95(added_delay), within: 20 ms}\n");
  ASSERT_TRUE(l.scenario) << said(l);
  const SolvePlan& plan = *l.scenario->solve;
  EXPECT_EQ(plan.goal, Goal::best);
  ASSERT_EQ(plan.contest.among.size(), 2U);
  EXPECT_EQ(plan.contest.among[1].name, "twice");
  EXPECT_EQ(plan.contest.by.key, "added_delay.p95");
  EXPECT_DOUBLE_EQ(plan.contest.within, 0.02);
  EXPECT_FALSE(plan.contest.prefer);
}

TEST(Solve, ARangeOfWholeNumbersHasAStepOfOne) {
  const Loaded l =
      load_text(small + "solve: {largest: workloads.calls.count, within: 1..400, such_that: [given_up <= 1%]}\n");
  ASSERT_TRUE(l.scenario) << said(l);
  EXPECT_EQ(l.scenario->solve->goal, Goal::largest);
  EXPECT_EQ(l.scenario->solve->within.from, 1);
  EXPECT_EQ(l.scenario->solve->within.to, 400);
  EXPECT_EQ(l.scenario->solve->within.step, 1);
  EXPECT_DOUBLE_EQ(l.scenario->solve->confidence, 0.95);
}

TEST(Claims, FormulasAreComputedAtEachPoint) {
  const Loaded l = load_text(small + R"(claims:
  four:
    quote: four times the limit
    set: {workloads.calls.count: 4 * provider.limits.requests.cap}
    expect: [given_up <= 5%]
    across: {provider.limits.requests.cap: [1, 5]}
)");
  ASSERT_TRUE(l.scenario) << said(l);
  const ClaimPlan& claim = l.scenario->claims[0].second;
  std::vector<double> counts;
  for (Assignments point : combinations(claim.across)) {
    point.insert(point.end(), claim.set.begin(), claim.set.end());
    Diagnostics wrong;
    const Document d = assigned(l.document, point, wrong);
    EXPECT_TRUE(wrong.empty());
    counts.push_back(quantity(d, "workloads.calls.count").value_or(-1));
    EXPECT_TRUE(decode(d, l.sources).scenario);
  }
  EXPECT_EQ(counts, (std::vector<double>{4, 20}));
}

}  // namespace
}  // namespace busyhour
