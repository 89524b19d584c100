#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "../../numbers.hpp"
#include "../parts.hpp"
#include "fit_charts.hpp"

namespace busyhour::detail {
namespace {

constexpr std::size_t points = 200, laws = 3;

void add_point(Json& values, double x, double share, const std::string& who) {
  values.push_back({{"x", x}, {"share", share}, {"who", who}});
}

Json encoding(const std::string& title, const std::vector<std::string>& who) {
  return {{"x", axis_of("x", title, true)},
          {"y",
           {{"field", "share"},
            {"type", "quantitative"},
            {"title", "Share up to x"},
            {"scale", {{"domain", {0, 1}}}},
            {"axis", {{"format", ".0%"}, {"tickCount", 5}}}}},
          {"color", colour_by("who", who, line_legend(4))},
          {"strokeDash", dash_by("who", who, line_legend(4))}};
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
  Json values = Json::array();
  std::vector<std::string> domain{"measured"};
  for (std::size_t f = 0; f < shown; ++f) {
    domain.emplace_back(q.families[f].family);
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

std::vector<Chart> cdf_charts(const FitResult& fit) { return charts_of_laws(fit, &chart_of); }

}  // namespace busyhour::detail
