#include "grids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "busyhour/model/metrics/about.hpp"
#include "example.hpp"

namespace busyhour::example {
namespace {

constexpr MetricAbout refused{"turn_rejected", MetricShape::ratio, MetricScope::workload, dimension::share, true, ""};

/// A share that rises steeply where the conversations are more than about three a slot.
double share_of(double slots, double conversations) {
  return 1 / (1 + std::exp(-1.6 * (conversations / slots - 4.2) * std::sqrt(slots)));
}

RunResult run_with(double share) {
  RunResult run;
  run.replications = run.asked_replications = 30;
  const double half = 0.08 * share * (1 - share) + 0.0002;
  const Estimate e = estimate(share, std::max(0.0, share - half), std::min(1.0, share + half));
  run.metrics = {{"turn_rejected", refused, Statistic::none, e, {}}};
  RuleResult rule;
  rule.rule = "turn_rejected <= 5%";
  rule.subject = {"", "turn_rejected", Statistic::none, 0, 0, refused, "turn_rejected"};
  rule.bound = rule.compared_bound = 0.05;
  rule.estimate = rule.measured = e;
  rule.verdict = judge(e, Relation::at_most, 0.05);
  run.slo = {rule};
  return run;
}

constexpr const char *cap = "provider.limits.requests.cap", *count = "workloads.calls.count",
                     *speed = "provider.endpoints.tts.service.generation_speed",
                     *held = "provider.endpoints.tts.slot_held";

SweepResult empty(std::vector<std::string> paths, PointValues base) {
  SweepResult sweep;
  sweep.scenario.name = "A sweep by formula";
  sweep.paths = std::move(paths);
  sweep.base = std::move(base);
  sweep.replications = 30;
  return sweep;
}

void add(SweepResult& sweep, PointValues set, double share) {
  sweep.points.push_back({sweep.points.size(), std::move(set), run_with(share)});
  sweep.asked_points = sweep.points.size();
}

std::string text(double number) { return fmt::format("{:g}", number); }

Tried tried(std::size_t step, double slots, double conversations) {
  Tried t;
  t.value = text(conversations);
  t.step = step;
  t.run = run_with(share_of(slots, conversations));
  t.verdict = t.run.slo.front().verdict;
  return t;
}

Solution solution(double slots, const std::vector<double>& order) {
  Solution a;
  a.verdict = Solution::Found::found;
  for (std::size_t i = 0; i < order.size(); ++i) a.tried.push_back(tried(i + 1, slots, order[i]));
  std::ranges::sort(a.tried, {}, [](const Tried& t) { return std::stod(t.value); });
  for (const Tried& t : a.tried) {
    if (t.verdict == Verdict::passes) a.value = t.value;
    if (t.verdict == Verdict::fails && !a.next_fails) a.next_fails = t.value, a.binding = "turn_rejected <= 5%";
  }
  return a;
}

ClaimPoint point(PointValues across, double share) {
  ClaimPoint p;
  p.across = std::move(across);
  p.expect = run_with(share).slo;
  p.verdict = p.expect.front().verdict;
  p.replications = 30;
  return p;
}

}  // namespace

SweepResult line_sweep() {
  SweepResult sweep = empty({count}, {{count, "16"}});
  for (int n = 4; n <= 32; n += 2) {
    const double share = share_of(5, n);
    add(sweep, {{count, std::to_string(n)}}, share);
    sweep.points.back().run.metrics.front().theory = TheoryValue{"Engset's loss system, 5 servers", share * 1.01, 0.3};
  }
  return sweep;
}

SweepResult word_sweep() {
  SweepResult sweep = empty({"workloads.calls.client.retry"}, {});
  const std::vector<std::pair<std::string, double>> all{
      {"none", 0.021}, {"{kind: exponential, first: 250 ms, attempts: 4}", 0.049}, {"{kind: on_release}", 0.124}};
  for (const auto& [word, share] : all) add(sweep, {{sweep.paths.front(), word}}, share);
  return sweep;
}

SweepResult map_sweep() {
  SweepResult sweep = empty({cap, count}, {{cap, "5"}, {count, "16"}});
  for (const int c : {1, 2, 5, 10, 15})
    for (int n = 1; n <= 60; ++n)
      if (n <= 8 * c) add(sweep, {{cap, std::to_string(c)}, {count, std::to_string(n)}}, share_of(c, n));
  return sweep;
}

SweepResult facet_sweep() {
  SweepResult sweep = empty({cap, count, speed}, {{cap, "5"}, {count, "16"}, {speed, "10x"}});
  for (const double s : {3.3, 10.0, 33.0})
    for (const int c : {1, 2, 5, 10})
      for (int n = 2; n <= 40; n += 2)
        add(sweep, {{cap, std::to_string(c)}, {count, std::to_string(n)}, {speed, text(s) + "x"}},
            share_of(c * std::sqrt(s / 10), n));
  return sweep;
}

SweepResult drawn_sweep() {
  SweepResult sweep = empty({cap, count, speed}, {});
  sweep.design = Design::lhs;
  for (int i = 0; i < 64; ++i) {
    // Three numbers that repeat after 64, 63 and 61 steps: spread out, and the same each time.
    const double c = 2 + i * 37 % 64 / 4, n = 4 + i * 29 % 63 * 0.6, s = 3 + i * 17 % 61 * 0.5;
    add(sweep, {{cap, text(std::floor(c))}, {count, text(std::floor(n))}, {speed, text(s) + "x"}},
        share_of(c * std::sqrt(s / 15), n));
  }
  return sweep;
}

SweepResult one_at_a_time_sweep() {
  const PointValues base{{cap, "5"}, {count, "18"}, {speed, "10x"}, {held, "until_last_byte"}};
  SweepResult sweep = empty({cap, count, speed, held}, base);
  add(sweep, {}, share_of(5, 18));
  for (const auto& [path, value, share] :
       std::vector<std::tuple<std::string, std::string, double>>{{cap, "4", share_of(4, 18)},
                                                                 {cap, "6", share_of(6, 18)},
                                                                 {count, "16", share_of(5, 16)},
                                                                 {count, "22", share_of(5, 22)},
                                                                 {speed, "3.3x", share_of(3.4, 18)},
                                                                 {speed, "33x", share_of(7, 18)},
                                                                 {held, "generation_only", share_of(8, 18)}})
    add(sweep, {{path, value}}, share);
  return sweep;
}

SolveResult search() {
  SolveResult solved;
  solved.path = count;
  solved.paths = {cap};
  solved.answers = {solution(1, {1, 2, 4}), solution(5, {1, 2, 4, 8, 16, 32, 24, 20, 18, 19, 21}),
                    solution(15, {1, 2, 4, 8, 16, 32, 64, 48, 56, 60, 58, 59})};
  for (std::size_t i = 0; i < 3; ++i) solved.answers[i].given = {{cap, i == 0 ? "1" : i == 1 ? "5" : "15"}};
  return solved;
}

SolveResult one_search() {
  SolveResult solved = search();
  solved.paths.clear();
  solved.answers = {solved.answers[1]};
  solved.answers.front().given.clear();
  return solved;
}

CompareResult comparison() {
  CompareResult compared;
  compared.a = voice(), compared.b = voice();
  compared.a.scenario.name = "As it is", compared.b.scenario.name = "With a second slot";
  for (PercentileCurve& curve : compared.b.percentiles)
    for (auto& point : curve.points) point.seconds *= 0.6;
  using Word = MetricDifference::Word;
  constexpr Word words[] = {Word::better, Word::worse, Word::no_difference_shown, Word::undecided};
  std::size_t i = 0;
  for (const MetricResult& m : compared.a.metrics) {
    const Word word = words[i++ % 4];
    const double by = word == Word::better ? -0.3 : word == Word::worse ? 0.12 : word == Word::undecided ? 0.03 : 0.001;
    MetricDifference d{m.key, m.about, m.statistic, m.estimate, m.estimate, m.estimate, word};
    d.b.value = m.estimate.value * (1 + by);
    d.difference.value = m.estimate.value * by;
    d.difference.low = m.estimate.value * (by - 0.025), d.difference.high = m.estimate.value * (by + 0.025);
    compared.metrics.push_back(d);
  }
  return compared;
}

ClaimResult claim() {
  ClaimResult c;
  c.name = "four-per-slot";
  c.axes = {cap, speed};
  c.expect = {"turn_rejected <= 5%"};
  for (const int slots : {1, 5, 15})
    for (const double s : {3.3, 10.0, 33.0})
      c.points.push_back(point({{cap, std::to_string(slots)}, {speed, text(s) + "x"}},
                               share_of(slots * std::sqrt(s / 10), 4 * slots)));
  return c;
}

ClaimResult claim_on_a_line() {
  ClaimResult c = claim();
  c.axes = {cap};
  c.points.clear();
  for (const int slots : {1, 2, 5, 10, 15, 25})
    c.points.push_back(point({{cap, std::to_string(slots)}}, share_of(slots, 3.6 * slots)));
  return c;
}

}  // namespace busyhour::example
