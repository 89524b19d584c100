#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "busyhour/report/overlay_report.hpp"
#include "charts/percentile_curves.hpp"
#include "numbers.hpp"
#include "page.hpp"
#include "paper.hpp"
#include "phrases.hpp"
#include "text.hpp"

namespace busyhour {
namespace {

using namespace detail;
using Runs = std::vector<RunResult>;

/// What the scenarios are called; where two are called alike, their folders.
std::vector<std::string> names_of(const Runs& runs) {
  std::set<std::string> distinct;
  for (const RunResult& run : runs) distinct.insert(run.scenario.name);
  std::vector<std::string> names;
  for (const RunResult& run : runs)
    names.push_back(shortened(
        one_line(distinct.size() == runs.size() ? run.scenario.name
                                                : run.result_dir.substr(run.result_dir.find_last_of('/') + 1)),
        48));
  return names;
}

/// The key numbers of all runs, in the order of the first that has them.
std::vector<const MetricResult*> keys_of(const Runs& runs) {
  std::vector<const MetricResult*> all;
  for (const RunResult& run : runs)
    for (const MetricResult* m : key_numbers(run))
      if (std::ranges::find(all, m->key, &MetricResult::key) == all.end()) all.push_back(m);
  return all;
}

std::vector<const RuleResult*> rules_of_all(const Runs& runs) {
  std::vector<const RuleResult*> all;
  for (const RunResult& run : runs)
    for (const RuleResult& rule : run.slo)
      if (std::ranges::find(all, rule.rule, &RuleResult::rule) == all.end()) all.push_back(&rule);
  return all;
}

const RuleResult* rule_in(const RunResult& run, const std::string& text) {
  const auto at = std::ranges::find(run.slo, text, &RuleResult::rule);
  return at == run.slo.end() ? nullptr : &*at;
}

Banner banner(const Runs& runs, const std::vector<std::string>& names) {
  std::string passing, failing;
  std::size_t passes = 0, judged = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto verdict = overall(runs[i]);
    if (!verdict) continue;
    ++judged;
    passes += *verdict == Verdict::passes ? 1U : 0U;
    std::string& list = *verdict == Verdict::passes ? passing : failing;
    list += (list.empty() ? "" : ", ") + names[i] + (*verdict == Verdict::undecided ? " (undecided)" : "");
  }
  if (judged == 0) return {"DONE", "–", "unsure", fmt::format("{} runs side by side; no rule is set.", runs.size())};
  std::string sentence = passing.empty() ? "" : "The rules pass with " + passing + ".";
  if (!failing.empty()) sentence += (sentence.empty() ? "" : " ") + std::string{"They do not with "} + failing + ".";
  if (passes == judged) return {"PASS", "✓", "good", sentence};
  return {fmt::format("{} OF {} PASS", passes, judged), passes == 0 ? "✗" : "◐", passes == 0 ? "bad" : "care",
          sentence};
}

std::vector<std::string> columns_of(const char* first, const std::vector<std::string>& names) {
  std::vector<std::string> columns{first};
  for (const std::string& name : names) columns.push_back(">" + name);
  return columns;
}

std::string numbers_section(const Runs& runs, const std::vector<std::string>& names) {
  std::string out = "<h2>Key numbers</h2>\n<div class=\"card\">" + table_head(columns_of("Metric", names));
  for (const MetricResult* key : keys_of(runs)) {
    out += fmt::format("<tr><th scope=\"row\">{}</th>", name_html(label_of(parts_of(*key)), 80));
    for (const RunResult& run : runs) {
      const MetricResult* const m = find(run, key->key);
      const Shown number = m ? shown(*m) : Shown{"–", ""};
      out += number_cell(number.value, number.interval);
    }
    out += "</tr>\n";
  }
  return out + table_end + "</div>\n";
}

std::string rules_by_run(const Runs& runs, const std::vector<std::string>& names) {
  const auto rules = rules_of_all(runs);
  if (rules.empty()) return "";
  std::string out = "<h2>Rules</h2>\n<div class=\"card\">" + table_head(columns_of("Rule", names));
  for (const RuleResult* rule : rules) {
    out += fmt::format("<tr><td class=\"rule\"><code>{}</code></td>", name_html(rule->rule));
    for (const RunResult& run : runs) {
      const RuleResult* const own = rule_in(run, rule->rule);
      out += own ? fmt::format("<td class=\"n\">{}<small>{}</small></td>", badge_html(own->verdict),
                               escape_html(shown(*own).value))
                 : "<td class=\"n\">–</td>";
    }
    out += "</tr>\n";
  }
  return out + table_end + "</div>\n";
}

void rename(Json& json, const std::string& from, const std::string& to) {
  if (json.is_string() && json.get<std::string>() == from) json = to;
  if (json.is_structured())
    for (Json& one : json) rename(one, from, to);
}
void rename(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}
/// Calls a curve otherwise, wherever a chart speaks of it.
void rename(Chart& chart, const std::string& from, const std::string& to) {
  rename(chart.spec, from, to);
  for (std::string* text : {&chart.summary, &chart.reading}) rename(*text, from, to);
  chart.spec["description"] = chart.summary;
  for (std::string& column : chart.table.columns) rename(column, from, to);
}

/// One chart for each time that two runs have: their curves over each other.
std::vector<Chart> curves_of(const Runs& runs, const std::vector<std::string>& names) {
  std::vector<Chart> all;
  for (const char* time : {"added_delay", "first_audio_delay", "queue_wait", "time_to_first_audio", "response_time"}) {
    RunResult together;
    std::vector<std::pair<std::string, std::string>>
        shorter;  // the title says what is measured: a run's name is enough
    for (std::size_t i = 0; i < runs.size(); ++i)
      for (const PercentileCurve& curve : runs[i].percentiles)
        if (curve.metric == time) {
          together.percentiles.push_back({names[i] + '.' + time, curve.points});
          shorter.emplace_back(name_of(together.percentiles.back()), names[i]);
        }
    if (together.percentiles.size() < 2) continue;
    for (Chart& chart : percentile_charts(together)) {
      chart.id = id_of(std::string{"overlay-"} + time);
      chart.title = label_of({"", time, ""}) + ", run by run";
      for (const auto& [from, to] : shorter) rename(chart, from, to);
      all.push_back(std::move(chart));
    }
  }
  return all;
}

std::string csv_of(const Runs& runs, const std::vector<std::string>& names) {
  std::string csv = "run,metric,estimate,low,high,n\n";
  for (std::size_t i = 0; i < runs.size(); ++i)
    for (const MetricResult& m : runs[i].metrics)
      csv += fmt::format("{},{},{},{},{},{}\n", csv_field(names[i]), csv_field(m.key), csv_number(m.estimate.value),
                         csv_number(m.estimate.low), csv_number(m.estimate.high), m.estimate.n);
  return csv;
}

std::string percentile_rows(const Runs& runs, const std::vector<std::string>& names) {
  std::string rows;
  for (const char* time : {"added_delay", "time_to_first_audio", "response_time"})
    for (const char* statistic : {"mean", "p50", "p95", "p99"}) {
      const std::string key = std::string{time} + "." + statistic;
      if (std::ranges::none_of(runs, [&](const RunResult& run) { return find(run, key); })) continue;
      rows += fmt::format("<tr><th scope=\"row\">{}</th>", name_html(label_of({"", time, statistic}), 80));
      for (const RunResult& run : runs) {
        const MetricResult* const m = find(run, key);
        rows += number_cell(m ? shown(*m).value : "–");
      }
      rows += "</tr>\n";
    }
  if (rows.empty()) return "";
  return "<h2>Percentiles</h2>\n<div class=\"card\">" + table_head(columns_of("Metric", names)) + rows + table_end +
         "</div>\n";
}

}  // namespace

