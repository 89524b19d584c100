#include <filesystem>

#include "busyhour/experiment/compare.hpp"
#include "busyhour/report/compare_report.hpp"
#include "interrupt.hpp"
#include "options.hpp"
#include "progress.hpp"
#include "tell.hpp"

namespace busyhour {

namespace {

/// A scenario file, or what a result folder was made from.
std::string scenario_in(const std::string& file) {
  return std::filesystem::is_directory(file) ? file + "/scenario.resolved.yaml" : file;
}

/// --set for both, then those of one side.
std::vector<std::string> edits_of(const Options& options, const std::vector<std::string>& own) {
  std::vector<std::string> all = options.edits();
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

std::optional<Loaded> loaded(const std::string& file, const std::vector<std::string>& sets) {
  Loaded one = load(scenario_in(file), sets);
  if (!one.diagnostics.empty()) say(render(one.diagnostics, one.sources));
  return one.scenario ? std::optional{std::move(one)} : std::nullopt;
}

}  // namespace

Exit compare_command(const Options& options) {
  const auto sets_a = edits_of(options, options.sets_a), sets_b = edits_of(options, options.sets_b);
  const auto a = loaded(options.file, sets_a), b = loaded(options.other, sets_b);
  if (!a || !b) return Exit::bad_input;
  tell_of_draws(*a);
  require_writable(options);
  const ResultFolder folder{options.folder, "compare " + a->scenario->name, b->scenario->sha256};
  Progress progress{Progress::kind_for(options.quiet, options.no_progress), "replications"};
  RunOptions how;
  how.jobs = options.jobs;
  how.interrupted = &interruption();
  how.progress = [&](std::int64_t done, std::int64_t of) { progress.show(done, of); };
  CompareResult result = compare(*a, *b, options.too_small / 100, how);
  progress.clear();
  if (result.a.partial || result.b.partial) {
    say("busyhour: interrupted before both were finished; nothing was written");
    return Exit::interrupted;
  }
  trace_back(result.a.scenario, *a, sets_a, folder.path() + "/a");
  trace_back(result.b.scenario, *b, sets_b, folder.path() + "/b");
  sign(result.a, folder.path() + "/a");
  sign(result.b, folder.path() + "/b");
  sign(result, folder.path());
  keep(folder, result, options);
  tell(result, options);
  return Exit::passes;
}

}  // namespace busyhour
