#include "busyhour/experiment/folder.hpp"
#include "busyhour/report/claims_report.hpp"
#include "interrupt.hpp"
#include "options.hpp"
#include "progress.hpp"
#include "tell.hpp"

namespace busyhour {

namespace {

void judge(const Loaded& loaded, const Options& options, std::vector<ClaimResult>& into) {
  Progress progress{Progress::kind_for(options.quiet, options.no_progress), "judging"};
  ClaimOptions how;
  how.jobs = options.jobs;
  how.interrupted = &interruption();
  how.progress = [&](std::int64_t done, std::int64_t of) { progress.show(done, of); };
  for (ClaimResult& claim : judge_claims(loaded, how)) {
    claim.sets = options.edits();
    into.push_back(std::move(claim));
  }
}

/// Each file as it was read: `scenario.resolved.yaml`, or one for each in `scenarios/`.
std::vector<NamedBytes> resolved(const std::vector<Loaded>& all, const std::string& folder) {
  if (all.size() == 1) return {{"scenario.resolved.yaml", resolved_yaml(all.front(), true, folder)}};
  std::vector<NamedBytes> files;
  for (std::size_t i = 0; i < all.size(); ++i)
    files.emplace_back("scenarios/" + std::to_string(i + 1) + ".resolved.yaml",
                       resolved_yaml(all[i], true, folder + "/scenarios"));
  return files;
}

}  // namespace

/// A file without claims is wrong here: nothing in it could be judged.
Exit claims_command(const Options& options) {
  std::vector<Loaded> all;
  for (const std::string& file : options.files) {
    all.push_back(load(file, options.edits()));
    const Loaded& loaded = all.back();
    if (!loaded.diagnostics.empty()) say(render(loaded.diagnostics, loaded.sources));
    if (!loaded.scenario) return Exit::bad_input;
    tell_of_draws(loaded);
    if (loaded.scenario->claims.empty()) {
      say(file + ": there are no claims in it");
      return Exit::bad_input;
    }
  }
  require_writable(options);
  const ResultFolder folder{options.folder, "claims " + all.front().scenario->name, all.front().scenario->sha256};
  ClaimsResult judged;
  for (const Loaded& loaded : all) judge(loaded, options, judged.claims);
  if (interruption().load()) {
    say("busyhour: interrupted; nothing was written");
    return Exit::interrupted;
  }
  sign(judged, folder.path());
  keep(folder, judged, options, resolved(all, folder.path()));
  tell(judged, options);
  return static_cast<Exit>(exit_code(judged.claims));
}

}  // namespace busyhour
