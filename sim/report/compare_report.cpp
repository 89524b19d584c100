#include "busyhour/report/compare_report.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "json_text.hpp"
#include "numbers.hpp"
#include "paper.hpp"
#include "phrases.hpp"

namespace busyhour {
namespace {

using namespace detail;
using Json = nlohmann::ordered_json;
using Word = MetricDifference::Word;

std::string_view in_words(Word word) {
  return word == Word::no_difference_shown ? "no difference shown" : busyhour::word_of(word);
}
Ink ink_of(Word word) {
  return word == Word::better      ? Ink::good
         : word == Word::worse     ? Ink::bad
         : word == Word::undecided ? Ink::unsure
                                   : Ink::faint;
}

/// A difference in the unit of what is compared: "+18.5 % (18.1 to 18.9)".
std::string difference_text(const MetricDifference& m) {
  const Estimate& d = m.difference;
  if (!std::isfinite(d.value)) return "–";
  const bool is_rate = m.about.dimension == dimension::rate;  // in the unit of the rates themselves
  const double size = is_rate || !d.has_interval() ? std::abs(m.a.value) : std::max(std::abs(d.low), std::abs(d.high));
  const Unit unit = unit_for(size, m.about, m.statistic);
  const auto plain = [&](double x) { return (x < 0 ? "−" : "") + digits(std::abs(x) * unit.factor); };
  const std::string value = fmt::format("{}{}{}{}",
                                        d.value < 0   ? "−"
                                        : d.value > 0 ? "+"
                                                      : "",
                                        unit.prefix, digits(std::abs(d.value) * unit.factor), unit.suffix);
  if (d.quality == Estimate::Quality::not_converged) return value + " (not converged)";
  return d.has_interval() ? fmt::format("{} ({} to {})", value, plain(d.low), plain(d.high)) : value;
}

std::string differences(const CompareResult& compared, const Paper& paper) {
  std::vector<std::vector<Cell>> rows{
      {{"", Ink::faint}, {"A", Ink::faint}, {"B", Ink::faint}, {"B − A", Ink::faint}, {"", Ink::faint}}};
  rows[0][3].text = paper.fit(rows[0][3].text);
  for (const MetricResult* chosen : key_numbers(compared.a))
    for (const MetricDifference& m : compared.metrics)
      if (m.key == chosen->key)
        rows.push_back({{paper.fit(label_of(parts_of(*chosen)))},
                        {paper.fit(shown(m.a, m.about, m.statistic).value)},
                        {paper.fit(shown(m.b, m.about, m.statistic).value)},
                        {paper.fit(difference_text(m))},
                        {std::string{in_words(m.verdict)}, ink_of(m.verdict)}});
  return '\n' + table(paper, rows, {Align::left, Align::right, Align::right, Align::left, Align::left}, 3);
}

std::string changes(const CompareResult& compared, const Paper& paper) {
  if (compared.changed.empty()) return "";
  std::vector<std::vector<Cell>> rows{{{"Changed", Ink::faint}, {"A", Ink::faint}, {"B", Ink::faint}}};
  for (const ChangedValue& c : compared.changed)
    rows.push_back({{paper.fit(c.path)}, {paper.fit(c.a.empty() ? "–" : c.a)}, {paper.fit(c.b.empty() ? "–" : c.b)}});
  return '\n' + table(paper, rows, {Align::left, Align::left, Align::left}, 2);
}

Json written(const Estimate& e) {
  return {{"estimate", number(e.value)},
          {"low", number(e.low)},
          {"high", number(e.high)},
          {"quality", busyhour::word_of(e.quality)}};
}

}  // namespace

std::string verdict_sentence(const CompareResult& compared) {
  std::array<std::size_t, 4> count{};
  for (const MetricResult* chosen : key_numbers(compared.a))
    for (const MetricDifference& m : compared.metrics)
      if (m.key == chosen->key) ++count[static_cast<std::size_t>(m.verdict)];
  return fmt::format("Of the key numbers B is better on {}, worse on {}; no difference shown on {}, undecided on {}.",
                     count[0], count[1], count[2], count[3]);
}

std::string terminal_report(const CompareResult& compared, const TerminalStyle& style) {
  const Paper paper{style};
  std::string out =
      "COMPARE  A: " + paper.fit(compared.a.scenario.name) + "   B: " + paper.fit(compared.b.scenario.name) + '\n';
  out += paper.wrapped(verdict_sentence(compared), 0) + '\n' + changes(compared, paper) + differences(compared, paper);
  out += fmt::format("\n{} and {} replications, paired; less than {:.3g} % of A is too small to matter\n",
                     compared.a.replications, compared.b.replications, compared.zone * 100);
  if (!compared.converged) out += paper.wrapped(not_converged(compared.precision, compared.a.replications), 0) + '\n';
  for (const std::string& warning : compared.warnings)
    out += paper.in(Ink::unsure, "warning:") + ' ' + paper.wrapped(warning, 9) + '\n';
  if (!compared.result_dir.empty())
    out += paper.in(Ink::faint, "results:") + ' ' + one_line(compared.result_dir) + '\n';
  return out;
}

std::string json_report(const CompareResult& compared) {
  Json document;
  for (const auto& [name, run] : {std::pair{"a", &compared.a}, std::pair{"b", &compared.b}})
    document[name] = scenario_of(run->scenario);
  document["verdict"] = verdict_sentence(compared);
  Json changed = Json::array();
  for (const ChangedValue& c : compared.changed) changed.push_back({{"path", c.path}, {"a", c.a}, {"b", c.b}});
  document["changed"] = changed;
  Json metrics = Json::object();
  for (const MetricDifference& m : compared.metrics)
    metrics[m.key] = {{"a", number(m.a.value)},
                      {"b", number(m.b.value)},
                      {"difference", written(m.difference)},
                      {"verdict", busyhour::word_of(m.verdict)}};
  document["metrics"] = metrics;
  document["zone"] = compared.zone;
  document["run"] = {{"replications", Json::array({compared.a.replications, compared.b.replications})},
                     {"converged", compared.converged}};
  if (!compared.precision.empty()) document["run"]["precision"] = precision_of(compared.precision);
  document["warnings"] = compared.warnings;
  document["result_dir"] = compared.result_dir;
  document["version"] = compared.version;
  return pretty(document);
}

}  // namespace busyhour
