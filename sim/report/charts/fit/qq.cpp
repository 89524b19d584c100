#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "../../numbers.hpp"
#include "fit_charts.hpp"

namespace busyhour::detail {
namespace {

constexpr std::size_t points = 200;

std::string titled(const FittedQuantity& q, const char* what) {
  const std::string unit = unit_word(q.dimension);
  return unit.empty() ? what : fmt::format("{} ({})", what, unit);
}

Chart chart_of(const FittedQuantity& q) {
  const std::string family{q.best().family};
  Chart chart{
      "qq-" + id_of(q.name),
      fmt::format("Quantiles of {} against those of {}", q.name, family),
      fmt::format("{} values of {}; the law's cdf is at most {:.3f} off.", readable_count(q.sample.size()), q.name,
                  q.goodness.distance),
      "Each dot is a quantile: across what the law says, up what was measured. On the line they agree; dots above "
      "it at the right mean that the longest values are longer than the law's.",
      {},
      {{"p", titled(q, "law"), titled(q, "measured")}, {}, ""}};
  Json values = Json::array();
  double low = INFINITY, high = 0;
  for (std::size_t i = 0; i < points; ++i) {
    const double p = (static_cast<double>(i) + 0.5) / points, law = q.best().law.quantile(p), seen = q.quantile(p);
    if (!(law > 0 && seen > 0 && std::isfinite(law))) continue;
    values.push_back({{"p", p}, {"law", law}, {"seen", seen}});
    low = std::min({low, law, seen}), high = std::max({high, law, seen});
    if (i % 10 == 5) chart.table.rows.push_back({fmt::format("{:.4g}", p), digits(law), digits(seen)});
  }
  chart.table.note = "Every tenth of the dots.";
  chart.spec = spec_head(chart.summary, 280);
  const Json x = axis_of("law", titled(q, "Law"), true), y = axis_of("seen", titled(q, "Measured"), true);
  const Json tips =
      Json::array({{{"field", "p"}, {"type", "quantitative"}, {"format", ".1%"}},
                   {{"field", "law"}, {"type", "quantitative"}, {"format", ".4~g"}},
                   {{"field", "seen"}, {"type", "quantitative"}, {"title", "measured"}, {"format", ".4~g"}}});
  Json dots{{"data", {{"values", values}}},
            {"mark", {{"type", "point"}, {"style", "dot"}, {"aria", false}}},
            {"encoding", {{"x", x}, {"y", y}, {"tooltip", tips}}}};
  Json line{{"data", {{"values", Json::array({{{"law", low}, {"seen", low}}, {{"law", high}, {"seen", high}}})}}},
            {"mark", {{"type", "line"}, {"style", "limit"}}},
            {"encoding", {{"x", x}, {"y", y}}}};
  chart.spec["layer"] = Json::array({line, dots});
  return chart;
}

}  // namespace

std::vector<Chart> qq_charts(const FitResult& fit) { return charts_of_laws(fit, &chart_of); }

}  // namespace busyhour::detail
