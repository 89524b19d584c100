#include "busyhour/report/solve_report.hpp"

#include <fmt/format.h>

#include "json_text.hpp"
#include "numbers.hpp"
#include "paper.hpp"
#include "phrases.hpp"

namespace busyhour {
namespace {

using namespace detail;
using Json = nlohmann::ordered_json;

Ink ink_of(Solution::Found found) {
  return found == Solution::Found::found ? Ink::good : found == Solution::Found::none ? Ink::bad : Ink::unsure;
}

std::string_view sought(const SolveResult& solved) {
  return solved.goal == Goal::largest ? "largest" : solved.goal == Goal::smallest ? "smallest" : "cheapest";
}

std::string sentence(const SolveResult& solved, const Solution& a) {
  std::string text;
  for (const auto& [path, value] : a.given)
    text += fmt::format("{}{} = {}", text.empty() ? "With " : ", ", path, value);
  text += text.empty() ? "" : ": ";
  if (!a.value && !a.monotone) return text + "not monotone: a larger value satisfies rules that the first ones fail.";
  if (!a.value)
    return text + (a.verdict == Solution::Found::none
                       ? fmt::format("no {} in the range satisfies the rules.", solved.path)
                       : "undecided.");
  text += fmt::format("{} {} {} that satisfies the rules is {}", text.empty() ? "The" : "the", sought(solved),
                      solved.path, *a.value);
  if (a.next_fails) text += fmt::format("; {} fails {}", *a.next_fails, a.binding);
  if (a.verdict == Solution::Found::undecided) text += "; what lies between is undecided";
  if (!a.monotone) text += "; not monotone: a value beyond it contradicts";
  return text + ".";
}

std::string answers(const SolveResult& solved, const Paper& paper) {
  std::vector<std::vector<Cell>> rows(1);
  for (const std::string& path : solved.paths) rows[0].push_back({path.substr(path.rfind('.') + 1), Ink::faint});
  for (const char* head : {"answer", "", "next fails", "tried", "binding rule"}) rows[0].push_back({head, Ink::faint});
  for (const Solution& a : solved.answers) {
    std::vector<Cell> row;
    for (const auto& [path, value] : a.given) row.push_back({paper.fit(value)});
    row.push_back({paper.fit(a.value.value_or("–")), ink_of(a.verdict)});
    row.push_back(
        {std::string{busyhour::word_of(a.verdict)} + (a.monotone ? "" : ", not monotone"), ink_of(a.verdict)});
    row.push_back({paper.fit(a.next_fails.value_or("–"))});
    row.push_back({std::to_string(a.tried.size())});
    row.push_back({paper.fit(a.binding)});
    rows.push_back(std::move(row));
  }
  std::vector<Align> aligns(rows[0].size(), Align::right);
  aligns.back() = aligns[aligns.size() - 4] = Align::left;
  return '\n' + table(paper, rows, aligns, aligns.size() - 1);
}

Json value_or_null(const std::optional<std::string>& text) { return text ? written_value(*text) : Json(nullptr); }

}  // namespace

std::string verdict_sentence(const SolveResult& solved) {
  if (solved.answers.size() == 1) return sentence(solved, solved.answers.front());
  std::size_t found = 0;
  for (const Solution& a : solved.answers) found += a.verdict == Solution::Found::found ? 1U : 0U;
  return fmt::format("The {} {} that satisfies the rules, {:.4g} % sure: {} of {} answers found.", sought(solved),
                     solved.path, solved.confidence * 100, found, solved.answers.size());
}

std::string terminal_report(const SolveResult& solved, const TerminalStyle& style) {
  const Paper paper{style};
  std::string out = std::string{solved.partial ? "PARTIAL" : "SOLVE"} + "  " +
                    shortened(paper.fit(solved.scenario.name), paper.width() - 9, paper.ellipsis()) + '\n';
  out += paper.wrapped(verdict_sentence(solved), 0) + '\n' + answers(solved, paper);
  if (!solved.result_dir.empty())
    out += '\n' + paper.in(Ink::faint, "results:") + ' ' + one_line(solved.result_dir) + '\n';
  return out;
}

std::string json_report(const SolveResult& solved) {
  Json document;
  document["scenario"] = scenario_of(solved.scenario);
  document["verdict"] = verdict_sentence(solved);
  Json all = Json::array();
  for (const Solution& a : solved.answers) {
    Json given = Json::object(), tried = Json::array();
    for (const auto& [path, value] : a.given) given[path] = written_value(value);
    for (const Tried& t : a.tried)
      tried.push_back({{"value", written_value(t.value)},
                       {"verdict", detail::word_of(t.verdict).word},
                       {"replications", t.run.replications},
                       {"slo", rules_of(t.run)},
                       {"metrics", metrics_of(t.run)}});
    all.push_back({{"for", given},
                   {"path", solved.path},
                   {"value", value_or_null(a.value)},
                   {"verdict", busyhour::word_of(a.verdict)},
                   {"binding", a.binding},
                   {"next_fails", value_or_null(a.next_fails)},
                   {"monotone", a.monotone},
                   {"tested", tried}});
  }
  document["answers"] = all;
  document["confidence"] = solved.confidence;
  document["partial"] = solved.partial;
  document["result_dir"] = solved.result_dir;
  document["version"] = solved.version;
  return pretty(document);
}

}  // namespace busyhour
