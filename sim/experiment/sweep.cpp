#include "busyhour/experiment/sweep.hpp"

#include <algorithm>
#include <mutex>
#include <numeric>

#include "busyhour/experiment/parallel.hpp"

namespace busyhour {

namespace {

/// How much work a workload makes, roughly: who is there, or who comes in a second.
double load_of(const WorkloadConfig& workload) {
  return std::visit(
      []<class W>(const W& w) -> double {
        if constexpr (requires { w.count; }) return static_cast<double>(w.count);
        if constexpr (requires { w.tasks; }) return static_cast<double>(w.tasks);
        if constexpr (requires { w.rows; }) return w.rows ? static_cast<double>(w.rows->size()) : 1.0;
        return 10.0;
      },
      workload);
}

double work_of(const Point& point) {
  double load = 1;
  for (const auto& [name, workload] : point.scenario.workloads) load += load_of(workload);
  const double length = point.scenario.run.duration ? in_seconds(*point.scenario.run.duration) : 1.0;
  return load * length * static_cast<double>(point.scenario.run.replications);
}

/// The points of a shard, longest first.
std::vector<std::size_t> dealt(const std::vector<Point>& points, Shard shard) {
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<double> work;
  for (const Point& p : points) work.push_back(work_of(p));
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return work[a] > work[b]; });
  std::vector<std::size_t> mine;
  for (std::size_t i = shard.index; i < order.size(); i += shard.of) mine.push_back(order[i]);
  return mine;
}

/// Runs the points, each on its own, and hands every one that was finished to `keep`. Answers how many of `of` points
/// are done then: those that were not among `points` had been before.
template <class Keep>
std::size_t work_off(const PlannedSweep& plan, const std::vector<std::size_t>& points, std::size_t of,
                     const RunOptions& options, const Keep& keep) {
  const std::size_t jobs = options.jobs == 0 ? threads_here() : options.jobs;
  RunOptions each = options;
  each.progress = nullptr;
  each.timelines = false;
  each.jobs = std::max<std::size_t>(1, jobs / std::max<std::size_t>(1, points.size()));
  std::mutex guard;
  std::size_t done = of - points.size();
  in_parallel(points.size(), jobs, [&](std::size_t i) {
    RunResult result = run(plan.points[points[i]].scenario, each);
    if (result.partial) return;
    keep(points[i], std::move(result));
    const std::lock_guard lock{guard};
    ++done;
    if (options.progress) options.progress(static_cast<std::int64_t>(done), static_cast<std::int64_t>(of));
  });
  return done;
}

/// The points that `finished` has, in the order of the plan.
template <class Finished>
SweepResult gathered(const PlannedSweep& plan, const Finished& finished) {
  SweepResult result;
  result.scenario = plan.scenario;
  result.design = plan.design;
  result.paths = plan.paths;
  result.base = plan.base;
  result.asked_points = plan.points.size();
  for (std::size_t i = 0; i < plan.points.size(); ++i)
    if (auto run = finished(i)) result.points.push_back({i, plan.points[i].set, *std::move(run)});
  result.partial = result.points.size() < result.asked_points;
  if (!plan.points.empty()) {
    result.seed = plan.points.front().scenario.run.seed;
    result.replications = plan.points.front().scenario.run.replications;
  }
  return result;
}

}  // namespace

std::size_t run_points(const PlannedSweep& plan, const Parts& parts, Shard shard, const RunOptions& options) {
  const std::vector<std::size_t> mine = dealt(plan.points, shard);
  std::vector<std::size_t> missing;
  for (const std::size_t i : mine)
    if (!parts.has(plan.points[i])) missing.push_back(i);
  return work_off(plan, missing, mine.size(), options,
                  [&](std::size_t i, const RunResult& result) { parts.write(plan.points[i], result); });
}

SweepResult gather(const PlannedSweep& plan, const std::vector<Parts>& all) {
  return gathered(plan, [&](std::size_t i) -> std::optional<RunResult> {
    for (const Parts& parts : all)
      if (auto run = parts.read(plan.points[i])) return run;
    return std::nullopt;
  });
}

SweepResult sweep(const PlannedSweep& plan, const RunOptions& options) {
  std::vector<std::optional<RunResult>> done(plan.points.size());
  const std::vector<std::size_t> all = dealt(plan.points, {});
  (void)work_off(plan, all, all.size(), options,
                 [&](std::size_t i, RunResult&& result) { done[i] = std::move(result); });
  return gathered(plan, [&](std::size_t i) { return std::move(done[i]); });
}

int exit_code(const SweepResult& sweep) {
  int code = 0;
  for (const PointResult& point : sweep.points) {
    const int one = exit_code(point.run.slo);
    if (one == 1) return 1;
    code = std::max(code, one);
  }
  return code;
}

}  // namespace busyhour
