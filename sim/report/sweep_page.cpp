#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "busyhour/report/sweep_report.hpp"
#include "numbers.hpp"
#include "page.hpp"
#include "phrases.hpp"
#include "point_words.hpp"
#include "text.hpp"

namespace busyhour {
namespace {

using namespace detail;

/// The finite smallest and largest of one metric over the points, and where they are.
struct Spread {
  const MetricResult *low = nullptr, *high = nullptr;
  const PointResult *at_low = nullptr, *at_high = nullptr;
};
Spread spread_of(const SweepResult& sweep, const std::string& key) {
  Spread s;
  for (const PointResult& point : sweep.points) {
    const MetricResult* m = find(point.run, key);
    if (!m || std::isnan(m->estimate.value)) continue;
    if (!s.low || m->estimate.value < s.low->estimate.value) s.low = m, s.at_low = &point;
    if (!s.high || m->estimate.value > s.high->estimate.value) s.high = m, s.at_high = &point;
  }
  return s;
}

std::string key_numbers(const SweepResult& sweep) {
  const Tallied t = tallied(sweep);
  std::vector<std::string> tiles{
      tile_html("Points", readable_count(sweep.points.size()),
                {t.judged() == 0 ? "no rule is set"
                                 : fmt::format("{} pass, {} fail, {} undecided", t.passes, t.fails, t.undecided)})};
  constexpr std::size_t most = 6;
  if (!sweep.points.empty())
    for (const MetricResult* m : detail::key_numbers(sweep.points.front().run)) {
      const Spread s = spread_of(sweep, m->key);
      if (!s.low || tiles.size() == most) continue;
      tiles.push_back(tile_html(label_of(parts_of(*m)),
                                readable(s.low->estimate.value, m->about, m->statistic) + " to " +
                                    readable(s.high->estimate.value, m->about, m->statistic),
                                {"least at " + name_html(place_of(s.at_low->set), 80),
                                 "most at " + name_html(place_of(s.at_high->set), 80)}));
    }
  return tiles_section(tiles);
}

/// How the i-th rule does over the points, and the one that is furthest on the wrong side.
std::string rule_row(const SweepResult& sweep, std::size_t i) {
  std::size_t counts[3] = {};
  const PointResult* worst = nullptr;
  const RuleResult& first = sweep.points.front().run.slo[i];
  const bool upper = first.relation == Relation::at_most || first.relation == Relation::below;
  for (const PointResult& point : sweep.points) {
    const RuleResult& rule = point.run.slo[i];
    ++counts[rule.verdict == Verdict::passes ? 0 : rule.verdict == Verdict::fails ? 1 : 2];
    if (!rule.measured.has_value()) continue;
    const double v = rule.measured.value;
    if (!worst || (upper ? v > worst->run.slo[i].measured.value : v < worst->run.slo[i].measured.value)) worst = &point;
  }
  std::string out = fmt::format("<tr><td class=\"rule\"><code>{}</code></td>", name_html(first.rule));
  for (const std::size_t n : counts) out += number_cell(readable_count(n));
  if (!worst) return out + number_cell("–") + "<td></td></tr>\n";
  const Shown number = shown(worst->run.slo[i]);
  return out + number_cell(number.value, number.interval) +
         fmt::format("<td>{}</td></tr>\n", name_html(place_of(worst->set), 120));
}

std::string rules(const SweepResult& sweep) {
  if (sweep.points.empty() || sweep.points.front().run.slo.empty()) return "";
  std::string out = "<h2>Rules</h2>\n<div class=\"card\">" +
                    table_head({"Rule", ">Pass at", ">Fail at", ">Undecided at", ">Furthest off", "Where"});
  for (std::size_t i = 0; i < sweep.points.front().run.slo.size(); ++i) out += rule_row(sweep, i);
  return out + table_end + "</div>\n";
}

/// What the table of points shows beside the rules: key numbers that no rule speaks of.
std::vector<std::string> more_keys(const SweepResult& sweep) {
  constexpr std::size_t most = 5;
  std::vector<std::string> keys;
  const RunResult& first = sweep.points.front().run;
  for (const MetricResult* m : detail::key_numbers(first)) {
    const auto same = [&](const RuleResult& r) { return r.subject.key == m->key; };
    if (first.slo.size() + keys.size() < most && std::ranges::none_of(first.slo, same)) keys.push_back(m->key);
  }
  return keys;
}

std::string measured(const Shown& number, const std::string& exact) {
  return fmt::format("<td class=\"n\">{}<small>{}</small>{}</td>", escape_html(number.value),
                     escape_html(number.interval), exact.empty() ? "" : "<small>" + escape_html(exact) + "</small>");
}

std::string point_row(const SweepResult& sweep, const PointResult& point, const std::vector<std::string>& keys) {
  std::string out = fmt::format("<tr id=\"point-{}\">", point.number);
  for (const std::string& path : sweep.paths)
    out += fmt::format("<td class=\"n\">{}</td>", name_html(value_at(point.set, path), 60));
  const auto verdict = overall(point.run);
  if (verdict) out += "<td>" + badge_html(*verdict) + "</td>";
  for (const RuleResult& rule : point.run.slo)
    out += measured(shown(rule), exact_text(exact_beside(point.run, rule), rule.subject.about, rule.subject.statistic));
  for (const std::string& key : keys) {
    const MetricResult* m = find(point.run, key);
    out += m ? measured(shown(*m), exact_text(m->theory ? &*m->theory : nullptr, m->about, m->statistic)) : "<td></td>";
  }
  return out +
         fmt::format("<td><code>{}</code></td></tr>\n",
                     point.set.empty() ? "" : name_html(sets_of(point.set).substr(1), 200));  // one may change nothing
}

std::string points(const SweepResult& sweep) {
  if (sweep.points.empty()) return "";
  const RunResult& first = sweep.points.front().run;
  const std::vector<std::string> keys = more_keys(sweep);
  std::vector<std::string> columns;
  for (const std::string& head : heads_of(sweep.paths)) columns.push_back(">" + head);
  if (!first.slo.empty()) columns.emplace_back("Verdict");
  for (const RuleResult& rule : first.slo) columns.push_back(">" + rule.rule);
  for (const std::string& key : keys) columns.push_back(">" + label_of(parts_of(*find(first, key))));
  columns.emplace_back("To run it alone");
  std::string out = "<h2>Points</h2>\n<div class=\"card\">" + table_head(columns, "sortable");
  for (const PointResult& point : sweep.points) out += point_row(sweep, point, keys);
  return out + table_end + "</div>\n";
}

/// The time that a reader asks about first: a rule's, else that of the first key number that is one.
std::string time_of(const RunResult& run) {
  for (const RuleResult& rule : run.slo)
    if (rule.subject.about.shape == MetricShape::times)
      return (rule.subject.scope.empty() ? "" : rule.subject.scope + ".") + rule.subject.metric;
  for (const MetricResult* m : detail::key_numbers(run))
    if (m->about.shape == MetricShape::times) return m->key.substr(0, m->key.rfind('.'));
  return "";
}

std::string percentiles(const SweepResult& sweep) {
  if (sweep.points.empty()) return "";
  const std::string time = time_of(sweep.points.front().run);
  if (time.empty()) return "";
  const MetricResult* const mean = find(sweep.points.front().run, time + ".mean");
  if (!mean) return "";
  KeyParts key = parts_of(*mean);
  key.statistic.clear();
  std::vector<std::string> columns;
  for (const std::string& head : heads_of(sweep.paths)) columns.push_back(">" + head);
  constexpr const char* statistics[] = {"mean", "p50", "p90", "p95", "p99"};
  for (const char* s : statistics) columns.push_back(std::string{">"} + s);
  std::string out = fmt::format("<h2>Percentiles</h2>\n<div class=\"card\"><details{}><summary>{}</summary>",
                                sweep.points.size() <= 20 ? " open" : "", name_html(label_of(key), 80)) +
                    table_head(columns, "sortable");
  for (const PointResult& point : sweep.points) {
    out += "<tr>";
    for (const std::string& path : sweep.paths) out += number_cell(shortened(one_line(value_at(point.set, path)), 60));
    for (const char* s : statistics) {
      const MetricResult* m = find(point.run, time + "." + s);
      out += m ? number_cell(shown(*m).value) : "<td></td>";
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div></details></div>\n";
}

/// The key numbers of every point; everything else is in the result folder's points.csv.
std::string data(const SweepResult& sweep) {
  if (sweep.points.empty()) return "";
  std::vector<std::string> keys;
  for (const RuleResult& rule : sweep.points.front().run.slo)
    if (find(sweep.points.front().run, rule.subject.key)) keys.push_back(rule.subject.key);
  for (const MetricResult* m : detail::key_numbers(sweep.points.front().run))
    if (std::ranges::find(keys, m->key) == keys.end()) keys.push_back(m->key);
  std::string csv = "point";
  for (const std::string& path : sweep.paths) csv += ',' + csv_field(path);
  for (const std::string& key : keys)
    for (const char* end : {"", "_lo", "_hi", "_exact"}) csv += ',' + csv_field(key + end);
  csv += ",verdict\n";
  for (const PointResult& point : sweep.points) {
    csv += fmt::format("{}", point.number);
    for (const std::string& path : sweep.paths) csv += ',' + csv_field(value_at(point.set, path));
    for (const std::string& key : keys) {
      const MetricResult* m = find(point.run, key);
      csv += m ? fmt::format(",{},{},{},{}", csv_number(m->estimate.value), csv_number(m->estimate.low),
                             csv_number(m->estimate.high), m->theory ? csv_number(m->theory->value) : "")
               : ",,,,";
    }
    const auto verdict = overall(point.run);
    csv += fmt::format(",{}\n", verdict ? word_of(*verdict).word : "");
  }
  return "<h2>Data</h2>\n<div class=\"card\"><ul class=\"plain downloads\">" + csv_link("points.csv", csv) +
         "</ul><p class=\"muted\">The numbers of this page, in seconds, dollars and shares of 1; the result folder "
         "holds every metric, replication and percentile.</p></div>\n";
}

std::string size_of(const SweepResult& sweep) {
  return fmt::format("{} points, {} replications each, seed {}", readable_count(sweep.points.size()),
                     sweep.replications, sweep.seed);
}

Facts facts(const SweepResult& sweep) {
  Facts all = scenario_facts(sweep.scenario);
  std::uint64_t requests = 0, events = 0;
  for (const PointResult& point : sweep.points) requests += point.run.outcomes.requests, events += point.run.events;
  all.emplace_back("Sweep", name_html(size_of(sweep)));
  all.emplace_back("Counted", readable_count(requests) + " requests, " + readable_count(events) + " events");
  return all;
}

/// What the points warn of, each warning once.
std::vector<std::string> warnings(const SweepResult& sweep) {
  std::vector<std::pair<std::string, std::size_t>> all;
  for (const PointResult& point : sweep.points)
    for (const std::string& warning : point.run.warnings) {
      const auto at = std::ranges::find(all, warning, &std::pair<std::string, std::size_t>::first);
      at == all.end() ? void(all.emplace_back(warning, 1)) : void(++at->second);
    }
  std::vector<std::string> said;
  for (const auto& [warning, n] : all) said.push_back(n == 1 ? warning : fmt::format("{} (at {} points)", warning, n));
  return said;
}

}  // namespace

Banner detail::banner_of(const SweepResult& sweep) {
  const Tallied t = tallied(sweep);
  const std::string sentence = verdict_sentence(sweep);
  if (t.judged() == 0) return {"DONE", "–", "unsure", sentence};
  if (t.passes == t.judged()) return {"PASS", "✓", "good", sentence};
  if (t.fails == t.judged()) return {"FAIL", "✗", "bad", sentence};
  return {fmt::format("{} OF {} POINTS PASS", t.passes, t.judged()), "◐", "care", sentence};
}

std::string html_report(const SweepResult& sweep, ChartRenderer* painter) {
  Page page{banner_of(sweep),
            sweep.scenario.name,
            sweep.scenario.about,
            size_of(sweep),
            sweep.version,
            warnings(sweep),
            "",
            charts_of(sweep)};
  page.sections =
      key_numbers(sweep) + rules(sweep) + charts_section(page.charts) + points(sweep) + percentiles(sweep) +
      assumptions_section(sweep.scenario) +
      reproduce_section({typed("sweep", sweep.scenario), typed("run", sweep.scenario) + " --set PATH=VALUE"},
                        sweep.scenario) +
      environment_section(facts(sweep), sweep.version) + data(sweep) +
      reading_section({"Every point runs with the same callers (common random numbers), so neighbours "
                       "differ less than their intervals suggest.",
                       "A click on the head of a column sorts the table of points."},
                      sweep.points.empty() ? std::vector<MetricResult>{} : sweep.points.front().run.metrics);
  return html_of(page, painter);
}

}  // namespace busyhour
