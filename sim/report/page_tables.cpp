#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "busyhour/report/report.hpp"
#include "numbers.hpp"
#include "page.hpp"
#include "phrases.hpp"
#include "text.hpp"

namespace busyhour::detail {
namespace {

std::string figure(const Chart& chart) {
  std::string out =
      fmt::format("<section class=\"card\"><figure id=\"{}\"><h3>{}</h3><p>{}</p><div class=\"chart\"></div>", chart.id,
                  escape_html(with_fixed_units(chart.title)), escape_html(with_fixed_units(chart.summary)));
  if (!chart.reading.empty())
    out += fmt::format("<figcaption>{}</figcaption>", escape_html(with_fixed_units(chart.reading)));
  return out + fmt::format("</figure><details><summary>Data table</summary>{}</details></section>\n",
                           table_html(chart.table));
}

/// One row of the table of percentiles: a metric with its scope, its statistics by name.
struct Row {
  KeyParts key;
  std::vector<const MetricResult*> metrics;
};

constexpr std::array statistics{"mean", "p50", "p90", "p95", "p99", "p99.9", "max"};

std::vector<Row> rows_of(const RunResult& run) {
  std::vector<Row> rows;
  for (const MetricResult& m : run.metrics) {
    const KeyParts key = parts_of(m);
    if (std::ranges::find(statistics, key.statistic) == statistics.end()) continue;
    auto row = std::ranges::find_if(
        rows, [&](const Row& r) { return r.key.scope == key.scope && r.key.metric == key.metric; });
    if (row == rows.end())
      row = rows.insert(rows.end(),
                        Row{{key.scope, key.metric, ""}, std::vector<const MetricResult*>(statistics.size(), nullptr)});
    row->metrics[static_cast<std::size_t>(std::ranges::find(statistics, key.statistic) - statistics.begin())] = &m;
  }
  return rows;
}

bool alike(const MetricResult* a, const MetricResult* b) {
  if (!a || !b) return a == b;
  const Estimate &x = a->estimate, &y = b->estimate;
  const auto equal = [](double u, double v) { return u == v || (std::isnan(u) && std::isnan(v)); };
  return equal(x.value, y.value) && equal(x.low, y.low) && equal(x.high, y.high) && x.n == y.n;
}

/// With one workload the whole and the workload say the same: once is enough.
void drop_repetitions(std::vector<Row>& rows) {
  const std::vector<Row> all = rows;
  std::erase_if(rows, [&](const Row& row) {
    return !row.key.scope.empty() && std::ranges::any_of(all, [&](const Row& whole) {
      return whole.key.scope.empty() && whole.key.metric == row.key.metric &&
             std::ranges::equal(whole.metrics, row.metrics, alike);
    });
  });
}

std::string cell(const MetricResult* m) {
  if (!m) return "<td class=\"n\"></td>";
  const Shown number = shown(*m);
  const bool interval = m->estimate.quality == Estimate::Quality::interval;
  return fmt::format("<td class=\"n\">{}{}</td>", escape_html(number.value),
                     interval ? "<small>" + escape_html(number.interval) + "</small>" : "");
}

void fact(std::string& out, std::string_view name, const std::string& html) {
  out += fmt::format("<dt>{}</dt><dd>{}</dd>", name, html);
}

}  // namespace

std::string table_html(const DataTable& table) {
  std::string out = "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>";
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    out += fmt::format("<th{}>{}</th>", c > 0 ? " class=\"n\"" : "", escape_html(table.columns[c]));
  out += "</tr></thead><tbody>";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (std::size_t c = 0; c < row.size(); ++c)
      out += fmt::format("<td{}>{}</td>", c > 0 ? " class=\"n\"" : "", escape_html(row[c]));
    out += "</tr>";
  }
  out += "</tbody></table></div>";
  if (!table.note.empty()) out += fmt::format("<p class=\"muted\">{}</p>", escape_html(table.note));
  return out;
}

std::string charts_section(const std::vector<Chart>& charts) {
  if (charts.empty()) return "";
  std::string out =
      "<h2>Charts</h2>\n<noscript><p class=\"card\">Scripts are off, so the charts are not drawn; the table under each "
      "holds the same numbers.</p></noscript>\n";
  for (const Chart& chart : charts) out += figure(chart);
  return out;
}

