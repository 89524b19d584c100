#include "busyhour/experiment/folder.hpp"
#include "busyhour/experiment/sweep.hpp"
#include "busyhour/experiment/uncertain_run.hpp"
#include "busyhour/report/report.hpp"
#include "busyhour/report/trace.hpp"
#include "busyhour/scenario/load.hpp"
#include "interrupt.hpp"
#include "options.hpp"
#include "progress.hpp"
#include "tell.hpp"
#include "trace_window.hpp"

namespace busyhour {

namespace {

Exit exit_of(const RunResult& result) {
  return result.partial ? Exit::interrupted : static_cast<Exit>(exit_code(result.slo));
}

RunResult simulate(const Scenario& scenario, const std::optional<InputDraws>& draws, RunOptions how,
                   const Options& options, const Kept& kept, const std::string& id) {
  Progress progress{Progress::kind_for(options.quiet, options.no_progress), "running"};
  how.jobs = options.jobs;
  how.interrupted = &interruption();
  how.kept = how.only ? nullptr : &kept;
  how.id = id;
  how.progress = [&](std::int64_t done, std::int64_t of) { progress.show(done, of); };
  progress.show(0, how.only ? 1 : scenario.run.replications);
  return draws ? run(scenario, *draws, how) : run(scenario, how);
}

void remove_all(const Kept& kept) {
  std::error_code e;
  std::filesystem::remove_all(kept.folder(), e);
}

/// What --replication and --trace-window ask for, or what is wrong with them.
std::optional<RunOptions> asked(const Options& options, bool uncertain_inputs) {
  RunOptions how;
  if (uncertain_inputs && options.replication) {
    say("busyhour: error: --replication: with `input_uncertainty` the replications have inputs of their own");
    return std::nullopt;
  }
  if (options.replication) how.only = static_cast<std::uint32_t>(*options.replication);
  if (options.trace_window.empty()) return how;
  how.window = window_of(options.trace_window);
  if (!options.replication)
    say("busyhour: error: --trace-window needs --replication N: whose window?");
  else if (!how.window)
    say("busyhour: error: --trace-window " + options.trace_window +
        ": FROM..TO was due, in [h:]min:s or with units, such as 12:30..13:30 or 750 s..810 s");
  else
    return how;
  return std::nullopt;
}

}  // namespace

Exit run_command(const Options& options) {
  const Loaded loaded = load(options.file, options.edits());
  if (!loaded.diagnostics.empty()) say(render(loaded.diagnostics, loaded.sources));
  if (!loaded.scenario) return Exit::bad_input;
  const Scenario& scenario = *loaded.scenario;
  Diagnostics wrong;
  const std::optional<InputDraws> draws = input_draws(loaded, scenario.run.replications, wrong);
  if (!wrong.empty()) return say(render(wrong, loaded.sources)), Exit::bad_input;
  const auto how = asked(options, draws.has_value());
  if (!how) return Exit::bad_input;
  require_writable(options);
  const ResultFolder folder{options.folder, scenario.name, scenario.sha256};
  const std::string id = replications_id(loaded.document, BUSYHOUR_VERSION);
  const Kept kept{{folder.beside("run", id)}};
  if (!options.known.empty()) kept.take_pools(options.known);
  RunResult result = simulate(scenario, draws, *how, options, kept, id);
  if (result.replications == 0) {
    say("busyhour: interrupted before the first replication was finished; nothing was written");
    return Exit::interrupted;
  }
  trace_back(result.scenario, loaded, options.edits(), folder.path());
  sign(result, folder.path());
  const bool leaves_pools = !result.partial && !how->only;
  keep(folder, result, options, {}, leaves_pools ? kept.folder() / "pools" : std::filesystem::path{});
  if (!result.partial) remove_all(kept);
  if (!options.trace_file.empty()) write_file(options.trace_file, chrome_trace(result));
  tell(result, options);
  if (result.partial) say("busyhour: interrupted; the same command goes on where it was");
  return exit_of(result);
}

}  // namespace busyhour
