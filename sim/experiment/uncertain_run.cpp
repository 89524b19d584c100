#include "busyhour/experiment/uncertain_run.hpp"

#include "busyhour/experiment/parallel.hpp"
#include "trial.hpp"
#include "widen.hpp"

namespace busyhour {

RunResult run(const Scenario& scenario, const InputDraws& draws, const RunOptions& given) {
  RunOptions options = given;
  if (options.jobs == 0) options.jobs = threads_here();
  options.kept = nullptr;  // what is kept is of one value of the inputs
  Trial trial{scenario, options, &draws};
  (void)trial.grow(scenario.run.replications);
  RunResult result = trial.concluded();
  if (!trial.drawn().empty()) widen(scenario, trial.drawn(), draws, result);
  return result;
}

}  // namespace busyhour
