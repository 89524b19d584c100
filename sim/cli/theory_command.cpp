#include "busyhour/report/theory_report.hpp"
#include "busyhour/scenario/load.hpp"
#include "options.hpp"
#include "terminal.hpp"

namespace busyhour {

/// That there is no exact answer is an answer: the exit code is 2 only for a file that cannot be read.
Exit theory_command(const Options& options) {
  if (options.per_slot) {
    print(options.json ? json_per_slot(*options.per_slot)
                       : terminal_per_slot(*options.per_slot, style_of(1, options.color)));
    return Exit::passes;
  }
  if (options.files.empty()) {
    say("busyhour: theory of what? Name a scenario file, or --per-slot N; `busyhour theory --help` tells more");
    return Exit::bad_input;
  }
  Exit worst = Exit::passes;
  std::vector<TheoryPage> pages;
  for (const std::string& file : options.files) {
    const Loaded loaded = load(file, options.edits());
    if (!loaded.diagnostics.empty()) say(render(loaded.diagnostics, loaded.sources));
    if (loaded.scenario)
      pages.push_back({file, loaded.scenario->name, recognise(*loaded.scenario)});
    else
      worst = Exit::bad_input;
  }
  if (options.json && !pages.empty()) print(json_theory(pages));
  for (std::size_t i = 0; i < pages.size() && !options.json; ++i)
    print((i > 0 ? "\n" : "") + terminal_theory(pages[i], style_of(1, options.color)));
  return worst;
}

}  // namespace busyhour
