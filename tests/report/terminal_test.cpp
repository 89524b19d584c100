#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "../../sim/report/phrases.hpp"
#include "../../sim/report/text.hpp"
#include "busyhour/report/report.hpp"
#include "example.hpp"

namespace busyhour {
namespace {

std::string plain(const RunResult& run, int width = 100) { return terminal_report(run, {false, true, width}); }

TEST(Terminal, GoldenVoice) {
  EXPECT_EQ(plain(example::voice()),
            R"(FAIL  Waves TTS, four voice conversations on one slot
1 of 3 rules fails: 34.9 % of turns meet a refusal (34.4–35.4 %); you accept at most 5 %.

Rules                                          measured  95 % interval
✗ fails      turn_rejected <= 5%                 34.9 %  34.4–35.4 %
? undecided  p95(first_audio_delay) <= 300 ms    297 ms  288–306 ms
✓ passes     silent_turns <= 0.1%                   0 %  < 0.0094 %

Key numbers                    estimate  95 % interval     exact     z
First attempts refused           31.2 %  30.9–31.6 %      31.3 %  -0.6
Turns with a refusal             34.9 %  34.4–35.4 %
Requests given up               0.042 %  0.031–0.056 %
Added delay, p50                   0 ms  always the same
Added delay, p95                 1.41 s  1.38–1.45 s
Added delay, p99                 3.91 s  3.71–4.13 s
Delay of the first audio, p95    297 ms  288–306 ms
Silent turns                        0 %  < 0.0094 %
Slot use (requests)              61.2 %  60.7–61.7 %
Time at the limit (requests)     61.2 %  60.7–61.7 %
exact: finite-source retrial M/M/1//4; z is how many standard errors the estimate misses it by

30 replications of 60 min, the first 5 min discarded, seed 20261121; 65,812 requests
warning: calls: a slot given back can be taken again by the same caller at once, since
         provider.network and client.turnaround are 0 s
results: runs/20261121-101500-3f9c0b5e
)");
}

TEST(Terminal, GoldenQueueInAscii) {
  EXPECT_EQ(terminal_report(example::queue(), {false, false, 100}),
            R"(PASS  Provider with a waiting line, 20 slots
Both rules pass: closest to its bound, p95 of the added delay is 82.4 ms (80.1-84.9 ms); you accept
at most 250 ms.

Rules                                 measured  95 % interval
+ passes  given_up <= 0.1%                 0 %  < 0.00019 %
+ passes  p95(added_delay) <= 250 ms   82.4 ms  80.1-84.9 ms

Key numbers             estimate  95 % interval    exact     z
First attempts refused       0 %  < 0.00019 %
Requests given up            0 %  < 0.00019 %
Added delay, p95         82.4 ms  80.1-84.9 ms   81.9 ms  +0.4
Slot use (requests)      90.12 %  89.94-90.30 %   90.0 %
exact: M/M/20; z is how many standard errors the estimate misses it by

30 replications of 60 min, the first 5 min discarded, seed 20261121; 1,962,114 requests
results: runs/20261121-101500-3f9c0b5e
)");
}

TEST(Terminal, NothingToSay) {
  EXPECT_EQ(plain(example::bare()),
            "DONE  Nothing yet\nNo rule is set (slo), and nothing was counted.\n\n1 replication of 60 s, seed 1\n");
}

TEST(Terminal, ColourIsOnlyAroundWords) {
  const std::string coloured = terminal_report(example::voice(), {true, true, 100});
  std::string stripped;
  for (std::size_t i = 0; i < coloured.size(); ++i) {
    if (coloured[i] == '\033')
      i = coloured.find('m', i);
    else
      stripped += coloured[i];
  }
  EXPECT_EQ(stripped, plain(example::voice()));
  EXPECT_TRUE(coloured.starts_with("\033[1;31mFAIL\033[0m"));
}

TEST(Terminal, HostileTextStaysText) {
  for (const int width : {40, 100, 200})
    for (const bool unicode : {true, false}) {
      const std::string text = terminal_report(example::hostile(), {false, unicode, width});
      EXPECT_EQ(text.find('\033'), text.npos);
      EXPECT_EQ(text.find('\r'), text.npos);
      EXPECT_EQ(text.find("\u202E"), text.npos);
      EXPECT_TRUE(text.starts_with("FAIL  "));
    }
}

TEST(Terminal, LongNamesAreCutAndPathsAreNot) {
  RunResult run = example::voice();
  run.scenario.name = std::string(10000, 'x');
  run.slo[0].rule = std::string(10000, 'y');
  run.result_dir = "runs/" + std::string(300, 'z');
  const std::string text = plain(run, 80);
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);)
    EXPECT_TRUE(line.starts_with("results: ") || line.find("M/M/1") != line.npos || detail::display_width(line) <= 80)
        << line;
  EXPECT_NE(text.find("results: " + run.result_dir + '\n'), text.npos);
}

TEST(Verdict, NamesTheWorstRule) {
  RunResult run = example::voice();
  run.slo[2].verdict = Verdict::fails;  // 0.0094 % of 0.1 %: far from the worst
  EXPECT_EQ(verdict_sentence(run),
            "2 of 3 rules fail: worst, 34.9 % of turns meet a refusal (34.4–35.4 %); you accept at most 5 %.");
}

