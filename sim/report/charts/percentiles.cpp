#include <algorithm>
#include <cmath>

#include "../json_text.hpp"
#include "chart.hpp"
#include "parts.hpp"
#include "percentile_curves.hpp"

namespace busyhour::detail {
namespace {

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
  Json values = Json::array();
  std::vector<std::string> names;
  for (const PercentileCurve* curve : picture.curves) {
    names.push_back(name_of(*curve));
    for (const auto& point : curve->points)
      if (in_sight(picture, point.p) && std::isfinite(point.seconds))
        values.push_back({{"x", 1 / (1 - point.p)},
                          {"p", point.p},
                          {"v", point.seconds * picture.unit.factor},
                          {"k", names.back()}});
  }
  const Json legend = names.size() < 2 ? Json(nullptr) : line_legend(2);
  return {{"data", {{"values", values}}},
          {"mark", {{"type", "line"}, {"style", "series"}, {"clip", true}, {"tooltip", true}}},
          {"encoding",
           {{"x", x_axis(picture)},
            {"y", y_axis(picture, "v")},
            {"color", colour_by("k", names, legend)},
            {"strokeDash", dash_by("k", names, legend)},
            {"tooltip",
             {{{"field", "k"}, {"type", "nominal"}, {"title", "What"}},
              {{"field", "p"}, {"type", "quantitative"}, {"title", "Share of cases"}, {"format", ".4~%"}},
              {{"field", "v"},
               {"type", "quantitative"},
               {"title", "At most (" + picture.unit.suffix.substr(1) + ")"},
               {"format", ",.4~r"}}}}}}};
}

/// One label for bounds that would stand on each other.
std::vector<CurveBound> labels_of(const Picture& picture) {
  std::vector<CurveBound> sorted = picture.bounds, labels;
  std::ranges::sort(sorted, {}, &CurveBound::seconds);
  for (const CurveBound& b : sorted)
    if (!labels.empty() && b.seconds - labels.back().seconds < 0.07 * picture.top)
      labels.back().label += ", " + b.label;
    else
      labels.push_back(b);
  return labels;
}

void add_bounds(Json& layers, const Picture& picture) {
  if (picture.bounds.empty()) return;
  Json points = Json::array(), labels = Json::array();
  for (const CurveBound& b : picture.bounds)
    points.push_back({{"x", b.x}, {"v", b.seconds * picture.unit.factor}, {"label", b.label}});
  for (const CurveBound& b : labels_of(picture))
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
      if (std::isinf(point.seconds) && std::isfinite(last.seconds) && in_sight(picture, last.p))
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

Chart chart_of(const RunResult& run, const Picture& picture, std::string id, std::string title) {
  const std::string summary = summary_of(run, picture);
  Chart chart{std::move(id),       std::move(title),        summary,
              reading_of(picture), spec_head(summary, 260), table_of(run, picture)};
  Json layers = Json::array({lines_of(picture)});
  add_bounds(layers, picture);
  add_ends(layers, picture);
  chart.spec["layer"] = layers;
  return chart;
}

}  // namespace

std::vector<Chart> percentile_charts(const RunResult& run) {
  std::vector<Chart> charts;
  if (const Picture p = picture_of(run, Times::added); !p.curves.empty())
    charts.push_back(
        chart_of(run, p, "percentiles-of-delays", "How long people wait: delays that limits and queues add"));
  if (const Picture p = picture_of(run, Times::whole); !p.curves.empty())
    charts.push_back(chart_of(run, p, "percentiles-of-times", "How long it takes in all"));
  return charts;
}

}  // namespace busyhour::detail
