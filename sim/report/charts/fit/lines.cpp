#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "../../numbers.hpp"
#include "fit_charts.hpp"

namespace busyhour::detail {
namespace {

Chart chart_of(const FittedLine& l) {
  const std::string unit = unit_word(l.per);
  const std::string x_title = fmt::format("{} ({})", l.of, unit), y_title = fmt::format("{} (seconds)", l.value);
  Chart chart{
      "line-" + id_of(l.value + "-" + l.of),
      fmt::format("{} against {}", l.value, l.of),
      fmt::format("{} seconds and {} more for each of {}; R squared {}, {} of {} points far off.",
                  digits(l.robust.intercept), digits(l.robust.slope), unit, digits(l.robust.explained),
                  readable_count(l.robust.far), readable_count(l.robust.points)),
      "Dots are requests (at most a thousand of them). The line is Huber's, which points far off hardly move; the "
      "dashed one is least squares.",
      {},
      {{x_title, y_title}, {}, ""}};
  Json values = Json::array();
  double low = INFINITY, high = -INFINITY;
  for (const auto& [x, y] : l.points) {
    values.push_back({{"x", x}, {"y", y}});
    low = std::min(low, x), high = std::max(high, x);
    if (chart.table.rows.size() < 40) chart.table.rows.push_back({digits(x), digits(y)});
  }
  chart.table.note = "The first of the dots.";
  const auto ends = [&](const Line& line) {
    return Json::array({{{"x", low}, {"y", line.intercept + line.slope * low}},
                        {{"x", high}, {"y", line.intercept + line.slope * high}}});
  };
  chart.spec = spec_head(chart.summary, 260);
  const Json x = axis_of("x", x_title), y = axis_of("y", y_title);
  const Json at{{"x", x}, {"y", y}};
  chart.spec["layer"] = Json::array(
      {{{"data", {{"values", values}}},
        {"mark", {{"type", "point"}, {"style", "dot"}, {"opacity", 0.35}, {"size", 14}, {"aria", false}}},
        {"encoding", at}},
       {{"data", {{"values", ends(l.plain)}}}, {"mark", {{"type", "line"}, {"style", "limit"}}}, {"encoding", at}},
       {{"data", {{"values", ends(l.robust)}}},
        {"mark", {{"type", "line"}, {"style", "threshold"}, {"strokeWidth", 2}}},
        {"encoding", at}}});
  return chart;
}

}  // namespace

std::vector<Chart> line_charts(const FitResult& fit) {
  std::vector<Chart> all;
  for (const FittedLine& l : fit.lines) all.push_back(chart_of(l));
  return all;
}

}  // namespace busyhour::detail