std::string html_overlay(const Runs& runs, const std::string& version, ChartRenderer* painter) {
  const std::vector<std::string> names = names_of(runs);
  Page page{banner(runs, names),
            "",
            "",
            fmt::format("{} runs", runs.size()),
            version,
            {},
            "",
            curves_of(runs, names)};
  std::vector<std::string> commands;
  Facts facts;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    page.name += (i > 0 ? " · " : "") + names[i];
    commands.push_back(command_of(runs[i]));
    facts.emplace_back(escape_html(names[i]), name_html(run_text(runs[i])));
    for (const std::string& warning : runs[i].warnings) page.warnings.push_back(names[i] + ": " + warning);
  }
  page.sections = numbers_section(runs, names) + rules_by_run(runs, names) + charts_section(page.charts) +
                  percentile_rows(runs, names) + reproduce_section(commands, {}) + environment_section(facts, version) +
                  "<h2>Data</h2>\n<div class=\"card\"><ul class=\"plain downloads\">" +
                  csv_link("metrics.csv", csv_of(runs, names)) + "</ul></div>\n" +
                  reading_section({"The runs are not paired here: `busyhour compare` sets two of them against each "
                                   "other, with the intervals of their differences."},
                                  runs.front().metrics);
  return html_of(page, painter);
}

std::string terminal_overlay(const Runs& runs, const TerminalStyle& style) {
  const Paper paper{style};
  const std::vector<std::string> names = names_of(runs);
  const Banner b = banner(runs, names);
  std::string out = b.word + "  " + std::to_string(runs.size()) + " runs\n" + paper.wrapped(b.sentence, 0) + "\n\n";
  std::vector<std::vector<Cell>> rows{{{"", Ink::faint}}};
  for (const std::string& name : names)
    rows[0].push_back({shortened(paper.fit(name), 24, paper.ellipsis()), Ink::faint});
  for (const RuleResult* rule : rules_of_all(runs)) {
    std::vector<Cell> row{{paper.fit(rule->rule)}};
    for (const RunResult& run : runs) {
      const RuleResult* const own = rule_in(run, rule->rule);
      row.push_back(own ? Cell{paper.fit(fmt::format("{} {}", word_of(own->verdict).symbol, shown(*own).value)),
                               ink_of(own->verdict)}
                        : Cell{"-"});
    }
    rows.push_back(row);
  }
  for (const MetricResult* key : keys_of(runs)) {
    std::vector<Cell> row{{paper.fit(label_of(parts_of(*key)))}};
    for (const RunResult& run : runs) {
      const MetricResult* const m = find(run, key->key);
      row.push_back({paper.fit(m ? shown(*m).value : "-")});
    }
    rows.push_back(row);
  }
  std::vector<Align> aligns(names.size() + 1, Align::right);
  aligns.front() = Align::left;
  return out + table(paper, rows, aligns, 0);
}

}  // namespace busyhour
