#include <algorithm>

#include "busyhour/scenario/load.hpp"
#include "options.hpp"
#include "terminal.hpp"

namespace busyhour {

namespace {

std::string plural(std::size_t n, const char* one) { return std::to_string(n) + " " + one + (n == 1 ? "" : "s"); }

/// What the file asks for, in one line.
std::string summary(const std::string& file, const Scenario& s) {
  std::string text =
      file + ": ok: " + plural(s.provider.limits.size(), "limit") + ", " + plural(s.workloads.size(), "workload") +
      ", " + plural(static_cast<std::size_t>(s.run.replications), "replication") + ", " + plural(s.slo.size(), "rule");
  if (s.sweep) text += ", a sweep";
  if (s.solve) text += ", a solve";
  if (!s.claims.empty()) text += ", " + plural(s.claims.size(), "claim");
  return text + "\n";
}

}  // namespace

Exit check_command(const Options& options) {
  Exit worst = Exit::passes;
  for (const std::string& file : options.files) {
    const Loaded loaded = load(file, options.edits());
    if (!loaded.diagnostics.empty()) say(render(loaded.diagnostics, loaded.sources));
    if (!loaded.scenario)
      worst = Exit::bad_input;
    else if (options.resolved)
      print(resolved_yaml(loaded, true));
    else if (!options.quiet)
      print(summary(file, *loaded.scenario));
  }
  return worst;
}

Exit schema_command() {
  print(schema_json());
  return Exit::passes;
}

Exit explain_command(const Options& options) {
  const Explained found = explain(options.file);
  if (!found.text.empty()) {
    print(found.text);
    return Exit::passes;
  }
  say("busyhour: nothing is called '" + options.file + "'" +
      (found.suggestion.empty() ? "" : "; did you mean '" + found.suggestion + "'?"));
  return Exit::bad_input;
}

}  // namespace busyhour
