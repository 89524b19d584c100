#include <fmt/format.h>

#include <cmath>

#include "busyhour/report/report.hpp"
#include "numbers.hpp"
#include "page.hpp"
#include "phrases.hpp"
#include "text.hpp"

namespace busyhour::detail {
namespace {

/// All digits, so that the file reads back.
std::string full(double value) { return std::isnan(value) ? "" : shortest(value); }

std::string metrics_csv(const RunResult& run) {
  std::string out = "metric,estimate,low,high,n,theory_model,theory_value,theory_z\n";
  for (const MetricResult& m : run.metrics)
    out += fmt::format("{},{},{},{},{},{},{},{}\n", csv_field(m.key), full(m.estimate.value), full(m.estimate.low),
                       full(m.estimate.high), m.estimate.n, m.theory ? csv_field(m.theory->model) : "",
                       m.theory ? full(m.theory->value) : "", m.theory ? full(m.theory->z) : "");
  return out;
}

std::string percentiles_csv(const RunResult& run) {
  std::string out = "metric,p,value_s\n";
  for (const PercentileCurve& curve : run.percentiles)
    for (const auto& point : curve.points)
      out += fmt::format("{},{},{}\n", csv_field(curve.metric), full(point.p), full(point.seconds));
  return out;
}

std::string replications_csv(const RunResult& run) {
  std::string out = "replication";
  for (const std::string& column : run.replication_columns) out += ',' + csv_field(column);
  out += '\n';
  for (const auto& replication : run.per_replication) {
    out += fmt::format("{}", replication.number);
    for (const double value : replication.values) out += ',' + full(value);
    out += '\n';
  }
  return out;
}

std::string row_of(const MetricResult& m) {
  const Shown number = shown(m);
  return fmt::format(
      "<tr><td><code>{}</code></td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
      "class=\"n\">{}</td></tr>\n",
      name_html(m.key, 100), escape_html(number.value), escape_html(number.interval), readable_count(m.estimate.n),
      m.theory ? fmt::format("{}<small>{}</small>", escape_html(readable(m.theory->value, m.about, m.statistic)),
                             name_html(m.theory->model, 60))
               : "");
}

}  // namespace

std::string data_section(const RunResult& run) {
  if (run.metrics.empty()) return "";
  std::string out = "<h2>Data</h2>\n<div class=\"card\"><ul class=\"plain downloads\">";
  out += csv_link("metrics.csv", metrics_csv(run));
  if (!run.percentiles.empty()) out += csv_link("percentiles.csv", percentiles_csv(run));
  if (!run.per_replication.empty()) out += csv_link("replications.csv", replications_csv(run));
  out +=
      "</ul><details><summary>All metrics</summary><div class=\"scroll\" "
      "tabindex=\"0\"><table><thead><tr><th>Metric</th><th class=\"n\">Estimate</th>"
      "<th class=\"n\">95 % interval</th><th class=\"n\">Counted</th><th class=\"n\">Exact</th></tr></thead><tbody>\n";
  for (const MetricResult& m : run.metrics) out += row_of(m);
  return out + "</tbody></table></div></details></div>\n";
}

}  // namespace busyhour::detail
