#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "../../numbers.hpp"
#include "fit_charts.hpp"

namespace busyhour::detail {
namespace {

constexpr std::size_t points = 200, laws = 3;

void add_point(Json& values, double x, double share, const std::string& who) {
  values.push_back({{"x", x}, {"share", share}, {"who", who}});
}

Json encoding(const std::string& title, const Json& domain) {
  return {{"x", axis_of("x", title, true)},
          {"y",
           {{"field", "share"},
            {"type", "quantitative"},
            {"title", "Share up to x"},
            {"scale", {{"domain", {0, 1}}}},
            {"axis", {{"format", ".0%"}, {"tickCount", 5}}}}},
          {"color",
           {{"field", "who"},
            {"type", "nominal"},
            {"scale", {{"domain", domain}, {"range", "category"}}},
            {"legend", {{"title", nullptr}, {"orient", "top"}, {"columns", 3}}}}},
          {"strokeDash",
           {{"field", "who"},
            {"type", "nominal"},
            {"legend", nullptr},
            {"scale", {{"domain", domain}, {"range", {{1, 0}, {6, 3}, {2, 2}, {8, 2, 2, 2}}}}}}}};
}

Chart chart_of(const FittedQuantity& q) {
  const std::string unit = unit_word(q.dimension), title = unit.empty() ? q.name : fmt::format("{} ({})", q.name, unit);
  Chart chart{"cdf-" + id_of(q.name),
              "How " + q.name + " is distributed",
              "",
              "The share of values up to x: measured, and of the families with the smallest AIC.",
              {},
              {{title, "measured"}, {}, ""}};
  const std::size_t shown = std::min(laws, q.families.size());
  Json values = Json::array(), domain = Json::array({"measured"});
  for (std::size_t f = 0; f < shown; ++f) {
    domain.push_back(q.families[f].family);
    chart.table.columns.emplace_back(q.families[f].family);
    chart.summary += fmt::format("{}{} is {:.3f} off", f == 0 ? "" : ", ", q.families[f].family, q.distances[f]);
  }
  chart.summary = fmt::format("{} values of {}; {} at most.", readable_count(q.sample.size()), q.name, chart.summary);
  for (std::size_t i = 0; i < points; ++i) {
    const double p = (static_cast<double>(i) + 0.5) / points, x = q.quantile(p);
    if (!(x > 0)) continue;  // the axis is logarithmic
    add_point(values, x, p, "measured");
    std::vector<std::string> row{digits(x), fmt::format("{:.4f}", p)};
    for (std::size_t f = 0; f < shown; ++f) {
      const double share = q.families[f].law.cdf(x);
      add_point(values, x, share, std::string(q.families[f].family));
      row.push_back(fmt::format("{:.4f}", share));
    }
    if (i % 10 == 5) chart.table.rows.push_back(std::move(row));
  }
  chart.table.note = "Every tenth of the points.";
  chart.spec = spec_head(chart.summary, 260);
  chart.spec["data"] = {{"values", values}};
  chart.spec["mark"] = {{"type", "line"}, {"style", "series"}};
  chart.spec["encoding"] = encoding(title, domain);
  return chart;
}

}  // namespace

std::vector<Chart> cdf_charts(const FitResult& fit) {
  std::vector<Chart> all;
  for (const FittedQuantity& q : fit.quantities)
    if (q.sample.size() >= 10 && q.sample.front() < q.sample.back() && q.dimension != dimension::number)
      all.push_back(chart_of(q));
  return all;
}

}  // namespace busyhour::detail
