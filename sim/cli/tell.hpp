#pragma once
/// What every command that simulates does with its result: says where it came from, keeps it, prints it.
#include "busyhour/experiment/folder.hpp"
#include "busyhour/report/checks.hpp"
#include "busyhour/scenario/assumptions.hpp"
#include "options.hpp"
#include "pictures.hpp"
#include "terminal.hpp"

namespace busyhour {

/// What a result's folder needs to make it again, and its page to say what was taken for granted.
inline void trace_back(ScenarioEcho& echo, const Loaded& loaded, const std::vector<std::string>& sets,
                       const std::string& folder) {
  echo.sets = sets;
  echo.resolved = resolved_yaml(loaded, true, folder);
  echo.assumptions = assumptions_of(loaded);
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

/// --junit and --github.
void tell_machines(const Summary&, const Options&);

/// What stands in a result's folder beside its tables: its charts and its page.
template <class Result>
[[nodiscard]] std::vector<NamedBytes> pages_of(const Result& result) {
  std::vector<NamedBytes> files;
  for (auto& [name, spec] : chart_specs(result)) files.emplace_back("charts/" + name + ".vl.json", std::move(spec));
  files.emplace_back("report.html", html_report(result));
  return files;
}

/// Keeps a result: its tables, its charts, its page; the page in --html too, there with pictures of the charts.
template <class Result>
void keep(const ResultFolder& folder, const Result& result, const Options& options, std::vector<NamedBytes> more = {},
          const std::filesystem::path& pools = {}, const std::vector<NamedPieces>& long_files = {}) {
  std::vector<NamedBytes> files = result_files(result);
  for (NamedBytes& file : more) files.push_back(std::move(file));
  for (NamedBytes& file : pages_of(result)) files.push_back(std::move(file));
  folder.write(files, pools, long_files);
  if (!options.html.empty()) write_file(options.html, html_report(result, make_renderer().get()));
  draw_pictures(chart_specs(result), options);
}

/// One JSON document, or what a terminal shows, or nothing.
template <class Result>
void show(const Result& result, const Options& options) {
  if (options.json)
    print(json_report(result));
  else if (!options.quiet)
    print(terminal_report(result, style_of(1, options.color)));
}

/// The same, and what machines want to read of the verdicts.
template <class Result>
void tell(const Result& result, const Options& options) {
  show(result, options);
  tell_machines(summary_of(result), options);
}

}  // namespace busyhour
