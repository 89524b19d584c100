#include "busyhour/experiment/claims.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>

#include "busyhour/experiment/parallel.hpp"
#include "busyhour/experiment/run.hpp"
#include "busyhour/experiment/sweep.hpp"
#include "busyhour/scenario/assumptions.hpp"

namespace busyhour {

namespace {

constexpr double level = 0.05;
constexpr std::int64_t looks = 3, growth = 4;

bool stopped(const ClaimOptions& options) {
  return options.interrupted && options.interrupted->load(std::memory_order_relaxed);
}

/// One point, ready to run.
struct Prepared {
  ClaimPoint point;
  Scenario scenario;
};

Prepared prepare(const Loaded& loaded, const ClaimPlan& plan, const Assignments& across) {
  Assignments all = across;
  all.insert(all.end(), plan.set.begin(), plan.set.end());
  Diagnostics wrong;
  auto made = point_at(loaded, all, {}, wrong);
  if (!made) throw std::runtime_error{"a claim's point cannot be read: " + render(wrong, loaded.sources)};
  Prepared one;
  const auto split = made->set.begin() + static_cast<std::ptrdiff_t>(across.size());
  one.point.across.assign(made->set.begin(), split);
  one.point.set.assign(split, made->set.end());
  for (const Assignment& a : across) one.point.place.push_back(a.value.number.value_or(std::nan("")));
  one.scenario = std::move(made->scenario);
  one.scenario.slo = plan.expect;
  one.scenario.precision.clear();  // a claim's points are looked at until they are decided
  return one;
}

/// A rule leans to where its estimate lies.
Verdict leaning(const RuleResult& rule) {
  if (!rule.estimate.has_value()) return Verdict::undecided;
  Estimate bare = rule.estimate;
  bare.low = bare.high = bare.value;
  bare.quality = Estimate::Quality::constant;
  return judge(bare, rule.relation, rule.compared_bound);
}

/// All rules must pass: as unsure as the least sure of them. One that fails is enough, but any of them may fail by
/// chance.
void lean(ClaimPoint& point) {
  point.verdict = Verdict::passes;
  point.p = 0;
  double fails = 1;
  for (const RuleResult& rule : point.expect) {
    const Verdict to = leaning(rule);
    if (to == Verdict::fails) {
      point.verdict = Verdict::fails;
      fails = std::min(fails, rule.p);
    } else {
      point.p = std::max(point.p, to == Verdict::passes ? rule.p : 1);
    }
  }
  if (point.verdict == Verdict::fails) point.p = std::min(1.0, fails * static_cast<double>(point.expect.size()));
}

void look(Prepared& one, std::int64_t times, const ClaimOptions& options) {
  Scenario scenario = one.scenario;
  scenario.run.replications *= times;
  RunOptions how;
  how.jobs = 1;
  how.timelines = false;
  how.interrupted = options.interrupted;
  how.decide = RunOptions::Decide::with_p;
  const RunResult result = run(scenario, how);
  one.point.expect = result.slo;
  one.point.replications = result.replications;
  lean(one.point);
}

/// Runs what is open until it is decided or looked at often enough.
std::vector<Verdict> look_at_all(std::vector<Prepared>& points, const ClaimOptions& options) {
  const std::size_t jobs = options.jobs == 0 ? threads_here() : options.jobs;
  std::vector<Verdict> verdicts(points.size(), Verdict::undecided);
  std::mutex guard;
  std::int64_t done = 0, of = static_cast<std::int64_t>(points.size());
  for (std::int64_t l = 0, times = 1; l < looks && !stopped(options); ++l, times *= growth) {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < points.size(); ++i)
      if (verdicts[i] == Verdict::undecided) open.push_back(i);
    if (l > 0) of += static_cast<std::int64_t>(open.size());
    in_parallel(open.size(), jobs, [&](std::size_t k) {
      if (stopped(options)) return;
      look(points[open[k]], times, options);
      const std::lock_guard lock{guard};
      if (options.progress) options.progress(++done, of);
    });
    if (stopped(options)) break;
    std::vector<double> p;
    std::vector<Verdict> to;
    for (const Prepared& one : points) p.push_back(one.point.p), to.push_back(one.point.verdict);
    verdicts = decided(p, to, level / static_cast<double>(looks));
  }
  return verdicts;
}

ClaimVerdict verdict_of(const std::vector<ClaimPoint>& points) {
  const auto count = [&](Verdict v) { return std::ranges::count(points, v, &ClaimPoint::verdict); };
  if (count(Verdict::undecided) > 0) return ClaimVerdict::undecided;
  if (count(Verdict::fails) == 0) return ClaimVerdict::holds;
  return count(Verdict::passes) == 0 ? ClaimVerdict::fails : ClaimVerdict::holds_only_if;
}

ClaimResult judge_one(const Loaded& loaded, const std::string& name, const ClaimPlan& plan,
                      const ClaimOptions& options) {
  ClaimResult claim;
  claim.name = name, claim.quote = plan.quote, claim.source = plan.source;
  claim.file = loaded.scenario->source, claim.about = loaded.scenario->about;
  claim.assumptions = assumptions_of(loaded);
  for (const Rule& rule : plan.expect) claim.expect.push_back(rule.text);
  for (const Axis& axis : plan.across) claim.axes.push_back(axis.path);
  std::vector<Prepared> points;
  for (const Assignments& across : combinations(plan.across)) points.push_back(prepare(loaded, plan, across));
  const std::vector<Verdict> verdicts = look_at_all(points, options);
  claim.interrupted = stopped(options);
  for (std::size_t i = 0; i < points.size(); ++i) {
    points[i].point.verdict = verdicts[i];
    claim.points.push_back(std::move(points[i].point));
  }
  claim.verdict = verdict_of(claim.points);
  claim.condition = condition_of(claim.axes, claim.points);
  return claim;
}

}  // namespace

std::vector<Verdict> decided(const std::vector<double>& p, const std::vector<Verdict>& leaning_to, double at) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return p[i]; });
  std::vector<Verdict> all(p.size(), Verdict::undecided);
  for (std::size_t k = 0; k < order.size(); ++k) {
    if (p[order[k]] > at / static_cast<double>(order.size() - k)) break;
    all[order[k]] = leaning_to[order[k]];
  }
  return all;
}

std::vector<ClaimResult> judge_claims(const Loaded& loaded, const ClaimOptions& options) {
  std::vector<ClaimResult> all;
  for (const auto& [name, plan] : loaded.scenario->claims) {
    all.push_back(judge_one(loaded, name, plan, options));
    if (stopped(options)) break;
  }
  return all;
}

}  // namespace busyhour
