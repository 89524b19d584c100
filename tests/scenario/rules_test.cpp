#include "busyhour/scenario/rule.hpp"

#include <gtest/gtest.h>

#include "files_for_test.hpp"

namespace busyhour {
namespace {

Loaded load_rule(const std::string& rule) { return load_text(small + "slo:\n  - " + rule + "\n"); }

TEST(Rule, KeysAreCanonical) {
  const auto key = [](const std::string& rule) {
    const Loaded l = load_rule(rule);
    return l.scenario ? l.scenario->slo.at(0).subject.key : said(l);
  };
  EXPECT_EQ(key("given_up <= 1%"), "given_up");
  EXPECT_EQ(key("p95(added_delay) <= 300 ms"), "added_delay.p95");
  EXPECT_EQ(key("added_delay.p95 <= 300 ms"), "added_delay.p95");
  EXPECT_EQ(key("p99.9(calls.added_delay) <= 1 s"), "calls.added_delay.p99.9");
  EXPECT_EQ(key("calls.added_delay.p50 <= 1 s"), "calls.added_delay.p50");
  EXPECT_EQ(key("share(added_delay > 0.3 s) <= 5%"), "share(added_delay > 300 ms)");
  EXPECT_EQ(key("requests.slot_use <= 80%"), "requests.slot_use");
  EXPECT_EQ(key("mean(makespan) <= 1 h"), "makespan.mean");
}

TEST(Rule, BoundsAreInBaseUnitsAndRelationsAsWritten) {
  const Loaded l = load_rule("share(added_delay > 300 ms) >= 2.5%");
  ASSERT_TRUE(l.scenario) << said(l);
  const Rule& r = l.scenario->slo[0];
  EXPECT_EQ(r.relation, Relation::at_least);
  EXPECT_DOUBLE_EQ(r.bound, 0.025);
  EXPECT_DOUBLE_EQ(r.subject.threshold, 0.3);
  EXPECT_EQ(r.where.line, 15);
}

TEST(Rule, WhatIsWrongIsSaidWithAHelp) {
  const auto refused = [](const std::string& rule, const std::string& because) {
    const Loaded l = load_rule(rule);
    EXPECT_FALSE(l.scenario) << rule;
    EXPECT_NE(said(l).find(because), std::string::npos) << said(l);
  };
  refused("givn_up <= 1%", "did you mean 'given_up'?");
  refused("added_delay <= 1 s", "which statistic of it?");
  refused("mean(given_up) <= 1%", "write it bare: given_up");
  refused("p97(added_delay) <= 1 s", "unknown statistic 'p97'");
  refused("max(added_delay) <= 1 s", "never a rule");
  refused("given_up <= 0.01", "a share is written with %");
  refused("given_up <= 101%", "between 0% and 100%");
  refused("p95(added_delay) <= 300", "but added_delay is time");
  refused("slot_use <= 80%", "such as requests.slot_use");
  refused("p95(cals.added_delay) <= 1 s", "there is no workload 'cals'");
  refused("share(added_delay > 300 ms <= 5%", "a parenthesis is not closed");
  refused("given_up = 1%", "compares a metric with a bound");
  refused("p95(first_audio_delay) <= 1 s", "turns that say anything");
  refused("conversation_refused <= 1%", "connection: per_conversation");
}

TEST(Rule, QuantilesAcrossReplicationsNeedEnoughOfThem) {
  // Two-sided 95%: p95 needs 72, p99 368 (language.md, "What is observed").
  const auto with_n = [](const std::string& rule, int n) {
    return said(
        load_text(with(small, "replications: 30", "replications: " + std::to_string(n)) + "slo: ['" + rule + "']\n"));
  };
  EXPECT_NE(with_n("p95(makespan) <= 1 h", 71).find("needs 72 of them"), std::string::npos);
  EXPECT_EQ(with_n("p95(makespan) <= 1 h", 72), "");
  EXPECT_NE(with_n("p99(makespan) <= 1 h", 367).find("needs 368 of them"), std::string::npos);
  EXPECT_EQ(with_n("p99(makespan) <= 1 h", 368), "");
}

}  // namespace
}  // namespace busyhour
