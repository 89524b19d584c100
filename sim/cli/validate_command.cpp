#include "busyhour/report/validation_report.hpp"
#include "interrupt.hpp"
#include "options.hpp"
#include "progress.hpp"
#include "terminal.hpp"

namespace busyhour {

Exit validate_command(const Options& options) {
  Progress progress{Progress::kind_for(options.quiet, options.no_progress), "comparing"};
  ValidationOptions how;
  how.jobs = options.jobs;
  how.every = options.every;
  how.interrupted = &interruption();
  how.progress = [&](std::int64_t done, std::int64_t of) { progress.show(done, of); };
  const Validation all = validate(how);
  progress.clear();
  if (options.json)
    print(json_validation(all));
  else if (!options.quiet)
    print(terminal_validation(all, style_of(1, options.color)));
  if (all.interrupted) return Exit::interrupted;
  return all.passes() ? Exit::passes : Exit::fails;
}

}  // namespace busyhour
