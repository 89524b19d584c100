#pragma once
/// What every command that simulates does with its result: says where it came from, keeps it, prints it.
#include "busyhour/experiment/folder.hpp"
#include "busyhour/scenario/load.hpp"
#include "options.hpp"
#include "terminal.hpp"

namespace busyhour {

/// What a result's folder needs to make it again.
inline void trace_back(ScenarioEcho& echo, const Loaded& loaded, const std::vector<std::string>& sets,
                       const std::string& folder) {
  echo.sets = sets;
  echo.resolved = resolved_yaml(loaded, true, folder);
}

/// Only `run` goes through the draws of a scenario's inputs.
inline void tell_of_draws(const Loaded& loaded) {
  if (loaded.document.find("input_uncertainty"))
    say("note: only `run` uses input_uncertainty; these intervals hold the luck of the simulation alone");
}

template <class Result>
void sign(Result& result, const std::string& folder) {
  result.result_dir = folder;
  result.version = BUSYHOUR_VERSION;
}

/// One JSON document, or what a terminal shows, or nothing.
template <class Result>
void tell(const Result& result, const Options& options) {
  if (options.json)
    print(json_report(result));
  else if (!options.quiet)
    print(terminal_report(result, style_of(1, options.color)));
}

}  // namespace busyhour
