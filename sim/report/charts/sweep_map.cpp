#include <algorithm>

#include "../text.hpp"
#include "chart.hpp"
#include "map.hpp"

namespace busyhour::detail {
namespace {

constexpr std::size_t most_subjects = 4;

/// A path with several values of two or three, the other ones the axes; nothing if the points do not lie on a grid.
std::optional<Map> empty_map(const SweepResult& sweep) {
  std::vector<Scale> scales = varying(sweep);
  if (scales.size() < 2 || scales.size() > 3) return std::nullopt;
  std::size_t cells = 1;
  for (const Scale& scale : scales) cells *= scale.size();
  if (cells > 8 * sweep.points.size()) return std::nullopt;
  Map map;
  if (scales.size() == 3) {
    // The one with the fewest values: it makes the fewest maps.
    const auto least = std::ranges::min_element(scales, {}, &Scale::size);
    if (least->size() > most_facets) return std::nullopt;
    map.facet = *least;
    scales.erase(least);
  }
  map.x = scales[0], map.y = scales[1];
  map.base = sweep.base;
  return map;
}

Map map_of(const SweepResult& sweep, Map map, const Subject& subject) {
  map.subject = subject;
  for (const PointResult& point : sweep.points) {
    const auto seen = seen_in(point.run, subject);
    if (!seen) continue;
    const std::size_t facet = map.facet ? map.facet->place(value_at(point.set, map.facet->path)) : 0;
    map.cells.push_back({map.x.place(value_at(point.set, map.x.path)), map.y.place(value_at(point.set, map.y.path)),
                         facet, *seen, &point.run});
  }
  map.has_slider = subject.is_share() && subject.small_is_good() && !subject.rule.empty() && map.y.is_numeric();
  return map;
}

}  // namespace

std::vector<Chart> sweep_map_charts(const SweepResult& sweep) {
  std::vector<Chart> charts;
  const bool drawn = sweep.design == Design::lhs || sweep.design == Design::sobol;
  const auto empty = drawn || is_one_at_a_time(sweep) ? std::nullopt : empty_map(sweep);
  if (!empty) return charts;
  for (const Subject& subject : subjects_of(sweep.points.front().run, most_subjects)) {
    const Map map = map_of(sweep, *empty, subject);
    if (map.cells.empty()) continue;
    charts.push_back(chart_of(map));
    charts.back().id = "map-" + id_of(subject.rule.empty() ? subject.key : subject.rule);
    charts.back().title = subject.label + " over " + map.x.name() + " and " + map.y.name();
  }
  return charts;
}

}  // namespace busyhour::detail
