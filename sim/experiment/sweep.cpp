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

/// A piece of work: a point, or one block of its replications.
struct Piece {
  std::size_t point = 0;
  std::optional<std::int64_t> first;
};

/// All pieces, those of long points first.
std::vector<Piece> pieces_of(const PlannedSweep& plan, bool in_blocks) {
  std::vector<std::size_t> order(plan.points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<double> work;
  for (const Point& p : plan.points) work.push_back(work_of(p));
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return work[a] > work[b]; });
  std::vector<Piece> pieces;
  for (const std::size_t i : order) {
    const Scenario& s = plan.points[i].scenario;
    if (!in_blocks || !s.precision.empty())
      pieces.push_back({i, std::nullopt});
    else
      for (std::int64_t first = 0; first < s.run.replications; first += block_replications)
        pieces.push_back({i, first});
  }
  return pieces;
}

std::vector<Piece> dealt(const PlannedSweep& plan, Shard shard) {
  const std::vector<Piece> all = pieces_of(plan, shard.of > 1);
  std::vector<Piece> mine;
  for (std::size_t i = shard.index; i < all.size(); i += shard.of) mine.push_back(all[i]);
  return mine;
}

/// Does the pieces, longest first; `carry_out` answers whether one was finished. Those that are not among them, of
/// `of`, had been before.
template <class CarryOut>
Done work_off(const std::vector<Piece>& pieces, std::size_t of, const RunOptions& options, const CarryOut& carry_out) {
  const std::size_t jobs = options.jobs == 0 ? threads_here() : options.jobs;
  RunOptions each = options;
  each.progress = nullptr;
  each.timelines = false;
  each.jobs = std::max<std::size_t>(1, jobs / std::max<std::size_t>(1, pieces.size()));
  std::mutex guard;
  Done done{of - pieces.size(), of};
  in_parallel(pieces.size(), jobs, [&](std::size_t i) {
    if (!carry_out(pieces[i], each)) return;
    const std::lock_guard lock{guard};
    ++done.done;
    if (options.progress) options.progress(static_cast<std::int64_t>(done.done), static_cast<std::int64_t>(of));
  });
  return done;
}

/// Does one piece and keeps it. False if it was interrupted.
bool carry_out(const PlannedSweep& plan, const Parts& parts, const Piece& piece, RunOptions options) {
  const Point& point = plan.points[piece.point];
  const Kept kept{{parts.folder()}};
  options.kept = &kept;
  options.id = point.id;
  if (piece.first) return run_block(point.scenario, *piece.first, options);
  const RunResult result = run(point.scenario, options);
  if (result.partial) return false;
  parts.write(point, result);
  return true;
}

/// A point's result from what all folders keep of it, left in `into`.
std::optional<RunResult> put_together(const Point& point, const std::vector<Parts>& all, const Parts* into) {
  std::vector<std::filesystem::path> folders;
  if (into) folders.push_back(into->folder());
  for (const Parts& parts : all) folders.push_back(parts.folder());
  const Kept kept{folders};
  RunOptions options;
  options.jobs = 1;
  options.timelines = false;
  options.kept = &kept;
  options.only_kept = true;
  options.leave = into != nullptr;
  options.id = point.id;
  RunResult result = run(point.scenario, options);
  if (result.partial || result.replications == 0) return std::nullopt;
  if (into) into->write(point, result);
  return result;
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

Done run_points(const PlannedSweep& plan, const Parts& parts, Shard shard, const RunOptions& options) {
  const std::vector<Piece> mine = dealt(plan, shard);
  std::vector<Piece> missing;
  for (const Piece& piece : mine)
    if (piece.first || !parts.has(plan.points[piece.point])) missing.push_back(piece);
  return work_off(missing, mine.size(), options,
                  [&](const Piece& piece, const RunOptions& each) { return carry_out(plan, parts, piece, each); });
}

SweepResult gather(const PlannedSweep& plan, const std::vector<Parts>& all, const Parts* into) {
  std::vector<Parts> places = all;
  if (into) {
    for (const Parts& parts : all) Kept{{into->folder()}}.take_pools(parts.folder());
    places.push_back(*into);
  }
  SweepResult result = gathered(plan, [&](std::size_t i) -> std::optional<RunResult> {
    for (const Parts& parts : places)
      if (auto run = parts.read(plan.points[i], Parts::Rows::left_out)) return run;
    auto run = put_together(plan.points[i], all, into);
    if (run) run->per_replication.clear();
    return run;
  });
  result.rows_of = [&plan, places, all](const PointResult& point) {
    for (const Parts& parts : places)
      if (auto run = parts.read(plan.points[point.number])) return std::move(run->per_replication);
    auto run = put_together(plan.points[point.number], all, nullptr);
    return run ? std::move(run->per_replication) : std::vector<RunResult::Replication>{};
  };
  return result;
}

SweepResult sweep(const PlannedSweep& plan, const RunOptions& options) {
  std::vector<std::optional<RunResult>> done(plan.points.size());
  const std::vector<Piece> all = dealt(plan, {});
  (void)work_off(all, all.size(), options, [&](const Piece& piece, const RunOptions& each) {
    RunResult result = run(plan.points[piece.point].scenario, each);
    if (result.partial) return false;
    done[piece.point] = std::move(result);
    return true;
  });
  SweepResult result = gathered(plan, [&](std::size_t i) { return std::move(done[i]); });
  result.rows_of = [](const PointResult& point) { return point.run.per_replication; };
  return result;
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
