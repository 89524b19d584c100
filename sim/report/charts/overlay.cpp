#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "../text.hpp"
#include "busyhour/report/report.hpp"
#include "chart.hpp"
#include "parts.hpp"
#include "percentile_curves.hpp"

namespace busyhour::detail {
namespace {

constexpr std::size_t most_metrics = 2;
constexpr double right = 1000;  // one case in a thousand
constexpr MetricAbout time_about{"", MetricShape::times, MetricScope::run, dimension::time, false, ""};

/// The same curve of both.
struct Pair {
  const PercentileCurve *a = nullptr, *b = nullptr;
  std::string name;
  Unit unit;
};

bool is_drawn(const PercentileCurve::Point& point) {
  return point.p < 1 && 1 / (1 - point.p) <= right * 1.0001 && std::isfinite(point.seconds);
}

std::vector<Pair> pairs_of(const CompareResult& compared) {
  std::vector<Pair> pairs;
  const auto is_flat = [](const PercentileCurve& c) {
    return std::ranges::all_of(c.points, [](const auto& point) { return point.seconds == 0; });
  };
  for (const PercentileCurve& a : compared.a.percentiles) {
    const auto b = std::ranges::find(compared.b.percentiles, a.metric, &PercentileCurve::metric);
    if (b == compared.b.percentiles.end() || a.points.empty() || b->points.empty() || pairs.size() == most_metrics)
      continue;
    if (a.metric.find('.') != a.metric.npos || (is_flat(a) && is_flat(*b))) continue;
    Pair pair{&a, &*b, name_of(a), {}};
    double top = 0;
    for (const PercentileCurve* c : {pair.a, pair.b})
      for (const auto& point : c->points)
        if (is_drawn(point)) top = std::max(top, point.seconds);
    pair.unit = unit_for(top > 0 ? top : 1, time_about, Statistic::none);
    pairs.push_back(pair);
  }
  return pairs;
}

Json x_axis() {
  return {{"field", "x"},
          {"type", "quantitative"},
          {"title", "Share of cases that take at most this long"},
          {"scale", {{"type", "log"}, {"domain", {1, right}}, {"nice", false}}},
          {"axis",
           {{"values", {1, 2, 10, 100, 1000}},
            {"labelExpr", "format(1 - 1 / datum.value, '.6~%')"},
            {"labelOverlap", "greedy"},
            {"labelFlush", true}}}};
}

std::string scenario_name(char letter, const RunResult& run) {
  return fmt::format("{}: {}", letter, shortened(one_line(run.scenario.name), 60));
}

Chart overlay_of(const CompareResult& compared, const Pair& pair) {
  const std::vector<std::string> names{scenario_name('A', compared.a), scenario_name('B', compared.b)};
  Json rows = Json::array();
  DataTable table{{"Share of cases", names[0], names[1]}, {}, ""};
  for (std::size_t k = 0; k < 2; ++k)
    for (const auto& point : (k == 0 ? pair.a : pair.b)->points)
      if (is_drawn(point))
        rows.push_back(
            {{"x", 1 / (1 - point.p)}, {"p", point.p}, {"v", point.seconds * pair.unit.factor}, {"k", names[k]}});
  const auto at = [&](const PercentileCurve& c, double p) {
    const auto point = std::ranges::find_if(c.points, [p](const auto& q) { return q.p >= p - 1e-9; });
    return point == c.points.end() ? std::string{"–"} : readable(point->seconds, time_about, Statistic::none);
  };
  for (const double p : {0.5, 0.9, 0.95, 0.99, 0.999})
    table.rows.push_back({fmt::format("{:.6g} %", p * 100), at(*pair.a, p), at(*pair.b, p)});
  const std::string summary = fmt::format("{}: at 95 % A {}, B {}.", pair.name, at(*pair.a, 0.95), at(*pair.b, 0.95));
  Chart chart{"percentiles-" + id_of(pair.a->metric),
              pair.name + ", A and B",
              summary,
              "Read upwards from a share: at 99 % stands the time that one case in a hundred exceeds.",
              spec_head(summary, 240),
              table};
  const Json legend = line_legend(1);
  Json y = quantity_of("v", axis_title("Time", pair.unit));
  y["scale"] = {{"domainMin", 0}}, y["axis"] = {{"tickCount", 6}};
  chart.spec["data"] = values_of(rows);
  chart.spec["mark"] = {{"type", "line"}, {"style", "series"}, {"clip", true}, {"tooltip", true}};
  chart.spec["encoding"] = {
      {"x", x_axis()},
      {"y", y},
      {"color", colour_by("k", names, legend)},
      {"strokeDash", dash_by("k", names, legend)},
      {"tooltip", Json::array({text_tip("k", "Scenario"),
                               {{"field", "p"}, {"type", "quantitative"}, {"title", "Share"}, {"format", ".4~%"}},
                               number_tip("v", axis_title("At most", pair.unit))})}};
  return chart;
}

/// B - A along the shares, and its interval where one was computed [s, then in the unit].
struct Difference {
  Json line = Json::array(), marks = Json::array();
  Unit unit;
};

/// The share that a key such as `added_delay.p99.9` speaks of.
double share_of(const MetricDifference& m, const Pair& pair) {
  return std::strtod(m.key.c_str() + pair.a->metric.size() + 2, nullptr) / 100;
}

std::optional<Difference> difference_of(const CompareResult& compared, const Pair& pair) {
  Difference d;
  double most = 0;
  for (const auto& a : pair.a->points) {
    const auto b = std::ranges::find_if(pair.b->points, [&](const auto& q) { return std::abs(q.p - a.p) < 1e-9; });
    if (b == pair.b->points.end() || !is_drawn(a) || !is_drawn(*b)) continue;
    d.line.push_back({{"x", 1 / (1 - a.p)}, {"p", a.p}, {"v", b->seconds - a.seconds}});
    most = std::max(most, std::abs(b->seconds - a.seconds));
  }
  if (d.line.size() < 2) return std::nullopt;
  for (const MetricDifference& m : compared.metrics) {
    if (m.statistic != Statistic::quantile || !m.key.starts_with(pair.a->metric + ".p")) continue;
    const Estimate& e = m.difference;
    const double p = share_of(m, pair);
    if (!is_drawn({p, e.value}) || !e.has_interval() || !std::isfinite(e.low) || !std::isfinite(e.high)) continue;
    most = std::max({most, std::abs(e.low), std::abs(e.high)});
    d.marks.push_back({{"x", 1 / (1 - p)}, {"p", p}, {"v", e.value}, {"low", e.low}, {"high", e.high}});
  }
  d.unit = unit_for(most > 0 ? most : 1, time_about, Statistic::none);
  for (Json* all : {&d.line, &d.marks})
    for (Json& row : *all)
      for (const char* field : {"v", "low", "high"})
        if (row.contains(field)) row[field] = row[field].get<double>() * d.unit.factor;
  return d;
}

Json layers_of(const Difference& d) {
  const std::string title = axis_title("B − A", d.unit);
  Json y = quantity_of("v", title);
  y["axis"] = {{"tickCount", 5}};
  const Json low = quantity_of("low"), zero = values_of(Json::array({{{"v", 0}}}));
  const Json tips = Json::array({{{"field", "p"}, {"type", "quantitative"}, {"title", "Share"}, {"format", ".4~%"}},
                                 number_tip("v", title),
                                 number_tip("low", "95 % interval, low"),
                                 number_tip("high", "95 % interval, high")});
  Json layers = Json::array();
  layers.push_back({{"data", zero}, {"mark", {{"type", "rule"}, {"style", "answer"}}}, {"encoding", {{"y", y}}}});
  layers.push_back({{"data", values_of(d.line)},
                    {"mark", {{"type", "line"}, {"style", "estimate"}, {"clip", true}}},
                    {"encoding", {{"x", x_axis()}, {"y", y}}}});
  layers.push_back({{"data", values_of(d.marks)},
                    {"mark", {{"type", "rule"}, {"style", "whisker"}}},
                    {"encoding", {{"x", x_axis()}, {"y", low}, {"y2", {{"field", "high"}}}}}});
  layers.push_back({{"data", values_of(d.marks)},
                    {"mark", {{"type", "point"}, {"style", "dot"}}},
                    {"encoding", {{"x", x_axis()}, {"y", y}, {"tooltip", tips}}}});
  return layers;
}

Chart chart_of(const Pair& pair, const Difference& d) {
  const auto text = [&](const Json& row, const char* field) { return digits(row[field].get<double>()); };
  const auto share = [](const Json& row) { return fmt::format("{:.6g} %", row["p"].get<double>() * 100); };
  const std::string summary =
      fmt::format("{}, B − A: {}{} at {}.", pair.name, text(d.line.back(), "v"), d.unit.suffix, share(d.line.back()));
  Chart chart{
      "difference-" + id_of(pair.a->metric),
      pair.name + ", B minus A",
      summary,
      "Below 0 B is faster. Vertical lines are 95 % intervals of the paired difference, where one was computed.",
      spec_head(summary, 200),
      {{"Share of cases", "B − A", "95 % interval"}, {}, ""}};
  for (const Json& m : d.marks)
    chart.table.rows.push_back(
        {share(m), text(m, "v") + d.unit.suffix, text(m, "low") + " to " + text(m, "high") + d.unit.suffix});
  chart.spec["layer"] = layers_of(d);
  return chart;
}

}  // namespace

std::vector<Chart> overlay_charts(const CompareResult& compared) {
  std::vector<Chart> charts;
  for (const Pair& pair : pairs_of(compared)) {
    charts.push_back(overlay_of(compared, pair));
    if (const auto difference = difference_of(compared, pair)) charts.push_back(chart_of(pair, *difference));
  }
  return charts;
}

}  // namespace busyhour::detail
