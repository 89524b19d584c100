#include "busyhour/report/compare_report.hpp"

#include <fmt/format.h>

#include <cmath>

#include "difference_words.hpp"
#include "json_text.hpp"
#include "numbers.hpp"
#include "page.hpp"
#include "paper.hpp"
#include "phrases.hpp"

namespace busyhour {
namespace {

using namespace detail;
using Json = nlohmann::ordered_json;
using Word = MetricDifference::Word;

Ink ink_of(Word word) {
  return word == Word::better      ? Ink::good
         : word == Word::worse     ? Ink::bad
         : word == Word::undecided ? Ink::unsure
                                   : Ink::faint;
}

std::string differences(const CompareResult& compared, const Paper& paper) {
  std::vector<std::vector<Cell>> rows{
      {{"", Ink::faint}, {"A", Ink::faint}, {"B", Ink::faint}, {"B − A", Ink::faint}, {"", Ink::faint}}};
  rows[0][3].text = paper.fit(rows[0][3].text);
  for (const MetricDifference* m : key_differences(compared))
    rows.push_back({{paper.fit(label_of(parts_of(m->key, m->about.name)))},
                    {paper.fit(shown(m->a, m->about, m->statistic).value)},
                    {paper.fit(shown(m->b, m->about, m->statistic).value)},
                    {paper.fit(difference_text(*m))},
                    {std::string{in_words(m->verdict)}, ink_of(m->verdict)}});
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
  const auto count = counted(compared);
  return fmt::format("Of the key numbers B is better on {}, worse on {}; no difference shown on {}, undecided on {}.",
                     count[0], count[1], count[2], count[3]);
}

std::string terminal_report(const CompareResult& compared, const TerminalStyle& style) {
  const Paper paper{style};
  const Banner banner = banner_of(compared);
  std::string out = headline(paper, banner.word, detail::ink_of(banner),
                             "A: " + compared.a.scenario.name + "   B: " + compared.b.scenario.name);
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
