#include <fmt/format.h>

#include <algorithm>

#include "busyhour/report/solve_report.hpp"
#include "numbers.hpp"
#include "page.hpp"
#include "phrases.hpp"
#include "point_words.hpp"
#include "text.hpp"

namespace busyhour {
namespace {

using namespace detail;

const char* found_style(Solution::Found found) {
  return found == Solution::Found::found ? "good" : found == Solution::Found::none ? "bad" : "unsure";
}
std::string_view found_symbol(Solution::Found found) {
  return found == Solution::Found::found ? "✓" : found == Solution::Found::none ? "✗" : "?";
}
std::string badge(Solution::Found found) {
  return fmt::format("<span class=\"badge {}\">{} {}</span>", found_style(found), found_symbol(found),
                     busyhour::word_of(found));
}

std::string key_numbers(const SolveResult& solved) {
  constexpr std::size_t most = 12;
  std::vector<std::string> tiles;
  const std::string sought = solved.path.empty() ? "plan" : solved.path.substr(solved.path.rfind('.') + 1);
  for (const Solution& a : solved.answers) {
    if (tiles.size() == most) break;
    const std::string per = per_given(solved, a);
    tiles.push_back(tile_html(
        a.given.empty() ? sought : fmt::format("{}, {}", sought, place_of(a.given)), a.value.value_or("none"),
        {per.empty() ? "" : fmt::format("{} per {}", per, name_html(heads_of(solved.paths).front(), 40)),
         a.next_fails ? fmt::format("{} fails {}", name_html(*a.next_fails, 40), name_html(a.binding, 80)) : "",
         a.monotone ? "" : "not monotone: more replications are needed"}));
  }
  return tiles_section(tiles);
}

const Tried* tried_at(const Solution& a, const std::optional<std::string>& value) {
  const auto at = std::ranges::find_if(a.tried, [&](const Tried& t) { return value && t.value == *value; });
  return at == a.tried.end() ? nullptr : &*at;
}

/// Each rule at an answer and at its neighbour that fails: which of them binds.
std::string rule_rows(const Solution& a) {
  std::string out;
  const Tried *here = tried_at(a, a.value), *next = tried_at(a, a.next_fails);
  const Tried* const either = here ? here : next;
  if (!either) return out;
  for (std::size_t i = 0; i < either->run.slo.size(); ++i) {
    const std::string& rule = either->run.slo[i].rule;
    out += fmt::format("<tr><td>{}</td><td class=\"rule\"><code>{}</code>{}</td>", name_html(place_of(a.given), 80),
                       name_html(rule), rule == a.binding ? "<small>this one binds</small>" : "");
    for (const Tried* t : {here, next}) {
      if (!t) {
        out += "<td></td>";
        continue;
      }
      const Shown number = shown(t->run.slo[i]);
      out += fmt::format("<td class=\"n\">{}: {}<small>{}</small></td>", name_html(t->value, 40),
                         escape_html(number.value), escape_html(number.interval));
    }
    out += "</tr>\n";
  }
  return out;
}

std::string rules(const SolveResult& solved) {
  std::string rows;
  for (const Solution& a : solved.answers) rows += rule_rows(a);
  if (rows.empty()) return "";
  return "<h2>Rules</h2>\n<div class=\"card\">" +
         table_head({solved.paths.empty() ? "" : "For", "Rule", ">At the answer", ">At the next that fails"}) + rows +
         table_end + "</div>\n";
}

std::string answer_row(const SolveResult& solved, const Solution& a) {
  std::string out = "<tr>";
  for (const std::string& path : solved.paths)
    out += fmt::format("<td class=\"n\">{}</td>", name_html(value_at(a.given, path), 60));
  out += fmt::format("<td class=\"n\"><b>{}</b></td><td>{}{}</td>", name_html(a.value.value_or("–"), 60),
                     badge(a.verdict), a.monotone ? "" : "<small>not monotone</small>");
  if (solved.paths.size() == 1) out += number_cell(per_given(solved, a));
  out += fmt::format("<td class=\"n\">{}</td><td><code>{}</code></td>", name_html(a.next_fails.value_or("–"), 60),
                     name_html(a.binding, 100));
  const std::string exact = exact_answer(solved, a);
  out += number_cell(exact.empty() ? "–" : exact) + number_cell(std::to_string(a.tried.size()));
  if (!a.value) return out + "<td></td></tr>\n";
  PointValues all = a.given;
  if (!solved.path.empty()) all.emplace_back(solved.path, *a.value);
  return out + fmt::format("<td><code>{}</code></td></tr>\n",
                           all.empty() ? std::string{} : name_html(sets_of(all).substr(1), 200));
}

std::string answers(const SolveResult& solved) {
  std::vector<std::string> columns;
  for (const std::string& head : heads_of(solved.paths)) columns.push_back(">" + head);
  columns.emplace_back(">Answer");
  columns.emplace_back("Verdict");
  if (solved.paths.size() == 1) columns.push_back(">Per " + heads_of(solved.paths).front());
  for (const char* c : {">Next that fails", "Binding rule", ">By theory", ">Values tried", "To run it alone"})
    columns.emplace_back(c);
  std::string out = "<h2>Answers</h2>\n<div class=\"card\">" + table_head(columns, "sortable");
  for (const Solution& a : solved.answers) out += answer_row(solved, a);
  return out + table_end + "</div>\n";
}

std::string tried_rows(const Solution& a) {
  std::string out;
  for (const Tried& t : a.tried)
    for (const RuleResult& rule : t.run.slo) {
      const Shown number = shown(rule);
      const TheoryValue* const exact = exact_beside(t.run, rule);
      out += fmt::format("<tr><td>{}</td><td class=\"n\">{}</td><td>{}</td><td><code>{}</code></td>",
                         name_html(place_of(a.given), 80), name_html(t.value, 60), badge_html(rule.verdict),
                         name_html(rule.rule, 100));
      out += number_cell(number.value, number.interval) +
             number_cell(exact ? readable(exact->value, rule.subject.about, rule.subject.statistic) : "",
                         exact && !z_text(exact->z).empty() ? "z " + z_text(exact->z) : "") +
             number_cell(readable_count(static_cast<std::uint64_t>(t.run.replications))) + "</tr>\n";
    }
  return out;
}

std::string tried(const SolveResult& solved) {
  std::string out =
      fmt::format("<h2>What was tried</h2>\n<div class=\"card\"><details{}><summary>Every value and rule</summary>",
                  solved.answers.size() == 1 ? " open" : "") +
      table_head(
          {solved.paths.empty() ? "" : "For", ">Value", "Verdict", "Rule", ">Measured", ">Exact", ">Replications"});
  for (const Solution& a : solved.answers) out += tried_rows(a);
  return out + "</tbody></table></div></details></div>\n";
}

/// Times at each answer: what its users would meet there.
std::string percentiles(const SolveResult& solved) {
  std::vector<std::string> columns{"At"};
  constexpr const char* statistics[] = {"mean", "p50", "p90", "p95", "p99"};
  for (const char* s : statistics) columns.push_back(std::string{">"} + s);
  std::string rows;
  for (const Solution& a : solved.answers) {
    const Tried* const here = tried_at(a, a.value);
    if (!here) continue;
    for (const char* time : {"added_delay", "time_to_first_audio", "response_time"}) {
      const MetricResult* const mean = find(here->run, std::string{time} + ".mean");
      if (!mean) continue;
      KeyParts key = parts_of(*mean);
      key.statistic.clear();
      rows += fmt::format("<tr><th scope=\"row\">{}<small>{}</small></th>",
                          name_html((a.given.empty() ? "" : place_of(a.given) + ": ") + *a.value, 80), label_of(key));
      for (const char* s : statistics) {
        const MetricResult* const m = find(here->run, std::string{time} + "." + s);
        rows += m ? number_cell(shown(*m).value) : "<td></td>";
      }
      rows += "</tr>\n";
    }
  }
  if (rows.empty()) return "";
  return "<h2>Percentiles</h2>\n<div class=\"card\">" + table_head(columns) + rows + table_end + "</div>\n";
}

/// Of `best`: who stands where, and by how much.
std::string ranking(const SolveResult& solved) {
  std::string out =
      "<h2>Ranking</h2>\n<div class=\"card\">" + table_head({solved.paths.empty() ? "" : "For", "Which", "Standing",
                                                             ">" + solved.by.key, ">Replications", "Difference"});
  constexpr const char* styles[] = {"good", "good", "bad", "unsure"};
  for (const Solution& a : solved.answers)
    for (const Standing& s : a.ranking) {
      const Shown number = shown(s.number, solved.by.about, solved.by.statistic);
      out += fmt::format("<tr><td>{}</td><td>{}</td><td><span class=\"badge {}\">{}</span></td>{}{}<td>{}</td></tr>\n",
                         name_html(place_of(a.given), 80), name_html(s.value, 80),
                         styles[static_cast<std::size_t>(s.word)], in_words(s.word),
                         number_cell(number.value, number.interval),
                         number_cell(readable_count(static_cast<std::uint64_t>(s.run.replications))),
                         name_html(against(solved, s), 160));
    }
  return out + table_end + "</div>\n";
}

std::string ranking_csv(const SolveResult& solved) {
  std::string csv;
  for (const std::string& path : solved.paths) csv += csv_field(path) + ',';
  csv += "value,standing,replications," + csv_field(solved.by.key) +
         ",low,high,against,difference,difference_lo,difference_hi\n";
  for (const Solution& a : solved.answers)
    for (const Standing& s : a.ranking) {
      for (const std::string& path : solved.paths) csv += csv_field(value_at(a.given, path)) + ',';
      csv += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", csv_field(s.value), busyhour::word_of(s.word),
                         s.run.replications, csv_number(s.number.value), csv_number(s.number.low),
                         csv_number(s.number.high), csv_field(s.against), csv_number(s.difference.value),
                         csv_number(s.difference.low), csv_number(s.difference.high));
    }
  return csv;
}

std::string tried_csv(const SolveResult& solved) {
  std::string csv;
  for (const std::string& path : solved.paths) csv += csv_field(path) + ',';
  csv += csv_field(solved.path.empty() ? "plan" : solved.path) +
         ",verdict,replications,rule,rule_verdict,estimate,low,high,exact\n";
  for (const Solution& a : solved.answers)
    for (const Tried& t : a.tried)
      for (const RuleResult& rule : t.run.slo) {
        for (const std::string& path : solved.paths) csv += csv_field(value_at(a.given, path)) + ',';
        const TheoryValue* const exact = exact_beside(t.run, rule);
        csv += fmt::format("{},{},{},{},{},{},{},{},{}\n", csv_field(t.value), word_of(t.verdict).word,
                           t.run.replications, csv_field(rule.rule), word_of(rule.verdict).word,
                           csv_number(rule.measured.value), csv_number(rule.measured.low),
                           csv_number(rule.measured.high), exact ? csv_number(exact->value) : "");
      }
  return csv;
}

std::string data(const SolveResult& solved) {
  const bool ranks = solved.goal == Goal::best;
  return "<h2>Data</h2>\n<div class=\"card\"><ul class=\"plain downloads\">" +
         (ranks ? csv_link("ranking.csv", ranking_csv(solved)) : csv_link("tried.csv", tried_csv(solved))) +
         "</ul></div>\n";
}

std::string size_of(const SolveResult& solved) {
  std::size_t values = 0;
  std::int64_t seed = 1;
  for (const Solution& a : solved.answers) {
    values += a.tried.size() + a.ranking.size();
    if (!a.tried.empty()) seed = a.tried.front().run.seed;
    if (!a.ranking.empty()) seed = a.ranking.front().run.seed;
  }
  return fmt::format("{} answer{}, {} values tried, {:.4g} % sure, seed {}", solved.answers.size(),
                     solved.answers.size() == 1 ? "" : "s", values, solved.confidence * 100, seed);
}

}  // namespace

