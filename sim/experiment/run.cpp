#include "busyhour/experiment/run.hpp"

#include "busyhour/experiment/parallel.hpp"
#include "estimates.hpp"
#include "timeline.hpp"
#include "trial.hpp"

namespace busyhour {

RunResult run(const Scenario& scenario, const RunOptions& given) {
  RunOptions options = given;
  if (options.jobs == 0) options.jobs = threads_here();
  Trial trial{scenario, options};
  (void)trial.grow(scenario.run.replications);
  RunResult result = trial.concluded();
  if (trial.all().empty()) return result;
  if (options.decide == RunOptions::Decide::with_p) tell_p(scenario, trial.all(), result.slo);
  if (options.timelines) result.timelines = worst_windows(scenario, trial.warm_up(), trial.all());
  return result;
}

}  // namespace busyhour
