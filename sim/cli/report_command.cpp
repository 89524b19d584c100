#include <variant>

#include "busyhour/report/claims_report.hpp"
#include "busyhour/report/compare_report.hpp"
#include "busyhour/report/hysteresis_report.hpp"
#include "busyhour/report/overlay_report.hpp"
#include "busyhour/report/solve_report.hpp"
#include "busyhour/report/sweep_report.hpp"
#include "options.hpp"
#include "tell.hpp"

namespace busyhour {

namespace {

/// The runs, if nothing else was named.
std::vector<RunResult> runs_of(const std::vector<AnyResult>& all) {
  std::vector<RunResult> runs;
  for (const AnyResult& any : all)
    if (const auto* run = std::get_if<RunResult>(&any)) runs.push_back(*run);
  return runs.size() == all.size() ? runs : std::vector<RunResult>{};
}

void make_again(const AnyResult& any) {
  std::visit(
      [](const auto& result) {
        for (const auto& [name, bytes] : pages_of(result)) {
          const std::filesystem::path path = std::filesystem::path{result.result_dir} / name;
          std::error_code e;
          std::filesystem::create_directories(path.parent_path(), e);
          write_file(path, bytes);
        }
      },
      any);
}

Exit tell_one(const AnyResult& any, const Options& options) {
  return std::visit(
      [&](const auto& result) {
        if (!options.html.empty()) write_file(options.html, html_report(result, make_renderer().get()));
        draw_pictures(chart_specs(result), options);
        show(result, options);
        if constexpr (requires { summary_of(result); })
          tell_machines(summary_of(result), options);
        else if (!options.junit.empty() || options.github)
          return say("busyhour: error: --junit, --github: a hysteresis has no rules to judge"), Exit::bad_input;
        return Exit::passes;
      },
      any);
}

Exit tell_several(const std::vector<AnyResult>& all, const Options& options) {
  const std::vector<RunResult> runs = runs_of(all);
  if (runs.empty() && !options.html.empty()) {
    say("busyhour: error: only runs can be laid over each other in one page: among these folders are others");
    return Exit::bad_input;
  }
  if (!options.html.empty()) write_file(options.html, html_overlay(runs, BUSYHOUR_VERSION, make_renderer().get()));
  std::string json;
  for (const AnyResult& any : all)
    std::visit([&](const auto& result) { json += (json.empty() ? "[" : ",") + json_report(result); }, any);
  if (options.json) {
    print(json + "]\n");
  } else if (!options.quiet && !runs.empty()) {
    print(terminal_overlay(runs, style_of(1, options.color)));
  } else if (!options.quiet) {
    for (const AnyResult& any : all)
      std::visit([&](const auto& result) { print(terminal_report(result, style_of(1, options.color)) + '\n'); }, any);
  }
  return Exit::passes;
}

}  // namespace

Exit report_command(const Options& options) {
  require_writable(options);
  std::vector<AnyResult> all;
  try {
    for (const std::string& folder : options.files) all.push_back(read_stored(folder));
  } catch (const NotStored& e) {
    say(std::string{"busyhour: error: "} + e.what());
    return Exit::bad_input;
  }
  for (const AnyResult& any : all) make_again(any);
  return all.size() == 1 ? tell_one(all.front(), options) : tell_several(all, options);
}

}  // namespace busyhour
