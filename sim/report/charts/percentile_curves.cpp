#include "percentile_curves.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "../phrases.hpp"
#include "../text.hpp"
#include "busyhour/report/report.hpp"

namespace busyhour::detail {
namespace {

constexpr std::size_t most_series = 5;  // as many as the palette keeps apart
constexpr std::array added{"added_delay", "first_audio_delay", "queue_wait", "line_wait", "playback_gap"};
constexpr MetricAbout time_about{"", MetricShape::times, MetricScope::run, dimension::time, false, ""};

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

void add_curve(Picture& picture, const PercentileCurve& curve) {
  const auto twin = std::ranges::find_if(picture.curves, [&](const PercentileCurve* c) { return same(*c, curve); });
  if (std::ranges::all_of(curve.points, [](const auto& point) { return point.seconds == 0; }))
    picture.remarks += fmt::format(" {}: always 0.", name_of(curve));
  else if (twin != picture.curves.end())
    picture.remarks += fmt::format(" {}: the same curve as {}.", name_of(curve), name_of(**twin));
  else if (picture.curves.size() < most_series)
    picture.curves.push_back(&curve);
  else
    ++picture.left_out;
}

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
                                        readable_bound(seconds, time_about, Statistic::none))});
}

/// The estimate of a run if it has one; else the curve, where it has a point at p.
std::string at_share(const RunResult& run, const PercentileCurve& curve, double p) {
  const MetricResult* const m = find(run, fmt::format("{}.p{}", curve.metric, shortest(std::round(p * 1e6) / 1e4)));
  if (m && m->estimate.has_value()) return shown(m->estimate, m->about, m->statistic).value;
  const auto point = std::ranges::find_if(curve.points, [p](const auto& c) { return std::abs(c.p - p) < 1e-9; });
  return point == curve.points.end() ? "–" : readable(point->seconds, time_about, Statistic::none);
}

const PercentileCurve::Point* first_infinite(const PercentileCurve& curve) {
  const auto at = std::ranges::find_if(curve.points, [](const auto& point) { return std::isinf(point.seconds); });
  return at == curve.points.end() ? nullptr : &*at;
}

}  // namespace

std::string name_of(const PercentileCurve& curve) { return shortened(one_line(label_of(key_of(curve))), 60); }

bool in_sight(const Picture& picture, double p) { return p < 1 && 1 / (1 - p) <= picture.right * 1.0001; }

Picture picture_of(const RunResult& run, Times times) {
  Picture picture;
  for (const PercentileCurve& curve : run.percentiles) {
    const bool is_added = std::ranges::find(added, key_of(curve).metric) != added.end();
    if (is_added == (times == Times::added) && !curve.points.empty()) add_curve(picture, curve);
  }
  for (const RuleResult& rule : run.slo) add_bound(picture, rule);
  // One case in a thousand, unless a rule looks further: on a linear axis a longer tail would flatten everything else.
  for (const CurveBound& b : picture.bounds)
    picture.top = std::max(picture.top, b.seconds), picture.right = std::max(picture.right, 2 * b.x);
  picture.right = std::pow(10, std::min(6.0, std::ceil(std::log10(picture.right) - 1e-9)));
  for (const PercentileCurve* curve : picture.curves)
    for (const auto& point : curve->points)
      if (std::isfinite(point.seconds) && in_sight(picture, point.p))
        picture.top = std::max(picture.top, point.seconds);
  picture.unit = unit_for(picture.top > 0 ? picture.top : 1, time_about, Statistic::none);
  return picture;
}

DataTable table_of(const RunResult& run, const Picture& picture) {
  constexpr std::array shares{0.5, 0.9, 0.95, 0.99, 0.999};
  DataTable table{{"Share of cases"}, {}, ""};
  for (const PercentileCurve* curve : picture.curves) table.columns.push_back(name_of(*curve) + ", at most");
  for (const double p : shares) {
    std::vector<std::string> row{fmt::format("{:.6g} %", p * 100)};
    for (const PercentileCurve* curve : picture.curves) row.push_back(at_share(run, *curve, p));
    if (std::ranges::any_of(row.begin() + 1, row.end(), [](const std::string& cell) { return cell != "–"; }))
      table.rows.push_back(row);
  }
  if (picture.left_out > 0) table.note = fmt::format("{} more curves are in the data below.", picture.left_out);
  return table;
}

std::string summary_of(const RunResult& run, const Picture& picture) {
  constexpr std::size_t most_named = 2;
  std::string text;
  for (std::size_t c = 0; c < std::min(picture.curves.size(), most_named); ++c) {
    std::string line;
    for (const double p : {0.5, 0.95, 0.99}) {
      const std::string value = at_share(run, *picture.curves[c], p);
      if (value == "–") continue;
      line += fmt::format("{}{:.6g} % {}{}", line.empty() ? "" : ", ", p * 100, value == "inf" ? "" : "within ",
                          value == "inf" ? "never" : value);
      if (value == "inf") break;
    }
    if (!line.empty()) text += fmt::format("{}{}: {}.", text.empty() ? "" : " ", name_of(*picture.curves[c]), line);
  }
  return text.empty() ? name_of(*picture.curves.front()) + '.' : text;
}

std::string reading_of(const Picture& picture) {
  std::string text = "Read upwards from a share: at 99 % stands the time that one case in a hundred exceeds.";
  if (!picture.bounds.empty()) text += " A diamond is a rule: the curve must pass below it.";
  std::string ends;
  for (const PercentileCurve* curve : picture.curves)
    if (const auto* const point = first_infinite(*curve))
      ends += fmt::format("{}{} by {:.3g} %{}", ends.empty() ? "" : ", ", name_of(*curve), point->p * 100,
                          in_sight(picture, point->p) ? "" : " (beyond the axis)");
  if (!ends.empty())
    text += " A curve ends in a cross where the rest was given up and so waits for ever: " + ends + '.';
  return text + picture.remarks;
}

}  // namespace busyhour::detail
