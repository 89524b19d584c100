#include <fmt/format.h>

#include "busyhour/report/report.hpp"
#include "lanes.hpp"
#include "numbers.hpp"
#include "page.hpp"
#include "phrases.hpp"

namespace busyhour {
namespace {

using namespace detail;

Facts facts_of(const RunResult& run) {
  Facts facts = scenario_facts(run.scenario);
  facts.emplace_back("Run",
                     name_html(run_text(run)) +
                         (run.partial ? fmt::format(" (interrupted: {} were asked for)", run.asked_replications) : ""));
  if (run.outcomes.requests > 0)
    facts.emplace_back("Counted",
                       readable_count(run.outcomes.requests) + " requests, " + readable_count(run.events) + " events");
  return facts;
}

/// The run, then the worst window of each limit, told again.
std::vector<std::string> commands_of(const RunResult& run) {
  std::vector<std::string> all{command_of(run)};
  for (const Timeline& t : run.timelines) all.push_back(replay_of(run, t));
  return all;
}

}  // namespace

std::string html_report(const RunResult& run, ChartRenderer* painter) {
  Page page{banner_of(run),
            run.scenario.name,
            run.scenario.about,
            run_text(run),
            run.version,
            run.warnings,
            "",
            charts_of(run)};
  page.sections = key_numbers_section(run) + rules_section(run) + charts_section(page.charts) +
                  percentiles_section(run) + inputs_section(run) + assumptions_section(run.scenario) +
                  reproduce_section(commands_of(run), run.scenario) + environment_section(facts_of(run), run.version) +
                  data_section(run) +
                  reading_section({"Beside a rule, the black line is its bound, the scale runs from 0 to twice the "
                                   "bound, an arrow points beyond."},
                                  run.metrics);
  return html_of(page, painter);
}

}  // namespace busyhour
