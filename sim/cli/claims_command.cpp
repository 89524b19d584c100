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
  for (ClaimResult& claim : judge_claims(loaded, how)) into.push_back(std::move(claim));
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
  require_writable(options.html);
  std::vector<ClaimResult> claims;
  for (const Loaded& loaded : all) judge(loaded, options, claims);
  if (interruption().load()) {
    say("busyhour: interrupted; nothing was written");
    return Exit::interrupted;
  }
  const std::string html = options.html.empty() ? "claims.html" : options.html;
  write_file(html, html_claims(claims, BUSYHOUR_VERSION));
  if (options.json)
    print(json_claims(claims));
  else if (!options.quiet)
    print(terminal_claims(claims, style_of(1, options.color)) + "report: " + html + "\n");
  return static_cast<Exit>(exit_code(claims));
}

}  // namespace busyhour
