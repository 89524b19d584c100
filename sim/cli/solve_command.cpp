#include "busyhour/experiment/solve.hpp"
#include "busyhour/report/solve_report.hpp"
#include "interrupt.hpp"
#include "options.hpp"
#include "progress.hpp"
#include "tell.hpp"

namespace busyhour {

namespace {

SolveResult search(const Loaded& loaded, const Options& options, Diagnostics& wrong) {
  Progress progress{Progress::kind_for(options.quiet, options.no_progress), "answers"};
  RunOptions how;
  how.jobs = options.jobs;
  how.interrupted = &interruption();
  how.progress = [&](std::int64_t done, std::int64_t of) { progress.show(done, of); };
  return solve(loaded, how, BUSYHOUR_VERSION, wrong);
}

}  // namespace

Exit solve_command(const Options& options) {
  const Loaded loaded = load(options.file, options.edits());
  if (!loaded.diagnostics.empty()) say(render(loaded.diagnostics, loaded.sources));
  if (!loaded.scenario) return Exit::bad_input;
  tell_of_draws(loaded);
  if (!loaded.scenario->solve) {
    say("busyhour: error: " + loaded.scenario->source + " has no `solve` block: `busyhour explain solve`");
    return Exit::bad_input;
  }
  require_writable(options);
  const ResultFolder folder{options.folder, loaded.scenario->name, loaded.scenario->sha256};
  Diagnostics wrong;
  SolveResult result = search(loaded, options, wrong);
  if (!wrong.empty()) {
    say(render(wrong, loaded.sources));
    return Exit::bad_input;
  }
  if (result.partial) {
    say("busyhour: interrupted before the search was over; nothing was written");
    return Exit::interrupted;
  }
  trace_back(result.scenario, loaded, options.edits(), folder.path());
  sign(result, folder.path());
  keep(folder, result, options);
  tell(result, options);
  return static_cast<Exit>(exit_code(result));
}

}  // namespace busyhour
