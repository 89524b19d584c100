#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "busyhour/report/compare_report.hpp"
#include "difference_words.hpp"
#include "numbers.hpp"
#include "page.hpp"
#include "phrases.hpp"
#include "point_words.hpp"
#include "text.hpp"

namespace busyhour {
namespace {

using namespace detail;
using Word = MetricDifference::Word;

const char* style_of(Word word) {
  return word == Word::better ? "good" : word == Word::worse ? "bad" : word == Word::undecided ? "care" : "unsure";
}
std::string badge(Word word) {
  constexpr std::array symbols{"✓", "✗", "=", "?"};
  return fmt::format("<span class=\"badge {}\">{} {}</span>", style_of(word), symbols[static_cast<std::size_t>(word)],
                     in_words(word));
}

std::string key_numbers(const CompareResult& compared) {
  constexpr std::size_t most = 8;
  std::vector<std::string> tiles;
  for (const MetricDifference* m : key_differences(compared)) {
    if (tiles.size() == most) break;
    tiles.push_back(tile_html(label_of(parts_of(m->key, m->about.name)),
                              difference_text(*m).substr(0, difference_text(*m).find(" (")),
                              {fmt::format("A {}, B {}", escape_html(shown(m->a, m->about, m->statistic).value),
                                           escape_html(shown(m->b, m->about, m->statistic).value)),
                               std::string{in_words(m->verdict)}}));
  }
  return tiles_section(tiles);
}

std::string rules(const CompareResult& compared) {
  if (compared.a.slo.empty() && compared.b.slo.empty()) return "";
  std::string out = "<h2>Rules</h2>\n<div class=\"card\">" +
                    table_head({"Side", "Verdict", "Rule", ">Measured", "Against the bound"}, "rules");
  for (const auto& [side, run] : {std::pair{"A", &compared.a}, std::pair{"B", &compared.b}})
    for (const RuleResult& rule : run->slo) {
      const Shown number = shown(rule);
      out += fmt::format("<tr><td>{}</td><td>{}</td><td class=\"rule\"><code>{}</code></td>{}<td>{}</td></tr>\n", side,
                         badge_html(rule.verdict), name_html(rule.rule), number_cell(number.value, number.interval),
                         rule_strip(rule));
    }
  return out + table_end + "</div>\n";
}

/// The difference's interval on a line around 0, the zone that is too small to matter shaded: the scale is the widest
/// of both.
std::string strip(const MetricDifference& m, double zone) {
  const Estimate& d = m.difference;
  const double small = zone * std::abs(m.a.value);
  if (!std::isfinite(d.value) || !std::isfinite(small)) return "";
  const bool interval = d.has_interval() && std::isfinite(d.low) && std::isfinite(d.high);
  const double most =
      std::max({std::abs(d.value), interval ? std::abs(d.low) : 0, interval ? std::abs(d.high) : 0, small});
  if (!(most > 0)) return "";
  const auto at = [&](double v) { return 100 + v / most * 92; };
  std::string out = fmt::format(
      "<svg class=\"strip {}\" viewBox=\"0 0 200 18\" role=\"img\" aria-label=\"{}\"><rect class=\"zone\" x=\"{:.1f}\" "
      "y=\"1\" width=\"{:.1f}\" height=\"16\"/><line class=\"axis\" x1=\"4\" y1=\"9\" x2=\"196\" y2=\"9\"/>",
      style_of(m.verdict), escape_html("B minus A: " + difference_text(m)), at(-small), at(small) - at(-small));
  if (interval)
    out += fmt::format("<rect class=\"interval\" x=\"{:.1f}\" y=\"6\" width=\"{:.1f}\" height=\"6\" rx=\"2\"/>",
                       at(d.low), std::max(at(d.high) - at(d.low), 1.0));
  out += fmt::format("<rect class=\"estimate\" x=\"{:.1f}\" y=\"4\" width=\"3\" height=\"10\"/>", at(d.value) - 1.5);
  return out + "<line class=\"bound\" x1=\"100\" y1=\"0\" x2=\"100\" y2=\"18\"/></svg>";
}

std::string difference_row(const MetricDifference& m, double zone) {
  const Shown a = shown(m.a, m.about, m.statistic), b = shown(m.b, m.about, m.statistic);
  return fmt::format("<tr><th scope=\"row\">{}</th>{}{}<td class=\"n\">{}</td><td>{}</td><td>{}</td></tr>\n",
                     name_html(label_of(parts_of(m.key, m.about.name)), 80), number_cell(a.value, a.interval),
                     number_cell(b.value, b.interval), escape_html(with_fixed_units(difference_text(m))),
                     badge(m.verdict), strip(m, zone));
}

std::string differences(const CompareResult& compared) {
  const std::vector<std::string> columns{"Metric", ">A", ">B", ">B − A", "Verdict", "Around 0"};
  const auto key = key_differences(compared);
  std::string out = "<h2>Differences</h2>\n<div class=\"card\">" + table_head(columns);
  for (const MetricDifference* m : key) out += difference_row(*m, compared.zone);
  out += table_end;
  if (key.size() < compared.metrics.size()) {
    out += "<details><summary>All metrics</summary>" + table_head(columns);
    for (const MetricDifference& m : compared.metrics) out += difference_row(m, compared.zone);
    out += table_end;
    out += "</details>";
  }
  return out + "</div>\n";
}

std::string changes(const CompareResult& compared) {
  std::string out = "<h2>What differs in the scenarios</h2>\n<div class=\"card\">";
  if (compared.changed.empty()) return out + "<p>Nothing: the two are the same.</p></div>\n";
  out += table_head({"Key", "A", "B"});
  for (const ChangedValue& c : compared.changed)
    out += fmt::format("<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>\n", name_html(c.path),
                       name_html(c.a.empty() ? "–" : c.a, 200), name_html(c.b.empty() ? "–" : c.b, 200));
  return out + table_end + "</div>\n";
}

std::string percentiles(const CompareResult& compared) {
  std::string rows;
  for (const MetricDifference& m : compared.metrics) {
    const KeyParts key = parts_of(m.key, m.about.name);
    if (!key.scope.empty() ||
        (key.statistic != "mean" && key.statistic != "p50" && key.statistic != "p95" && key.statistic != "p99"))
      continue;
    rows += fmt::format("<tr><th scope=\"row\">{}</th>{}{}<td class=\"n\">{}</td></tr>\n", name_html(label_of(key), 80),
                        number_cell(shown(m.a, m.about, m.statistic).value),
                        number_cell(shown(m.b, m.about, m.statistic).value),
                        escape_html(with_fixed_units(difference_text(m))));
  }
  if (rows.empty()) return "";
  return "<h2>Percentiles</h2>\n<div class=\"card\">" + table_head({"Metric", ">A", ">B", ">B − A"}) + rows +
         table_end + "</div>\n";
}

std::string data(const CompareResult& compared) {
  std::string csv = "metric,a,a_lo,a_hi,b,b_lo,b_hi,difference,difference_lo,difference_hi,verdict\n";
  for (const MetricDifference& m : compared.metrics) {
    csv += csv_field(m.key);
    for (const Estimate* e : {&m.a, &m.b, &m.difference})
      csv += fmt::format(",{},{},{}", csv_number(e->value), csv_number(e->low), csv_number(e->high));
    csv += fmt::format(",{}\n", busyhour::word_of(m.verdict));
  }
  return "<h2>Data</h2>\n<div class=\"card\"><ul class=\"plain downloads\">" + csv_link("differences.csv", csv) +
         "</ul></div>\n";
}

/// What both take for granted is said once, the rest with its side.
ScenarioEcho both(const CompareResult& compared) {
  ScenarioEcho echo = compared.a.scenario;
  echo.resolved.clear();
  echo.assumptions.clear();
  const auto &a = compared.a.scenario.assumptions, &b = compared.b.scenario.assumptions;
  const auto has = [](const auto& list, const auto& one) { return std::ranges::find(list, one) != list.end(); };
  for (const auto& one : a) echo.assumptions.emplace_back((has(b, one) ? "" : "A: ") + one.first, one.second);
  for (const auto& one : b)
    if (!has(a, one)) echo.assumptions.emplace_back("B: " + one.first, one.second);
  return echo;
}

}  // namespace

Banner detail::banner_of(const CompareResult& compared) {
  const auto count = counted(compared);
  const std::size_t better = count[0], worse = count[1];
  const std::string sentence = verdict_sentence(compared);
  if (better > 0 && worse > 0)
    return {fmt::format("B BETTER ON {}, WORSE ON {}", better, worse), "◐", "care", sentence};
  if (better > 0) return {fmt::format("B BETTER ON {}", better), "✓", "good", sentence};
  if (worse > 0) return {fmt::format("B WORSE ON {}", worse), "✗", "bad", sentence};
  return {count[3] > 0 ? "UNDECIDED" : "NO DIFFERENCE SHOWN", count[3] > 0 ? "?" : "=", "unsure", sentence};
}

std::string detail::command_of(const CompareResult& compared) {
  std::string command =
      fmt::format("busyhour compare {} {}", shell_word(compared.a.scenario.file), shell_word(compared.b.scenario.file));
  for (const std::string& set : compared.a.scenario.sets) command += " --set-a " + shell_word(set);
  for (const std::string& set : compared.b.scenario.sets) command += " --set-b " + shell_word(set);
  return command + fmt::format(" --too-small {:.4g}", compared.zone * 100);
}

std::string html_report(const CompareResult& compared, ChartRenderer* painter) {
  const std::string size = fmt::format("A: {}; B: {}; paired, less than {:.3g} % of A is too small to matter",
                                       run_text(compared.a), run_text(compared.b), compared.zone * 100);
  const ScenarioEcho echo = both(compared);
  Facts facts;
  for (const auto& [side, run] : {std::pair{"A", &compared.a}, std::pair{"B", &compared.b}})
    facts.emplace_back(side, scenario_facts(run->scenario).front().second);
  Page page{banner_of(compared),
            "A: " + shortened(one_line(compared.a.scenario.name), 70) +
                " · B: " + shortened(one_line(compared.b.scenario.name), 70),
            "",
            size,
            compared.version,
            compared.warnings,
            "",
            charts_of(compared)};
  page.sections =
      key_numbers(compared) + rules(compared) + changes(compared) + charts_section(page.charts) +
      differences(compared) + percentiles(compared) + assumptions_section(echo) +
      reproduce_section({command_of(compared)}, echo) + environment_section(facts, compared.version) + data(compared) +
      reading_section(
          {"Both sides meet the same callers: each replication of B is set against the same one of A, so "
           "the interval of a difference is much narrower than the two intervals suggest.",
           "“Better” and “worse” mean that the whole interval of the difference lies beyond the shaded zone "
           "that is too small to matter; “no difference shown” that it holds 0."},
          compared.a.metrics);
  return html_of(page, painter);
}

}  // namespace busyhour
