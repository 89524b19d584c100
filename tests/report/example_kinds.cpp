#include "example_kinds.hpp"

#include <algorithm>

namespace busyhour::example {
namespace {

const std::string cap_path = "provider.limits.requests.cap", count_path = "workloads.calls.count";

/// `voice` with so many conversations a slot: every share in proportion, rules judged anew.
RunResult at_load(double per_slot) {
  RunResult run = voice();
  const double factor = per_slot / 4;
  for (MetricResult& m : run.metrics) {
    Estimate& e = m.estimate;
    e.value = std::min(e.value * factor, 0.99), e.low = std::min(e.low * factor, 0.99),
    e.high = std::min(e.high * factor, 0.99);
    if (m.theory) m.theory->value = std::min(m.theory->value * factor, 0.99);
  }
  for (RuleResult& rule : run.slo) {
    for (Estimate* e : {&rule.measured, &rule.estimate}) e->value *= factor, e->low *= factor, e->high *= factor;
    rule.verdict = judge(rule.estimate, rule.relation, rule.compared_bound);
  }
  run.timelines.clear();
  return run;
}

const std::string& bad() {
  static const std::string text = hostile().scenario.name;
  return text;
}

}  // namespace

SweepResult sweep(int caps, int counts) {
  SweepResult s;
  s.scenario = voice().scenario;
  s.paths = {cap_path, count_path};
  for (int c = 0; c < caps; ++c)
    for (int n = 1; n <= counts; ++n) {
      const int cap = 1 + 2 * c;
      PointResult point;
      point.number = s.points.size();
      point.set = {{cap_path, std::to_string(cap)}, {count_path, std::to_string(2 * n)}};
      point.run = at_load(2.0 * n / cap);
      s.points.push_back(std::move(point));
    }
  s.asked_points = s.points.size();
  s.seed = 20261121;
  s.replications = 30;
  s.version = "0.1.0";
  return s;
}

SolveResult solved() {
  SolveResult s;
  s.scenario = voice().scenario;
  s.path = count_path;
  s.paths = {cap_path};
  for (const int cap : {1, 2, 5}) {
    Solution a;
    a.given = {{cap_path, std::to_string(cap)}};
    a.value = std::to_string(cap * 2), a.next_fails = std::to_string(cap * 2 + 1);
    a.verdict = Solution::Found::found;
    a.binding = "turn_rejected <= 5%";
    for (const int count : {cap, cap * 2, cap * 2 + 1, cap * 4}) {
      Tried t;
      t.value = std::to_string(count);
      t.run = at_load(0.25 * count / cap);
      t.verdict = count <= cap * 2 ? Verdict::passes : Verdict::fails;
      a.tried.push_back(std::move(t));
    }
    s.answers.push_back(std::move(a));
  }
  s.version = "0.1.0";
  return s;
}

CompareResult compared() {
  CompareResult c;
  c.a = voice(), c.b = at_load(3);
  c.a.timelines.clear();
  c.b.scenario.name = "Waves TTS, three voice conversations on one slot";
  c.changed = {{count_path, "4", "3"}, {"workloads.calls.client.retry.jitter", "full", ""}};
  const MetricDifference::Word words[] = {MetricDifference::Word::better, MetricDifference::Word::worse,
                                          MetricDifference::Word::no_difference_shown,
                                          MetricDifference::Word::undecided};
  for (std::size_t i = 0; i < c.a.metrics.size(); ++i) {
    const MetricResult &a = c.a.metrics[i], &b = c.b.metrics[i];
    const double d = b.estimate.value - a.estimate.value;
    c.metrics.push_back({a.key, a.about, a.statistic, a.estimate, b.estimate,
                         estimate(d, d - 0.01 * a.estimate.value, d + 0.01 * a.estimate.value, 30), words[i % 4]});
  }
  c.warnings = {"the runs are not equally long"};
  c.version = "0.1.0";
  return c;
}

ClaimsResult judged() {
  ClaimResult only;
  only.name = "four-per-slot";
  only.quote = "approximately 4x your concurrency limit in parallel conversations";
  only.file = "scenarios/claims/waves-four-per-slot.yaml";
  only.source = {"Waves API, Concurrency and Limits", "https://example.org/waves", "2026-11-21"};
  only.about = "The vendor's own figures; assumed: the voice turn.";
  only.assumptions = {{"provider.network", "0 s (default)"}};
  only.expect = {"turn_rejected <= 5%"};
  only.axes = {cap_path, "provider.endpoints.tts.service.generation_speed"};
  for (const int cap : {1, 2, 5})
    for (const int speed : {3, 10, 30}) {
      ClaimPoint p;
      p.across = {{cap_path, std::to_string(cap)}, {only.axes[1], std::to_string(speed) + "x"}};
      p.place = {static_cast<double>(cap), static_cast<double>(speed)};
      const RunResult run = at_load(8.0 / cap / speed);
      p.expect = {run.slo.front()};
      p.verdict = run.slo.front().verdict;
      p.replications = 40;
      only.points.push_back(std::move(p));
    }
  only.verdict = ClaimVerdict::holds_only_if;
  only.condition = "requests.cap ≥ 2";
  ClaimResult fails = only;
  fails.name = "async-handles-it";
  fails.verdict = ClaimVerdict::fails;
  fails.condition.clear();
  fails.axes.resize(1);
  std::erase_if(fails.points, [](const ClaimPoint& p) { return p.across.back().second != "3x"; });
  for (ClaimPoint& p : fails.points) p.across.pop_back(), p.place.pop_back(), p.verdict = Verdict::fails;
  return {{only, fails}, "runs/claims", "0.1.0"};
}

SweepResult hostile_sweep() {
  SweepResult s = sweep();
  s.scenario = hostile().scenario;
  s.paths = {cap_path, bad()};
  for (PointResult& p : s.points) {
    p.set[1].first = bad();
    p.run.warnings = {bad()};
    p.run.metrics[0].theory->model = bad();
  }
  s.points[0].set[1].second = bad();
  s.version = bad();
  return s;
}

SolveResult hostile_solved() {
  SolveResult s = solved();
  s.scenario = hostile().scenario;
  s.path = bad();
  s.paths = {bad()};
  for (Solution& a : s.answers) a.given = {{bad(), bad()}}, a.binding = bad();
  s.answers[0].value = bad();
  s.answers[0].tried[0].value = bad();
  s.version = bad();
  return s;
}

CompareResult hostile_compared() {
  CompareResult c = compared();
  c.a.scenario = c.b.scenario = hostile().scenario;
  c.a.slo = hostile().slo;
  c.changed = {{bad(), bad(), bad()}};
  c.metrics[0].key = bad() + ".first_attempt_rejected";
  c.warnings = {bad()};
  c.version = bad();
  return c;
}

ClaimsResult hostile_judged() {
  ClaimsResult all = judged();
  for (ClaimResult& c : all.claims) {
    c.name = c.quote = c.file = c.about = c.condition = c.counter_example = bad();
    c.source = {bad(), bad(), bad()};
    c.sets = c.expect = {bad()};
    c.assumptions = {{bad(), bad()}};
    for (std::string& axis : c.axes) axis = bad();
    for (ClaimPoint& p : c.points)
      for (auto& [path, value] : p.across) path = bad();
    c.points[0].across[0].second = bad();
  }
  all.version = bad();
  return all;
}

}  // namespace busyhour::example