TEST(Verdict, Undecided) {
  RunResult run = example::voice();
  run.slo.erase(run.slo.begin());
  EXPECT_EQ(verdict_sentence(run),
            "1 of 2 rules is undecided: p95 of the delay of the first audio is 297 ms (288–306 ms); you accept at most "
            "300 ms, "
            "and more replications would tell.");
  run.slo[0].measured = run.slo[0].estimate = {};
  EXPECT_EQ(verdict_sentence(run),
            "1 of 2 rules is undecided: nothing was counted for p95(first_audio_delay) <= 300 ms.");
}

TEST(Verdict, OneRuleOfAWorkload) {
  RunResult run = example::voice();
  run.slo = {run.slo[2]};
  run.slo[0].subject.scope = "calls";
  EXPECT_EQ(verdict_sentence(run),
            "The rule passes: calls: 0 % of turns stay silent (< 0.0094 %); you accept at most 0.1 %.");
}

TEST(Verdict, WithoutRulesSaysWhatWasMeasured) {
  RunResult run = example::voice();
  run.slo.clear();
  EXPECT_EQ(verdict_sentence(run),
            "No rule is set (slo): 31.2 % of first attempts are refused, p95 of the added delay is 1.41 s.");
}

TEST(Verdict, InterruptedAndNotConverged) {
  RunResult run = example::voice();
  run.partial = true;
  run.replications = 12;
  run.converged = false;
  run.precision = {{"added_delay.p95", "1%", run.slo[1].subject.about, Statistic::quantile, 0.014, 0.2, false}};
  EXPECT_EQ(verdict_sentence(run),
            "Interrupted after 12 of 30 replications. 1 of 3 rules fails: 34.9 % of turns meet a refusal (34.4–35.4 %); you "
            "accept at most 5 %. "
            "NOT CONVERGED: added_delay.p95 is known to ± 200 ms (asked: 1%), after 12 replications (run.at_most).");
}

TEST(Verdict, InfiniteAndAtLeast) {
  RunResult run = example::voice();
  RuleResult& rule = run.slo[1];
  rule.verdict = Verdict::fails;
  rule.measured = {INFINITY, 4.2, INFINITY, 100, 30, Estimate::Quality::interval};
  run.slo = {rule};
  EXPECT_EQ(
      verdict_sentence(run),
      "The rule fails: p95 of the delay of the first audio is infinite, because some are given up; you accept at most "
      "300 ms.");
  run.slo[0].relation = Relation::at_least;
  EXPECT_NE(verdict_sentence(run).find("you accept at least 300 ms."), std::string::npos);
}

TEST(Verdict, AllRulesAlike) {
  RunResult run = example::voice();
  for (RuleResult& rule : run.slo) rule.verdict = Verdict::fails;
  EXPECT_TRUE(verdict_sentence(run).starts_with("All 3 rules fail: worst, 34.9 % of turns"));
  run.slo.pop_back();
  EXPECT_TRUE(verdict_sentence(run).starts_with("Both rules fail: worst, "));
}

TEST(Verdict, ShareOfTimes) {
  RunResult run = example::voice();
  run.slo = {run.slo[1]};
  run.slo[0].verdict = Verdict::fails;
  run.slo[0].subject.statistic = Statistic::share;
  run.slo[0].subject.threshold = 0.3;
  run.slo[0].bound = 0.05;
  run.slo[0].measured = example::estimate(0.12, 0.11, 0.13);
  EXPECT_EQ(
      verdict_sentence(run),
      "The rule fails: in 12.0 % of cases the delay of the first audio exceeds 300 ms (11.0–13.0 %); you accept at "
      "most 5 %.");
}

TEST(Terminal, InfiniteIsExplained) {
  RunResult run = example::voice();
  EXPECT_EQ(plain(run).find("waits for ever"), std::string::npos);
  run.metrics[5].estimate = {INFINITY, INFINITY, INFINITY, 100, 30, Estimate::Quality::interval};
  const std::string text = plain(run);
  EXPECT_NE(text.find("Added delay, p95                    inf  inf\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\ninf: so many were given up"), std::string::npos);
}

TEST(Phrases, WhatNeverHappenedIsNoKeyNumber) {
  RunResult run = example::voice();
  const std::size_t before = detail::key_numbers(run).size();
  run.metrics.push_back(
      example::metric("failed", example::share("failed"), Statistic::none, example::no_events(0.0002)));
  EXPECT_EQ(detail::key_numbers(run).size(), before);
  run.metrics.back().estimate = example::estimate(0.01, 0.009, 0.011);
  EXPECT_EQ(detail::key_numbers(run).size(), before + 1);
}

TEST(Phrases, KeysAreTakenApartFromTheRight) {
  const auto parts = detail::parts_of("added_delay.added_delay.p99.9", "added_delay");
  EXPECT_EQ(parts.scope, "added_delay");
  EXPECT_EQ(parts.metric, "added_delay");
  EXPECT_EQ(parts.statistic, "p99.9");
  EXPECT_EQ(detail::parts_of("balance.min.p95", "balance.min").statistic, "p95");
  EXPECT_EQ(detail::label_of(detail::parts_of("share(added_delay > 300 ms)", "added_delay")),
            "share(added delay > 300 ms)");
}

TEST(Phrases, CommandRunsAgain) {
  RunResult run = example::voice();
  run.scenario.sets = {"a.b=3 /min", "run.seed=20261121", "c=it's", "run.replications=30"};
  run.scenario.file = "my file.yaml";
  EXPECT_EQ(detail::command_of(run),
            "busyhour run 'my file.yaml' --set 'a.b=3 /min' --set 'c=it'\\''s' --seed 20261121 --replications 30");
}

}  // namespace
}  // namespace busyhour
