#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "busyhour/report/report.hpp"
#include "numbers.hpp"
#include "page.hpp"
#include "phrases.hpp"
#include "text.hpp"

namespace busyhour::detail {
namespace {

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

}  // namespace

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

}  // namespace busyhour::detail
