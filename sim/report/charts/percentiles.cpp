#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "../json_text.hpp"
#include "../numbers.hpp"
#include "../phrases.hpp"
#include "../text.hpp"
#include "busyhour/report/report.hpp"
#include "chart.hpp"

namespace busyhour::detail {
namespace {

constexpr std::size_t most_series = 5;  // as many as the palette keeps apart
constexpr std::array added{"added_delay", "first_audio_delay", "queue_wait", "line_wait", "playback_gap"};

MetricAbout time_about() { return {"", MetricShape::times, MetricScope::run, dimension::time, false, ""}; }

/// A curve's metric without its scope: times have no dot in their names.
KeyParts key_of(const PercentileCurve& curve) {
  const auto dot = curve.metric.rfind('.');
  return dot == curve.metric.npos ? KeyParts{"", curve.metric, ""}
                                  : KeyParts{curve.metric.substr(0, dot), curve.metric.substr(dot + 1), ""};
}

bool same(const PercentileCurve& a, const PercentileCurve& b) {
  return std::ranges::equal(a.points, b.points,
                            [](const auto& x, const auto& y) { return x.p == y.p && x.seconds == y.seconds; });
}

std::string name_of(const PercentileCurve& curve) { return shortened(one_line(label_of(key_of(curve))), 60); }

struct Bound {
  double x;        ///< 1 / (1 - p)
  double seconds;  ///< what is accepted there
  std::string label;
};

struct Picture {
  std::vector<const PercentileCurve*> curves;
  std::vector<Bound> bounds;
  std::size_t left_out = 0;
  std::string twins;             ///< sentences on curves that are drawn once
  double top = 0, right = 1000;  ///< the longest finite time [s]; the end of the axis, 1 / (1 - p)
  Unit unit;
};

void add_bound(Picture& picture, const RuleResult& rule) {
  const MetricRef& s = rule.subject;
  const bool upper = rule.relation == Relation::at_most || rule.relation == Relation::below;
  const bool drawn = std::ranges::any_of(picture.curves, [&](const PercentileCurve* c) {
    return key_of(*c).scope == s.scope && key_of(*c).metric == s.metric;
  });
  const double p = s.statistic == Statistic::quantile ? s.q : s.statistic == Statistic::share ? 1 - rule.bound : -1;
  if (!upper || !drawn || p < 0 || p >= 1) return;
  const double seconds = s.statistic == Statistic::quantile ? rule.bound : s.threshold;
  picture.bounds.push_back({1 / (1 - p), seconds,
                            fmt::format("p{} {} {}", shortest(std::round(p * 1e6) / 1e4), symbol_of(rule.relation),
                                        readable_bound(seconds, time_about(), Statistic::none))});
}

Picture picture_of(const RunResult& run, bool of_added) {
  Picture picture;
  for (const PercentileCurve& curve : run.percentiles) {
    const bool is_added = std::ranges::find(added, key_of(curve).metric) != added.end();
    if (is_added != of_added || curve.points.empty()) continue;
    if (const auto twin =
            std::ranges::find_if(picture.curves, [&](const PercentileCurve* c) { return same(*c, curve); });
        twin != picture.curves.end())
      picture.twins += fmt::format(" {}: the same curve as {}.", name_of(curve), name_of(**twin));
    else if (picture.curves.size() < most_series)
      picture.curves.push_back(&curve);
    else
      ++picture.left_out;
  }
  for (const RuleResult& rule : run.slo) add_bound(picture, rule);
  // One case in a thousand, unless a rule looks further: on a linear axis a longer tail would flatten everything else.
  for (const Bound& b : picture.bounds)
    picture.top = std::max(picture.top, b.seconds), picture.right = std::max(picture.right, 2 * b.x);
  picture.right = std::pow(10, std::min(6.0, std::ceil(std::log10(picture.right) - 1e-9)));
  for (const PercentileCurve* curve : picture.curves)
    for (const auto& point : curve->points)
      if (std::isfinite(point.seconds) && point.p < 1 && 1 / (1 - point.p) <= picture.right * 1.0001)
        picture.top = std::max(picture.top, point.seconds);
  picture.unit = unit_for(picture.top > 0 ? picture.top : 1, time_about(), Statistic::none);
  return picture;
}

Json x_axis(const Picture& picture) {
  std::vector<double> values{1, 2};
  for (double v = 10; v <= picture.right * 1.0001; v *= 10) values.push_back(v);
  return {{"field", "x"},
          {"type", "quantitative"},
          {"title", "Share of cases that take at most this long"},
          {"scale", {{"type", "log"}, {"domain", {1, picture.right}}, {"nice", false}}},
          {"axis",
           {{"values", values},
            {"labelExpr", "format(1 - 1 / datum.value, '.6~%')"},
            {"labelOverlap", "greedy"},
            {"labelFlush", true}}}};
}

Json y_axis(const Picture& picture, const char* field) {
  return {{"field", field},
          {"type", "quantitative"},
          {"title", "Time (" + picture.unit.suffix.substr(1) + ")"},
          {"axis", {{"tickCount", 6}}},
          {"scale", {{"domainMin", 0}}}};
}

Json lines_of(const Picture& picture) {
  Json values = Json::array(), names = Json::array();
  for (const PercentileCurve* curve : picture.curves) {
    names.push_back(name_of(*curve));
    for (const auto& point : curve->points)
      if (point.p < 1 && 1 / (1 - point.p) <= picture.right * 1.0001 && std::isfinite(point.seconds))
        values.push_back({{"x", 1 / (1 - point.p)},
                          {"p", point.p},
                          {"v", point.seconds * picture.unit.factor},
                          {"k", names.back()}});
  }
  const std::vector<std::vector<int>> dashes{{1, 0}, {6, 3}, {2, 3}, {8, 3, 2, 3}, {12, 4}};
  Json dash{{"field", "k"}, {"type", "nominal"}, {"scale", {{"domain", names}, {"range", dashes}}}};
  Json colour{{"field", "k"}, {"type", "nominal"}, {"scale", {{"domain", names}, {"range", "category"}}}};
  colour["legend"] =
      names.size() < 2 ? Json(nullptr) : Json{{"title", nullptr},       {"orient", "top"},        {"columns", 2},
                                              {"symbolType", "stroke"}, {"symbolStrokeWidth", 3}, {"symbolSize", 260}};
  dash["legend"] = colour["legend"];
  return {{"data", {{"values", values}}},
          {"mark", {{"type", "line"}, {"style", "series"}, {"clip", true}, {"tooltip", true}}},
          {"encoding",
           {{"x", x_axis(picture)},
            {"y", y_axis(picture, "v")},
            {"color", colour},
            {"strokeDash", dash},
            {"tooltip",
             {{{"field", "k"}, {"type", "nominal"}, {"title", "What"}},
              {{"field", "p"}, {"type", "quantitative"}, {"title", "Share of cases"}, {"format", ".4~%"}},
              {{"field", "v"},
               {"type", "quantitative"},
               {"title", "At most (" + picture.unit.suffix.substr(1) + ")"},
               {"format", ",.4~r"}}}}}}};
}

/// One label for bounds that would stand on each other.
std::vector<Bound> labels_of(const Picture& picture) {
  std::vector<Bound> sorted = picture.bounds, labels;
  std::ranges::sort(sorted, {}, &Bound::seconds);
  for (const Bound& b : sorted)
    if (!labels.empty() && b.seconds - labels.back().seconds < 0.07 * picture.top)
      labels.back().label += ", " + b.label;
    else
      labels.push_back(b);
  return labels;
}

void add_bounds(Json& layers, const Picture& picture) {
  if (picture.bounds.empty()) return;
  Json points = Json::array(), labels = Json::array();
  for (const Bound& b : picture.bounds)
    points.push_back({{"x", b.x}, {"v", b.seconds * picture.unit.factor}, {"label", b.label}});
  for (const Bound& b : labels_of(picture))
    labels.push_back({{"v", b.seconds * picture.unit.factor}, {"label", "accepted: " + b.label}});
  const Json y = y_axis(picture, "v");
  layers.push_back(
      {{"data", {{"values", points}}}, {"mark", {{"type", "rule"}, {"style", "threshold"}}}, {"encoding", {{"y", y}}}});
  layers.push_back({{"data", {{"values", points}}},
                    {"mark",
                     {{"type", "point"},
                      {"style", "threshold"},
                      {"shape", "diamond"},
                      {"size", 110},
                      {"filled", true},
                      {"opacity", 1}}},
                    {"encoding",
                     {{"x", x_axis(picture)},
                      {"y", y},
                      {"tooltip", {{{"field", "label"}, {"type", "nominal"}, {"title", "Accepted"}}}}}}});
  add_label(layers, {{"values", labels}}, "threshold-text",
            {{"align", "right"}, {"x", "width"}, {"dx", -4}, {"dy", -8}}, {{"y", y}, {"text", {{"field", "label"}}}});
}

/// The last point of a curve that ends because requests were given up.
void add_ends(Json& layers, const Picture& picture) {
  Json ends = Json::array();
  for (const PercentileCurve* curve : picture.curves)
    for (std::size_t i = 1; i < curve->points.size(); ++i) {
      const auto &last = curve->points[i - 1], &point = curve->points[i];
      const double x = 1 / (1 - last.p);
      if (std::isinf(point.seconds) && std::isfinite(last.seconds) && x <= picture.right)
        ends.push_back({{"x", x}, {"v", last.seconds * picture.unit.factor}, {"label", "given up beyond"}});
    }
  if (ends.empty()) return;
  layers.push_back({{"data", {{"values", ends}}},
                    {"mark",
                     {{"type", "point"},
                      {"style", "reject"},
                      {"shape", "cross"},
                      {"angle", 45},
                      {"size", 120},
                      {"filled", true},
                      {"opacity", 1}}},
                    {"encoding",
                     {{"x", x_axis(picture)},
                      {"y", y_axis(picture, "v")},
                      {"tooltip", {{{"field", "label"}, {"type", "nominal"}, {"title", "Requests"}}}}}}});
}

/// Where a curve leaves the page: from this share on the time is infinite.
std::string never_of(const Picture& picture) {
  std::string text;
  for (const PercentileCurve* curve : picture.curves) {
    const auto first = std::ranges::find_if(curve->points, [](const auto& point) { return std::isinf(point.seconds); });
    if (first != curve->points.end())
      text += fmt::format(
          " {}: from {:.6g} % on (a cross where it is in sight) requests were given up, which counts as waiting for "
          "ever.",
          name_of(*curve), std::floor(first->p * 1e6) / 1e4);
  }
  return text;
}

DataTable table_of(const Picture& picture) {
  constexpr std::array shares{0.5, 0.9, 0.95, 0.99, 0.999, 0.9999};
  DataTable table{{"Share of cases"}, {}, ""};
  for (const PercentileCurve* curve : picture.curves) table.columns.push_back(name_of(*curve) + ", at most");
  for (const double p : shares) {
    std::vector<std::string> row{fmt::format("{:.6g} %", p * 100)};
    bool any = false;
    for (const PercentileCurve* curve : picture.curves) {
      // The curve is a step function: the first point at or beyond p.
      const auto at = std::ranges::find_if(curve->points, [p](const auto& point) { return point.p >= p - 1e-12; });
      any = any || at != curve->points.end();
      row.push_back(at == curve->points.end() ? "–" : readable(at->seconds, time_about(), Statistic::none));
    }
    if (any) table.rows.push_back(row);
  }
  if (picture.left_out > 0) table.note = fmt::format("{} more curves are in the data below.", picture.left_out);
  return table;
}

std::string summary_of(const DataTable& table) {
  std::string text;
  for (std::size_t c = 1; c < table.columns.size(); ++c) {
    std::string line;
    for (const auto& row : table.rows)
      if (row[0] == "50 %" || row[0] == "95 %" || row[0] == "99 %")
        line += fmt::format("{}{} of cases at most {}", line.empty() ? "" : ", ", row[0], row[c]);
    const std::string name = table.columns[c].substr(0, table.columns[c].rfind(", at most"));
    if (!line.empty()) text += fmt::format("{}{}: {}.", text.empty() ? "" : " ", name, line);
  }
  return text;
}

Chart chart_of(const Picture& picture, std::string id, std::string title) {
  const DataTable table = table_of(picture);
  Chart chart{std::move(id), std::move(title), summary_of(table), "", spec_head(summary_of(table), 260), table};
  chart.reading =
      std::string{"Read upwards from a share: at 99 % stands the time that one case in a hundred exceeds."} +
      (picture.bounds.empty() ? "" : " A diamond is a rule: the curve must pass below it.") + picture.twins +
      never_of(picture);
  Json layers = Json::array({lines_of(picture)});
  add_bounds(layers, picture);
  add_ends(layers, picture);
  chart.spec["layer"] = layers;
  return chart;
}

}  // namespace

std::vector<Chart> percentile_charts(const RunResult& run) {
  std::vector<Chart> charts;
  if (const Picture p = picture_of(run, true); !p.curves.empty())
    charts.push_back(chart_of(p, "percentiles-of-delays", "How long people wait: delays that limits and queues add"));
  if (const Picture p = picture_of(run, false); !p.curves.empty())
    charts.push_back(chart_of(p, "percentiles-of-times", "How long it takes in all"));
  return charts;
}

}  // namespace busyhour::detail
