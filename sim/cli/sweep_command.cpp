#include <cstdlib>
#include <filesystem>

#include "busyhour/experiment/hysteresis.hpp"
#include "busyhour/experiment/sweep.hpp"
#include "busyhour/report/hysteresis_report.hpp"
#include "busyhour/report/sweep_report.hpp"
#include "interrupt.hpp"
#include "options.hpp"
#include "progress.hpp"
#include "tell.hpp"

namespace busyhour {

namespace {

namespace fs = std::filesystem;

std::optional<long long> whole_number(const char* text) {
  long long n = 0;
  char rest = 0;
  return std::sscanf(text, "%lld%c", &n, &rest) == 1 ? std::optional{n} : std::nullopt;
}

/// What the job managers say of a task's number: Slurm arrays, Kubernetes indexed jobs, Open MPI and MPICH ranks.
std::optional<Shard> shard_of_environment() {
  struct Names {
    const char *index, *of, *first;
  };
  constexpr Names known[] = {{"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN"},
                             {"JOB_COMPLETION_INDEX", "JOB_COMPLETIONS", nullptr},
                             {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", nullptr},
                             {"PMI_RANK", "PMI_SIZE", nullptr}};
  for (const Names& n : known) {
    const char *index = std::getenv(n.index), *of = std::getenv(n.of),
               *first = n.first ? std::getenv(n.first) : nullptr;
    if (!index || !of) continue;
    const auto at = whole_number(index), count = whole_number(of), from = first ? whole_number(first) : 0;
    if (at && count && from && *at >= *from && *at - *from < *count)
      return Shard{static_cast<std::size_t>(*at - *from), static_cast<std::size_t>(*count)};
    throw FolderRefused{std::string{"--shard auto: "} + n.index + "=" + index + " and " + n.of + "=" + of +
                        " name no shard"};
  }
  return std::nullopt;
}

/// `i/n`, i from 0, or `auto`.
Shard shard_of(const std::string& text) {
  if (text.empty()) return {};
  if (text == "auto") {
    if (const auto shard = shard_of_environment()) return *shard;
    throw FolderRefused{"--shard auto: neither a Slurm array, a Kubernetes indexed job nor an MPI rank says which"};
  }
  unsigned long long i = 0, n = 0;
  char rest = 0;
  if (std::sscanf(text.c_str(), "%llu/%llu%c", &i, &n, &rest) != 2 || n == 0 || i >= n)
    throw FolderRefused{"--shard " + text + ": i/n was due, i from 0 to n - 1, such as 0/4"};
  return {static_cast<std::size_t>(i), static_cast<std::size_t>(n)};
}

Done work_off(const PlannedSweep& plan, const Parts& parts, Shard shard, const Options& options) {
  Progress progress{Progress::kind_for(options.quiet, options.no_progress), shard.of > 1 ? "blocks" : "points"};
  RunOptions how;
  how.jobs = options.jobs;
  how.interrupted = &interruption();
  how.progress = [&](std::int64_t done, std::int64_t of) { progress.show(done, of); };
  return run_points(plan, parts, shard, how);
}

/// Keeps and tells what was put together.
Exit conclude(SweepResult result, const Loaded& loaded, const ResultFolder& folder, const Options& options,
              const fs::path& kept) {
  trace_back(result.scenario, loaded, options.edits(), folder.path());
  sign(result, folder.path());
  keep(folder, result, options, {}, result.partial ? fs::path{} : kept / "pools", long_files(result));
  tell(result, options);
  return result.partial ? Exit::interrupted : static_cast<Exit>(exit_code(result));
}

/// One share of the points, kept as parts in the folder of -o.
Exit run_shard(const Loaded& loaded, const PlannedSweep& plan, const Options& options) {
  if (options.folder.empty()) throw FolderRefused{"--shard needs -o DIR: the shards' parts are kept there"};
  const Shard shard = shard_of(options.shard);
  const Parts parts{options.folder};
  parts.begin(plan, resolved_yaml(loaded, true, options.folder));
  const Done done = work_off(plan, parts, shard, options);
  if (!options.quiet)
    say("shard " + std::to_string(shard.index) + "/" + std::to_string(shard.of) + ": " + std::to_string(done.done) +
        " of " + std::to_string(done.of) + " blocks of replications done; `busyhour merge " + options.folder +
        " -o RESULT` puts the shards together");
  return interruption() ? Exit::interrupted : Exit::passes;
}

Exit run_whole(const Loaded& loaded, const PlannedSweep& plan, const Options& options) {
  require_writable(options);
  const ResultFolder folder{options.folder, loaded.scenario->name, loaded.scenario->sha256};
  const Parts parts{folder.beside("sweep", plan.key)};
  parts.begin(plan, resolved_yaml(loaded, true, parts.folder().string()));
  if (!options.known.empty()) Kept{{parts.folder()}}.take_pools(options.known);
  (void)work_off(plan, parts, {}, options);
  SweepResult result = gather(plan, {parts});
  if (result.points.empty()) {
    say("busyhour: interrupted before the first point was finished; nothing was written");
    return Exit::interrupted;
  }
  const bool partial = result.partial;
  const Exit exit = conclude(std::move(result), loaded, folder, options, parts.folder());
  if (partial)
    say("busyhour: interrupted; the same command goes on where it was");
  else
    parts.remove_all();
  return exit;
}

/// Load ramped up and down, instead of points.
Exit run_hysteresis(const Loaded& loaded, const Options& options) {
  if (!options.shard.empty()) throw FolderRefused{"--shard: a hysteresis has no points to share out"};
  if (!options.junit.empty() || options.github)
    throw FolderRefused{"--junit, --github: a hysteresis has no rules to judge"};
  require_writable(options);
  const ResultFolder folder{options.folder, loaded.scenario->name, loaded.scenario->sha256};
  Progress progress{Progress::kind_for(options.quiet, options.no_progress), "replications"};
  RunOptions how;
  how.jobs = options.jobs;
  how.interrupted = &interruption();
  how.progress = [&](std::int64_t done, std::int64_t of) { progress.show(done, of); };
  const Kept kept{{folder.beside("sweep", loaded.scenario->sha256)}};
  how.kept = &kept, how.id = "hysteresis";
  HysteresisResult result = hysteresis(*loaded.scenario, how);
  progress.clear();
  if (result.replications == 0) {
    say("busyhour: interrupted before the first replication was finished; nothing was written");
    return Exit::interrupted;
  }
  trace_back(result.scenario, loaded, options.edits(), folder.path());
  sign(result, folder.path());
  keep(folder, result, options);
  show(result, options);
  if (result.partial) return say("busyhour: interrupted; the same command goes on where it was"), Exit::interrupted;
  std::error_code e;
  fs::remove_all(kept.folder(), e);
  return Exit::passes;
}

/// A scenario with a sweep, and its points; nothing, and said why, if something is wrong.
std::optional<PlannedSweep> planned(const Loaded& loaded) {
  if (!loaded.diagnostics.empty()) say(render(loaded.diagnostics, loaded.sources));
  if (!loaded.scenario) return std::nullopt;
  tell_of_draws(loaded);
  if (!loaded.scenario->sweep) {
    say("busyhour: error: " + loaded.scenario->source + " has no `sweep` block: `busyhour explain sweep`");
    return std::nullopt;
  }
  PlannedSweep plan = plan_sweep(loaded, BUSYHOUR_VERSION);
  if (!plan.diagnostics.empty()) say(render(plan.diagnostics, loaded.sources));
  return plan.points.empty() ? std::nullopt : std::optional{std::move(plan)};
}

}  // namespace

Exit sweep_command(const Options& options) {
  const Loaded loaded = load(options.file, options.edits());
  if (loaded.scenario && loaded.scenario->sweep && loaded.scenario->sweep->hysteresis)
    return run_hysteresis(loaded, options);
  const auto plan = planned(loaded);
  if (!plan) return Exit::bad_input;
  return options.shard.empty() ? run_whole(loaded, *plan, options) : run_shard(loaded, *plan, options);
}

Exit merge_command(const Options& options) {
  require_writable(options);
  std::vector<Parts> all;
  for (const std::string& folder : options.files) all.emplace_back(folder);
  const Loaded loaded = load((all.front().folder() / "scenario.resolved.yaml").string());
  const auto plan = planned(loaded);
  if (!plan) return Exit::bad_input;
  for (const Parts& parts : all) parts.begin_same(*plan);
  const ResultFolder folder{options.folder, loaded.scenario->name, loaded.scenario->sha256};
  const Parts together{folder.beside("merge", plan->key)};
  SweepResult result = gather(*plan, all, &together);
  const auto tidy = [&] { together.remove_all(); };
  if (result.partial) {
    tidy();
    say("busyhour: error: " + std::to_string(result.asked_points - result.points.size()) + " of " +
        std::to_string(result.asked_points) + " points are missing in these folders; nothing was written");
    return Exit::bad_input;
  }
  const Exit exit = conclude(std::move(result), loaded, folder, options, together.folder());
  tidy();
  return exit;
}

namespace {
/// The finished ones: what is being written is hidden.
std::size_t files_below(const fs::path& folder) {
  std::error_code e;
  std::size_t n = 0;
  for (fs::recursive_directory_iterator at{folder, e}, end; !e && at != end; at.increment(e))
    n += at->is_regular_file() && !at->path().filename().string().starts_with(".") ? 1U : 0U;
  return n;
}
}  // namespace

Exit status_command(const Options& options) {
  const Parts parts{options.file};
  const Loaded loaded = load((parts.folder() / "scenario.resolved.yaml").string());
  const auto plan = planned(loaded);
  if (!plan) return Exit::bad_input;
  const std::size_t done = gather(*plan, {parts}).points.size();
  std::string text = std::to_string(done) + " of " + std::to_string(plan->points.size()) + " points done";
  if (const std::size_t blocks = files_below(parts.folder() / "blocks"); blocks > done)
    text += "; " + std::to_string(blocks) + " blocks of replications are here, for `merge` with the other shards'";
  print(text + "\n");
  return done == plan->points.size() ? Exit::passes : Exit::undecided;
}

}  // namespace busyhour
