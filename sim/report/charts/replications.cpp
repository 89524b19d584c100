#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "../json_text.hpp"
#include "../numbers.hpp"
#include "../phrases.hpp"
#include "../text.hpp"
#include "busyhour/report/report.hpp"
#include "chart.hpp"
#include "parts.hpp"

namespace busyhour::detail {
namespace {

/// The column that a reader doubts first: that of the first rule that does not pass, else of the first rule, else of
/// the first key number.
struct Column {
  std::size_t index = 0;
  const MetricResult* metric = nullptr;
  const RuleResult* rule = nullptr;
};

std::string key_of(const MetricRef& s) {
  if (!s.key.empty()) return s.key;
  return s.scope.empty() ? s.metric : s.scope + '.' + s.metric;
}

Column column_of(const RunResult& run) {
  const auto place = [&](std::string_view key) {
    return static_cast<std::size_t>(std::ranges::find(run.replication_columns, key) - run.replication_columns.begin());
  };
  const std::size_t none = run.replication_columns.size();
  for (const bool passes : {false, true})
    for (const RuleResult& rule : run.slo)
      if (const auto at = place(key_of(rule.subject)); at < none && (rule.verdict == Verdict::passes) == passes)
        return {at, find(run, key_of(rule.subject)), &rule};
  for (const MetricResult* m : key_numbers(run))
    if (const auto at = place(m->key); at < none) return {at, m, nullptr};
  return {};
}

struct Dots {
  Unit unit;
  Json values = Json::array();
  double low = 0, high = 0;
  std::size_t missing = 0;
};

Dots dots_of(const RunResult& run, const Column& column) {
  Dots d{unit_for(column.metric->estimate.value, column.metric->about, column.metric->statistic), Json::array(),
         INFINITY, -INFINITY, 0};
  for (const auto& replication : run.per_replication) {
    const double v = column.index < replication.values.size() ? replication.values[column.index] : NAN;
    if (!std::isfinite(v)) {
      ++d.missing;
      continue;
    }
    d.values.push_back({{"r", replication.number}, {"v", v * d.unit.factor}});
    d.low = std::min(d.low, v);
    d.high = std::max(d.high, v);
  }
  return d;
}

void add_interval(Json& layers, const Column& column, const Dots& dots, const Json& y) {
  const Estimate& e = column.metric->estimate;
  if (!std::isfinite(e.value)) return;
  if (e.has_interval() && std::isfinite(e.high)) {
    Json low = y;
    low["field"] = "low";
    layers.push_back(
        {{"data",
          {{"values", Json::array({{{"low", e.low * dots.unit.factor}, {"high", e.high * dots.unit.factor}}})}}},
         {"mark", {{"type", "rect"}, {"style", "interval"}}},
         {"encoding", {{"y", low}, {"y2", {{"field", "high"}}}}}});
  }
  layers.push_back({{"data", {{"values", Json::array({{{"v", e.value * dots.unit.factor}}})}}},
                    {"mark", {{"type", "rule"}, {"style", "estimate"}}},
                    {"encoding", {{"y", y}}}});
}

/// Theory's value, where the scenario has one.
bool has_exact(const MetricResult& m) { return m.theory && std::isfinite(m.theory->value); }
void add_exact(Json& layers, const Column& column, const Dots& dots, const Json& y) {
  if (!has_exact(*column.metric)) return;
  layers.push_back({{"data", {{"values", Json::array({{{"v", column.metric->theory->value * dots.unit.factor}}})}}},
                    {"mark", {{"type", "rule"}, {"style", "estimate"}, {"strokeDash", {2, 4}}}},
                    {"encoding", {{"y", y}}}});
}

Json layers_of(const RunResult& run, const Column& column, const Dots& dots, const std::string& label) {
  const auto most = std::ranges::max(run.per_replication, {}, &RunResult::Replication::number).number;
  const Json x{{"field", "r"},
               {"type", "quantitative"},
               {"title", "Replication"},
               {"scale", {{"domain", {-0.5, static_cast<double>(most) + 0.5}}, {"nice", false}}},
               {"axis", {{"grid", false}, {"tickMinStep", 1}, {"format", "d"}}}};
  const Json y{{"field", "v"},
               {"type", "quantitative"},
               {"title", axis_title(label, dots.unit)},
               {"scale", {{"zero", false}}},
               {"axis", {{"tickCount", 5}}}};
  Json layers = Json::array();
  add_interval(layers, column, dots, y);
  add_exact(layers, column, dots, y);
  if (column.rule && std::isfinite(column.rule->bound))
    add_bound_rule(layers, column.rule->bound * dots.unit.factor, "accepted: " + bound_text(*column.rule), y);
  const Json tips = Json::array({number_tip("r", "Replication"), number_tip("v", axis_title("Value", dots.unit))});
  layers.push_back({{"data", {{"values", dots.values}}},
                    {"mark", {{"type", "point"}, {"style", "dot"}}},
                    {"encoding", {{"x", x}, {"y", y}, {"tooltip", tips}}}});
  return layers;
}

}  // namespace

std::vector<Chart> replication_charts(const RunResult& run) {
  const Column column = column_of(run);
  if (!column.metric || run.per_replication.size() < 2) return {};
  const Dots dots = dots_of(run, column);
  if (dots.values.empty()) return {};
  const MetricResult& m = *column.metric;
  const std::string label = shortened(one_line(label_of(parts_of(m))), 48);
  std::string summary = fmt::format("{}: {} replications between {} and {}; together {}.", label, dots.values.size(),
                                    readable(dots.low, m.about, m.statistic), readable(dots.high, m.about, m.statistic),
                                    shown(m.estimate, m.about, m.statistic).value);
  if (has_exact(m)) {
    summary +=
        fmt::format(" Exact, and dotted: {} ({})", readable(m.theory->value, m.about, m.statistic), m.theory->model);
    summary += std::isfinite(m.theory->z) ? fmt::format(", {:+.1f} standard errors away.", m.theory->z) : ".";
  }
  Chart chart{"replications",
              "How much replications differ: " + label,
              summary,
              "Each dot is one independent replication; the line is the estimate, the band its 95 % interval. Two "
              "clouds would mean two regimes, and no single number would describe them.",
              spec_head(summary, 190),
              {{"Replication", axis_title(label, dots.unit)}, {}, ""}};
  for (const Json& value : dots.values)
    chart.table.rows.push_back({value["r"].dump(), digits(value["v"].get<double>())});
  if (dots.missing > 0) chart.table.note = fmt::format("{} replications have no finite value.", dots.missing);
  chart.spec["layer"] = layers_of(run, column, dots, label);
  return {chart};
}

}  // namespace busyhour::detail
