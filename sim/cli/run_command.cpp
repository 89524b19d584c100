#include <filesystem>

#include "busyhour/experiment/folder.hpp"
#include "busyhour/experiment/sweep.hpp"
#include "busyhour/experiment/uncertain_run.hpp"
#include "busyhour/report/report.hpp"
#include "busyhour/scenario/load.hpp"
#include "interrupt.hpp"
#include "options.hpp"
#include "progress.hpp"
#include "tell.hpp"

namespace busyhour {

namespace {

Exit exit_of(const RunResult& result) {
  return result.partial ? Exit::interrupted : static_cast<Exit>(exit_code(result.slo));
}

RunResult simulate(const Scenario& scenario, const std::optional<InputDraws>& draws, const Options& options,
                   const Kept& kept, const std::string& id) {
  Progress progress{Progress::kind_for(options.quiet, options.no_progress), "running"};
  RunOptions how;
  how.jobs = options.jobs;
  how.interrupted = &interruption();
  how.kept = &kept;
  how.id = id;
  how.progress = [&](std::int64_t done, std::int64_t of) { progress.show(done, of); };
  progress.show(0, scenario.run.replications);
  return draws ? run(scenario, *draws, how) : run(scenario, how);
}

void keep(const ResultFolder& folder, const RunResult& result, const std::string& html, const Kept& kept) {
  std::vector<NamedBytes> files = result_files(result);
  for (auto& [name, spec] : chart_specs(result)) files.emplace_back("charts/" + name + ".vl.json", spec);
  files.emplace_back("report.html", html);
  folder.write(files, result.partial ? std::filesystem::path{} : kept.folder() / "pools");
}

void remove_all(const Kept& kept) {
  std::error_code e;
  std::filesystem::remove_all(kept.folder(), e);
}

}  // namespace

void require_writable(const std::string& html) {
  if (html.empty()) return;
  const std::filesystem::path path{html};
  std::error_code e;
  if (std::filesystem::is_directory(path, e)) throw FolderRefused{html + ": is a folder; --html takes a file"};
  const auto above = path.has_parent_path() ? path.parent_path() : std::filesystem::path{"."};
  if (!std::filesystem::is_directory(above, e)) throw FolderRefused{above.string() + ": there is no such folder"};
}

Exit run_command(const Options& options) {
  const Loaded loaded = load(options.file, options.edits());
  if (!loaded.diagnostics.empty()) say(render(loaded.diagnostics, loaded.sources));
  if (!loaded.scenario) return Exit::bad_input;
  const Scenario& scenario = *loaded.scenario;
  Diagnostics wrong;
  const std::optional<InputDraws> draws = input_draws(loaded, scenario.run.replications, wrong);
  if (!wrong.empty()) return say(render(wrong, loaded.sources)), Exit::bad_input;
  require_writable(options.html);
  const ResultFolder folder{options.folder, scenario.name, scenario.sha256};
  const std::string id = replications_id(loaded.document, BUSYHOUR_VERSION);
  const Kept kept{{folder.beside("run", id)}};
  if (!options.known.empty()) kept.take_pools(options.known);
  RunResult result = simulate(scenario, draws, options, kept, id);
  if (result.replications == 0) {
    say("busyhour: interrupted before the first replication was finished; nothing was written");
    return Exit::interrupted;
  }
  trace_back(result.scenario, loaded, options.edits(), folder.path());
  sign(result, folder.path());
  const std::string html = html_report(result);
  keep(folder, result, html, kept);
  if (!result.partial) remove_all(kept);
  if (!options.html.empty()) write_file(options.html, html);
  tell(result, options);
  if (result.partial) say("busyhour: interrupted; the same command goes on where it was");
  return exit_of(result);
}

}  // namespace busyhour