std::string percentiles_section(const RunResult& run) {
  std::vector<Row> rows = rows_of(run);
  drop_repetitions(rows);
  if (rows.empty()) return "";
  std::array<bool, statistics.size()> used{};
  for (const Row& row : rows)
    for (std::size_t s = 0; s < statistics.size(); ++s) used[s] = used[s] || row.metrics[s];
  std::string out = "<h2>Percentiles</h2>\n<div class=\"card scroll\" tabindex=\"0\"><table><thead><tr><th>Metric</th>";
  for (std::size_t s = 0; s < statistics.size(); ++s)
    if (used[s]) out += fmt::format("<th class=\"n\">{}</th>", statistics[s]);
  out += "</tr></thead><tbody>\n";
  for (const Row& row : rows) {
    out += fmt::format("<tr><th scope=\"row\">{}</th>", name_html(label_of(row.key), 80));
    for (std::size_t s = 0; s < statistics.size(); ++s)
      if (used[s]) out += cell(row.metrics[s]);
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string assumptions_section(const RunResult& run) {
  if (run.scenario.assumptions.empty()) return "";
  std::string out =
      "<h2>Assumptions</h2>\n<div class=\"card scroll\"><p class=\"muted\">What the file left open and the run took "
      "for granted.</p><table><thead><tr><th>Key</th><th>Value</th></tr></thead><tbody>\n";
  for (const auto& [key, value] : run.scenario.assumptions)
    out += fmt::format("<tr><td><code>{}</code></td><td>{}</td></tr>\n", name_html(key), name_html(value));
  return out + "</tbody></table></div>\n";
}

std::string reproduce_section(const RunResult& run) {
  std::string out = fmt::format("<h2>Reproduce</h2>\n<div class=\"card\"><pre class=\"wrap\">{}</pre><dl>",
                                escape_html(one_line(command_of(run))));
  fact(out, "Scenario",
       name_html(run.scenario.file) +
           (run.scenario.sha256.empty() ? "" : " · sha256 <code>" + name_html(run.scenario.sha256, 64) + "</code>"));
  fact(out, "Run",
       escape_html(run_text(run)) +
           (run.partial ? fmt::format(" (interrupted: {} were asked for)", run.asked_replications) : ""));
  if (run.outcomes.requests > 0)
    fact(out, "Counted",
         readable_count(run.outcomes.requests) + " requests, " + readable_count(run.events) + " events");
  fact(out, "Program", "busyhour " + name_html(run.version, 40));
  if (!run.result_dir.empty()) fact(out, "Results", "<code>" + name_html(run.result_dir, 400) + "</code>");
  out += "</dl>";
  if (!run.scenario.resolved.empty())
    out += fmt::format(
        "<details><summary>The scenario as it was read, defaults included</summary><pre "
        "tabindex=\"0\">{}</pre></details>",
        escape_html(run.scenario.resolved));
  return out + "</div>\n";
}

std::string reading_section(const RunResult& run) {
  std::string out =
      "<h2>How to read this page</h2>\n<div class=\"card\"><ul class=\"plain\">"
      "<li>A 95 % interval says where the long-run value lies, judged by how much independent replications differ. "
      "“&lt; 0.03 %” means that the event was never seen; it is rarer than that.</li>"
      "<li>A rule passes if its whole interval keeps the bound, fails if none of it does, and is undecided in between: "
      "more replications narrow it.</li>"
      "<li>p95 is the value that 95 of 100 cases do not exceed. A request that was given up waits for ever (inf) in "
      "such percentiles, never zero.</li>"
      "<li>Beside a rule, the black line is its bound, the scale runs from 0 to twice the bound, an arrow points "
      "beyond.</li>"
      "<li>Exact values, where a formula exists, come from queueing theory and not from this run.</li></ul>";
  std::set<std::string_view> seen;
  std::string meanings;
  for (const MetricResult& m : run.metrics)
    if (!m.about.about.empty() && seen.insert(m.about.name).second)
      meanings +=
          fmt::format("<dt><code>{}</code></dt><dd>{}</dd>", escape_html(m.about.name), escape_html(m.about.about));
  if (!meanings.empty())
    out += fmt::format("<details><summary>What each metric measures</summary><dl>{}</dl></details>", meanings);
  return out + "</div>\n";
}

}  // namespace busyhour::detail