/// "AT MOST 16", "NONE", "3 OF 5 FOUND".
Banner detail::banner_of(const SolveResult& solved) {
  const std::string sentence = verdict_sentence(solved);
  if (solved.answers.size() == 1) {
    const Solution& a = solved.answers.front();
    constexpr const char* sides[] = {"AT MOST ", "AT LEAST ", "CHEAPEST IS ", "BEST IS "};
    const std::string side = sides[static_cast<std::size_t>(solved.goal)];
    const std::string word = a.verdict == Solution::Found::found && a.value ? side + shortened(one_line(*a.value), 60)
                             : a.verdict == Solution::Found::none           ? "NONE"
                                                                            : "UNDECIDED";
    return {word, std::string{found_symbol(a.verdict)}, found_style(a.verdict), sentence};
  }
  const auto found =
      static_cast<std::size_t>(std::ranges::count(solved.answers, Solution::Found::found, &Solution::verdict));
  const std::string word = fmt::format("{} OF {} FOUND", found, solved.answers.size());
  if (found == solved.answers.size()) return {word, "✓", "good", sentence};
  return {word, "◐", "care", sentence};
}

std::string html_report(const SolveResult& solved, ChartRenderer* painter) {
  std::vector<MetricResult> metrics;
  if (!solved.answers.empty() && !solved.answers.front().tried.empty())
    metrics = solved.answers.front().tried.front().run.metrics;
  Facts facts = scenario_facts(solved.scenario);
  facts.emplace_back("Search", name_html(size_of(solved)));
  Page page{banner_of(solved),
            solved.scenario.name,
            solved.scenario.about,
            size_of(solved),
            solved.version,
            {},
            "",
            charts_of(solved)};
  page.sections =
      key_numbers(solved) + rules(solved) + charts_section(page.charts) +
      (solved.goal == Goal::best ? ranking(solved) : answers(solved) + tried(solved)) + percentiles(solved) +
      assumptions_section(solved.scenario) + reproduce_section({typed("solve", solved.scenario)}, solved.scenario) +
      environment_section(facts, solved.version) + data(solved) +
      reading_section(
          {"A value is tried with ever more replications until it passes, fails or has taken all that were allowed; "
           "the chance that any verdict on the way is wrong is the rest of the stated percentage.",
           "“By theory” is what the exact formulas alone would have answered, as far as the values tried tell."},
          metrics);
  return html_of(page, painter);
}

}  // namespace busyhour
