#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "busyhour/report/hysteresis_report.hpp"
#include "numbers.hpp"
#include "page.hpp"
#include "phrases.hpp"
#include "text.hpp"

namespace busyhour {
namespace {

using namespace detail;

constexpr MetricAbout share{"", MetricShape::ratio, MetricScope::workload, dimension::share, true, ""};
constexpr MetricAbout level{"", MetricShape::ratio, MetricScope::workload, dimension::number, false, ""};
constexpr MetricAbout time_about{"", MetricShape::times, MetricScope::workload, dimension::time, false, ""};

std::string size_of(const HysteresisResult& r) {
  return fmt::format("{} replications, seed {}; {} levels up and down again, {} each", r.replications, r.seed,
                     (r.steps.size() + 1) / 2, readable_seconds(r.hold_s));
}

std::string tile(const std::string& label, const Shown& number) {
  return tile_html(label, number.value, {escape_html(number.interval)});
}

std::string key_numbers(const HysteresisResult& r) {
  const HysteresisStep &first = r.steps.front(), &last = r.steps.back();
  const auto top = std::ranges::max_element(r.steps, {}, &HysteresisStep::level);
  const std::string at = fmt::format("{:.4g}x", first.level), high = fmt::format("{:.4g}x", top->level);
  return tiles_section(
      {tile("Still collapsed, back at " + at, shown(r.stay, share, Statistic::none)),
       tile("Collapsed at " + high, shown(top->collapsed, share, Statistic::none)),
       tile("Added delay at " + at + " before, mean", shown(first.added_delay, time_about, Statistic::mean)),
       tile("The same after", shown(last.added_delay, time_about, Statistic::mean))});
}

std::string levels(const HysteresisResult& r) {
  std::string out = "<h2>Levels</h2>\n<div class=\"card\">" +
                    table_head({"Way", ">Times the rate", ">Collapsed", ">First attempts refused", ">Added delay, mean",
                                ">In flight"});
  for (const HysteresisStep& s : r.steps) {
    out += fmt::format("<tr><td>{}</td>{}", s.down ? "down" : "up", number_cell(fmt::format("{:.4g}", s.level)));
    const auto add = [&](const Estimate& e, const MetricAbout& about, Statistic statistic) {
      const Shown number = shown(e, about, statistic);
      out += number_cell(number.value, number.interval);
    };
    add(s.collapsed, share, Statistic::none), add(s.first_attempt_rejected, share, Statistic::none);
    add(s.added_delay, time_about, Statistic::mean), add(s.in_flight, level, Statistic::none);
    out += "</tr>\n";
  }
  return out + table_end + "</div>\n";
}

std::string data(const HysteresisResult& r) {
  std::string csv =
      "way,level,collapsed,collapsed_lo,collapsed_hi,first_attempt_rejected,added_delay_mean_s,in_flight\n";
  for (const HysteresisStep& s : r.steps)
    csv += fmt::format("{},{},{},{},{},{},{},{}\n", s.down ? "down" : "up", csv_number(s.level),
                       csv_number(s.collapsed.value), csv_number(s.collapsed.low), csv_number(s.collapsed.high),
                       csv_number(s.first_attempt_rejected.value), csv_number(s.added_delay.value),
                       csv_number(s.in_flight.value));
  return "<h2>Data</h2>\n<div class=\"card\"><ul class=\"plain downloads\">" + csv_link("levels.csv", csv) +
         "</ul></div>\n";
}

std::string command(const ScenarioEcho& scenario) {
  std::string typed = "busyhour sweep " + shell_word(scenario.file);
  for (const std::string& set : scenario.sets) typed += " --set " + shell_word(set);
  return typed;
}

}  // namespace

Banner detail::banner_of(const HysteresisResult& r) {
  const std::string sentence = verdict_sentence(r);
  if (r.steps.empty()) return {"NOTHING YET", "–", "unsure", sentence};
  if (r.partial) return {"PARTIAL", "–", "unsure", sentence};
  if (r.stay.value > 0) return {"STAYS COLLAPSED", "✗", "bad", sentence};
  const bool fell = std::ranges::any_of(r.steps, [](const HysteresisStep& s) { return s.collapsed.value > 0; });
  return {fell ? "COMES BACK" : "HOLDS", "✓", "good", sentence};
}

std::string html_report(const HysteresisResult& r, ChartRenderer* painter) {
  Page page{
      banner_of(r), r.scenario.name, r.scenario.about, size_of(r), r.version, {}, "", charts_of(r)};
  Facts facts = scenario_facts(r.scenario);
  facts.emplace_back("Ramp",
                     name_html(fmt::format("{} at multiples of its rate; collapsed: {}", r.workload, r.rule), 200));
  if (!r.steps.empty()) page.sections = key_numbers(r) + charts_section(page.charts) + levels(r);
  page.sections +=
      assumptions_section(r.scenario) + reproduce_section({command(r.scenario)}, r.scenario) +
      environment_section(facts, r.version) + data(r) +
      reading_section({"Within each replication the load climbs through the levels and comes down again; each level is "
                       "judged on the second half of its time, so that the first may settle.",
                       "A system that is collapsed at a level on the way down and not on the way up has two ways to be "
                       "at the same load: no single number describes it there."},
                      {});
  return html_of(page, painter);
}

}  // namespace busyhour
