#include "busyhour/experiment/run.hpp"

#include "busyhour/experiment/parallel.hpp"
#include "estimates.hpp"
#include "level_times.hpp"
#include "timeline.hpp"
#include "trial.hpp"

namespace busyhour {

RunResult run(const Scenario& scenario, const RunOptions& given) {
  RunOptions options = given;
  if (options.jobs == 0) options.jobs = threads_here();
  Trial trial{scenario, options};
  options.only ? trial.tell_only(*options.only) : void(trial.complete());
  RunResult result = trial.concluded();
  if (options.leave && !result.partial && !options.only) trial.keep();
  if (trial.pool().empty()) return result;
  if (options.decide == RunOptions::Decide::with_p) tell_p(scenario, trial.pool(), result.slo);
  if (!options.timelines) return result;
  result.timelines = worst_windows(scenario, trial.warm_up(), trial.pool(), options.window);
  result.levels = level_times(scenario, trial.warm_up(), trial.pool(), options.jobs);
  return result;
}

bool run_block(const Scenario& scenario, std::int64_t first, const RunOptions& given) {
  RunOptions options = given;
  if (options.jobs == 0) options.jobs = threads_here();
  return Trial{scenario, options}.keep_block(first);
}

}  // namespace busyhour
