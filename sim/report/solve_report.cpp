#include "busyhour/report/solve_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "json_text.hpp"
#include "numbers.hpp"
#include "page.hpp"
#include "paper.hpp"
#include "phrases.hpp"
#include "point_words.hpp"

namespace busyhour {
namespace {

using namespace detail;
using Json = nlohmann::ordered_json;

Ink ink_of(Solution::Found found) {
  return found == Solution::Found::found ? Ink::good : found == Solution::Found::none ? Ink::bad : Ink::unsure;
}

std::string_view superlative(const SolveResult& solved) {
  constexpr std::string_view words[] = {"largest", "smallest", "cheapest", "best"};
  return words[static_cast<std::size_t>(solved.goal)];
}

std::string list_of(const Solution& a, Standing::Word word) {
  std::string text;
  for (const Standing& s : a.ranking)
    if (s.word == word) text += (text.empty() ? "" : ", ") + s.value;
  return text;
}

/// "The best of 4 plans by added_delay.mean (smallest) is big, or at most 5 ms from the best, 95 % sure."
std::string ranked(const SolveResult& solved, const Solution& a) {
  const std::string within = readable_bound(solved.within, solved.by.about, solved.by.statistic);
  const std::string by =
      fmt::format("by {} ({})", solved.by.key, solved.prefer == Prefer::smallest ? "smallest" : "largest");
  const bool alone = std::ranges::all_of(
      a.ranking, [](const Standing& s) { return s.word == Standing::Word::best || s.word == Standing::Word::worse; });
  const std::string as_good = list_of(a, Standing::Word::as_good), open = list_of(a, Standing::Word::undecided);
  if (!a.value)
    return fmt::format("no {} is shown to be the best {}, or within {} of it; still in question: {}", solved.path, by,
                       within, open + (as_good.empty() ? "" : ", " + as_good));
  std::string text = fmt::format("the best {} {} is {}{}", solved.path, by, *a.value,
                                 alone ? "; all others are worse" : fmt::format(", or within {} of the best", within));
  if (!as_good.empty()) text += fmt::format("; as good within {}: {}", within, as_good);
  if (!open.empty()) text += fmt::format("; not told from it: {}", open);
  return text;
}

std::string with_given(const Solution& a) {
  std::string text;
  for (const auto& [path, value] : a.given)
    text += fmt::format("{}{} = {}", text.empty() ? "With " : ", ", path, value);
  return text + (text.empty() ? "" : ": ");
}

std::string answers(const SolveResult& solved, const Paper& paper) {
  std::vector<std::vector<Cell>> rows(1);
  for (const std::string& path : solved.paths) rows[0].push_back({path.substr(path.rfind('.') + 1), Ink::faint});
  for (const char* head : {"answer", "", "next fails", "by theory", "tried", "binding rule"})
    rows[0].push_back({head, Ink::faint});
  if (solved.paths.size() == 1) rows[0].insert(rows[0].begin() + 2, {"per " + rows[0][0].text, Ink::faint});
  for (const Solution& a : solved.answers) {
    std::vector<Cell> row;
    for (const auto& [path, value] : a.given) row.push_back({paper.fit(value)});
    row.push_back({paper.fit(a.value.value_or("–")), ink_of(a.verdict)});
    if (solved.paths.size() == 1) row.push_back({paper.fit(per_given(solved, a))});
    row.push_back(
        {std::string{busyhour::word_of(a.verdict)} + (a.monotone ? "" : ", not monotone"), ink_of(a.verdict)});
    row.push_back({paper.fit(a.next_fails.value_or("–"))});
    row.push_back({paper.fit(exact_answer(solved, a))});
    row.push_back({std::to_string(a.tried.size())});
    row.push_back({paper.fit(a.binding)});
    rows.push_back(std::move(row));
  }
  std::vector<Align> aligns(rows[0].size(), Align::right);
  aligns.back() = aligns[aligns.size() - 5] = Align::left;
  return '\n' + table(paper, rows, aligns, aligns.size() - 1);
}

Ink ink_of(Standing::Word word) {
  constexpr Ink inks[] = {Ink::good, Ink::good, Ink::bad, Ink::unsure};
  return inks[static_cast<std::size_t>(word)];
}

}  // namespace

std::string_view detail::in_words(Standing::Word word) {
  constexpr std::string_view words[] = {"best", "as good", "worse", "undecided"};
  return words[static_cast<std::size_t>(word)];
}

std::string detail::against(const SolveResult& solved, const Standing& s) {
  if (s.against.empty()) return "";
  if (!s.difference.has_interval()) return "no interval, to " + s.against;
  const auto text = [&](double x) { return (x < 0 ? "" : "+") + readable(x, solved.by.about, solved.by.statistic); };
  return fmt::format("{} ({} to {}) to {}", text(s.difference.value), text(s.difference.low), text(s.difference.high),
                     s.against);
}

namespace {

std::string rankings(const SolveResult& solved, const Paper& paper) {
  std::string out;
  for (const Solution& a : solved.answers) {
    std::vector<std::vector<Cell>> rows(1);
    for (const std::string& head : {solved.path.substr(solved.path.rfind('.') + 1), std::string{}, solved.by.key,
                                    std::string{"95 %"}, std::string{"replications"}, std::string{"difference"}})
      rows[0].push_back({paper.fit(head), Ink::faint});
    for (const Standing& s : a.ranking) {
      const Shown number = shown(s.number, solved.by.about, solved.by.statistic);
      rows.push_back({{paper.fit(s.value)},
                      {std::string{in_words(s.word)}, ink_of(s.word)},
                      {paper.fit(number.value)},
                      {paper.fit(number.interval)},
                      {std::to_string(s.run.replications)},
                      {paper.fit(against(solved, s))}});
    }
    out += (a.given.empty() ? "" : '\n' + paper.wrapped(sentence_of(solved, a), 0)) + '\n' +
           table(paper, rows, {Align::left, Align::left, Align::right, Align::left, Align::right, Align::left}, 0);
  }
  return out;
}

Json standings(const Solution& a) {
  Json all = Json::array();
  for (const Standing& s : a.ranking)
    all.push_back({{"value", written_value(s.value)},
                   {"standing", busyhour::word_of(s.word)},
                   {"replications", s.run.replications},
                   {"estimate", number(s.number.value)},
                   {"low", number(s.number.low)},
                   {"high", number(s.number.high)},
                   {"against", s.against.empty() ? Json(nullptr) : written_value(s.against)},
                   {"difference",
                    {{"estimate", number(s.difference.value)},
                     {"low", number(s.difference.low)},
                     {"high", number(s.difference.high)}}},
                   {"metrics", metrics_of(s.run)}});
  return all;
}

Json value_or_null(const std::optional<std::string>& text) { return text ? written_value(*text) : Json(nullptr); }

}  // namespace

std::string detail::sought(const SolveResult& solved) {
  return std::string{superlative(solved)} + " " + (solved.path.empty() ? "plan" : solved.path);
}

std::string detail::sentence_of(const SolveResult& solved, const Solution& a) {
  std::string text = with_given(a);
  if (solved.goal == Goal::best) {
    std::string told = ranked(solved, a);
    if (text.empty()) told[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(told[0])));
    return fmt::format("{}{}, {:.4g} % sure.", text, told, solved.confidence * 100);
  }
  if (!a.value && !a.monotone) return text + "not monotone: a larger value satisfies rules that the first ones fail.";
  if (!a.value)
    return text + (a.verdict == Solution::Found::none
                       ? fmt::format("no {} in the range satisfies the rules.", solved.path)
                       : "undecided.");
  text += fmt::format("{} {} {} that satisfies the rules is {}", text.empty() ? "The" : "the", superlative(solved),
                      solved.path, *a.value);
  if (a.next_fails) text += fmt::format("; {} fails {}", *a.next_fails, a.binding);
  if (a.verdict == Solution::Found::undecided) text += "; what lies between is undecided";
  if (!a.monotone) text += "; not monotone: a value beyond it contradicts";
  return text + ".";
}

