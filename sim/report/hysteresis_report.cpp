#include "busyhour/report/hysteresis_report.hpp"

#include <fmt/format.h>

#include <cmath>

#include "json_text.hpp"
#include "numbers.hpp"
#include "paper.hpp"
#include "text.hpp"

namespace busyhour {
namespace {

using namespace detail;
using Json = nlohmann::ordered_json;

const MetricAbout share{"", MetricShape::ratio, MetricScope::workload, dimension::number, true, ""};
const MetricAbout level{"", MetricShape::ratio, MetricScope::workload, dimension::number, false, ""};
const MetricAbout time{"", MetricShape::times, MetricScope::workload, dimension::time, false, ""};

std::string in_text(const Estimate& e, const MetricAbout& about) {
  return shown(e, about, about.shape == MetricShape::times ? Statistic::mean : Statistic::none).value;
}

std::string table_of(const HysteresisResult& r, const Paper& paper) {
  std::vector<std::vector<Cell>> rows{{{"load", Ink::faint},
                                       {"way", Ink::faint},
                                       {"first refused", Ink::faint},
                                       {"added delay", Ink::faint},
                                       {"in flight", Ink::faint},
                                       {"collapsed", Ink::faint}}};
  for (const HysteresisStep& s : r.steps)
    rows.push_back({{paper.fit(fmt::format("{:.4g}x", s.level))},
                    {s.down ? "down" : "up"},
                    {paper.fit(in_text(s.first_attempt_rejected, share))},
                    {paper.fit(in_text(s.added_delay, time))},
                    {paper.fit(in_text(s.in_flight, level))},
                    {paper.fit(in_text(s.collapsed, share)), s.collapsed.value > 0 ? Ink::bad : Ink::plain}});
  const std::vector<Align> aligns{Align::right, Align::left, Align::right, Align::right, Align::right, Align::right};
  return '\n' + table(paper, rows, aligns, 5);
}

Json written(const Estimate& e) {
  return {{"estimate", number(e.value)}, {"low", number(e.low)}, {"high", number(e.high)}};
}

}  // namespace

std::string verdict_sentence(const HysteresisResult& r) {
  if (r.steps.empty()) return "No replication was finished.";
  const auto n = static_cast<double>(r.replications);
  const Shown stay = shown(r.stay, share, Statistic::none);
  std::string text = fmt::format("Back at {:.4g}x of the rate, {:.0f} of {} replications are still collapsed ({}, {}).",
                                 r.steps.front().level, r.stay.value * n, r.replications, stay.value, stay.interval);
  if (r.steps.front().collapsed.value > 0)
    text += fmt::format(" {:.0f} were so before the ramp and are not among them.", r.steps.front().collapsed.value * n);
  return text;
}

std::string terminal_report(const HysteresisResult& r, const TerminalStyle& style) {
  const Paper paper{style};
  std::string out = std::string{r.partial ? "PARTIAL" : "HYSTERESIS"} + "  " +
                    shortened(paper.fit(r.scenario.name), paper.width() - 12, paper.ellipsis()) + '\n';
  out += paper.wrapped(verdict_sentence(r), 0) + '\n' + table_of(r, paper);
  out +=
      '\n' +
      paper.wrapped(fmt::format("{} replications, seed {}; load is {} times its rate, {} a level, judged on the second "
                                "half of each; collapsed: {}",
                                r.replications, r.seed, r.workload, readable_seconds(r.hold_s), r.rule),
                    0) +
      '\n';
  if (!r.result_dir.empty()) out += paper.in(Ink::faint, "results:") + ' ' + one_line(r.result_dir) + '\n';
  return out;
}

std::string json_report(const HysteresisResult& r) {
  Json steps = Json::array();
  for (const HysteresisStep& s : r.steps)
    steps.push_back({{"level", number(s.level)},
                     {"way", s.down ? "down" : "up"},
                     {"first_attempt_rejected", written(s.first_attempt_rejected)},
                     {"added_delay.mean", written(s.added_delay)},
                     {"in_flight", written(s.in_flight)},
                     {"collapsed", written(s.collapsed)}});
  Json document;
  document["scenario"] = scenario_of(r.scenario);
  document["hysteresis"] = {{"workload", r.workload}, {"hold_s", number(r.hold_s)},     {"collapsed", r.rule},
                            {"seed", r.seed},         {"replications", r.replications}, {"partial", r.partial}};
  document["verdict"] = verdict_sentence(r);
  document["stay_collapsed"] = written(r.stay);
  document["steps"] = steps;
  document["result_dir"] = r.result_dir;
  document["version"] = r.version;
  return pretty(document);
}

}  // namespace busyhour
