#include "busyhour/report/coverage_report.hpp"
#include "busyhour/report/validation_report.hpp"
#include "interrupt.hpp"
#include "options.hpp"
#include "progress.hpp"
#include "terminal.hpp"

namespace busyhour {

namespace {

Exit coverage_command(const Options& options) {
  Progress progress{Progress::kind_for(options.quiet, options.no_progress), "experiments"};
  CoverageOptions how;
  how.jobs = options.jobs;
  how.experiments = options.experiments;
  how.only = options.only;
  how.interrupted = &interruption();
  how.progress = [&](std::int64_t done, std::int64_t of) { progress.show(done, of); };
  const CoverageAudit audit = audit_coverage(how);
  progress.clear();
  if (audit.systems == 0) {
    say("busyhour: no system is called " + options.only + "; without --only all are audited");
    return Exit::bad_input;
  }
  if (options.json)
    print(json_coverage(audit));
  else if (!options.quiet)
    print(terminal_coverage(audit, style_of(1, options.color)));
  if (audit.interrupted) return Exit::interrupted;
  return audit.passes() ? Exit::passes : Exit::fails;
}

}  // namespace

Exit validate_command(const Options& options) {
  if (options.coverage) return coverage_command(options);
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