std::string verdict_sentence(const SolveResult& solved) {
  if (solved.answers.size() == 1) return sentence_of(solved, solved.answers.front());
  std::size_t found = 0;
  if (solved.goal == Goal::best)
    return fmt::format("The best {} by {}, {:.4g} % sure of each.", solved.path, solved.by.key,
                       solved.confidence * 100);
  for (const Solution& a : solved.answers) found += a.verdict == Solution::Found::found ? 1U : 0U;
  return fmt::format("The {} {} that satisfies the rules, {:.4g} % sure: {} of {} answers found.", superlative(solved),
                     solved.path, solved.confidence * 100, found, solved.answers.size());
}

std::string terminal_report(const SolveResult& solved, const TerminalStyle& style) {
  const Paper paper{style};
  const Banner banner = banner_of(solved);
  std::string out = headline(paper, banner.word, detail::ink_of(banner), solved.scenario.name);
  out += paper.wrapped(verdict_sentence(solved), 0) + '\n' +
         (solved.goal == Goal::best ? rankings(solved, paper) : answers(solved, paper));
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
    if (solved.goal == Goal::best) {
      all.push_back({{"for", given},
                     {"path", solved.path},
                     {"value", value_or_null(a.value)},
                     {"verdict", busyhour::word_of(a.verdict)},
                     {"by", solved.by.key},
                     {"prefer", solved.prefer == Prefer::smallest ? "smallest" : "largest"},
                     {"within", number(solved.within)},
                     {"ranking", standings(a)}});
      continue;
    }
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
