#include "busyhour/report/theory_report.hpp"

#include <fmt/format.h>

#include "json_text.hpp"
#include "paper.hpp"
#include "phrases.hpp"

namespace busyhour {
namespace {

using namespace detail;
using Json = nlohmann::ordered_json;

std::string joined(const std::vector<std::string>& all) {
  std::string text;
  for (const std::string& one : all) text += (text.empty() ? "" : "; ") + one;
  return text;
}

Json metrics_of(const TheoryAnswer& answer) {
  Json all = Json::object();
  for (const TheoryMetric& m : answer.metrics) all[m.key] = number(m.value);
  return all;
}

Json json_of(const TheoryPage& page) {
  const TheoryAnswer& answer = page.answer;
  Json one{{"file", page.file}, {"name", page.name}};
  one["model"] = answer.is_exact() ? Json(answer.model) : Json(nullptr);
  if (!answer.why_not.empty()) one["why_not"] = joined(answer.why_not);
  if (answer.is_exact()) one["assumes"] = answer.assumes;
  one["metrics"] = answer.is_exact() ? metrics_of(answer) : Json::object();
  if (!answer.is_exact() && !answer.model.empty())
    one["approximation"] = {{"model", answer.model}, {"assumes", answer.assumes}, {"metrics", metrics_of(answer)}};
  return one;
}

std::string numbers(const TheoryAnswer& answer, const Paper& paper) {
  std::vector<std::vector<Cell>> rows{{{"Metric", Ink::faint}, {answer.is_exact() ? "exact" : "about", Ink::faint}}};
  for (const TheoryMetric& m : answer.metrics)
    rows.push_back(
        {{paper.fit(label_of(parts_of(m.key, m.about.name)))}, {paper.fit(readable(m.value, m.about, m.statistic))}});
  return table(paper, rows, {Align::left, Align::right}, 0);
}

}  // namespace

std::string terminal_theory(const TheoryPage& page, const TerminalStyle& style) {
  const Paper paper{style};
  const TheoryAnswer& answer = page.answer;
  const Ink ink = answer.is_exact() ? Ink::good : Ink::unsure;
  std::string out =
      paper.in(ink, answer.is_exact() ? "EXACT" : "NOT EXACT") + "  " +
      shortened(paper.fit(page.name.empty() ? page.file : page.name), paper.width() - 12, paper.ellipsis()) + '\n';
  if (!answer.is_exact())
    out += paper.wrapped("In the way of an exact answer: " + joined(answer.why_not) + '.', 2) + '\n';
  if (answer.model.empty()) return out;
  out += paper.wrapped((answer.is_exact() ? "Model: " : "Nearest model, an approximation: ") + answer.model + '.', 2) +
         '\n';
  out += paper.wrapped("It takes for granted: " + joined(answer.assumes) + '.', 2) + '\n';
  return out + '\n' + numbers(answer, paper);
}

std::string json_theory(const std::vector<TheoryPage>& pages) {
  if (pages.size() == 1) return pretty(json_of(pages.front()));
  Json all = Json::array();
  for (const TheoryPage& page : pages) all.push_back(json_of(page));
  return pretty(all);
}

}  // namespace busyhour
