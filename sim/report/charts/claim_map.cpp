#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "../claim_words.hpp"
#include "../phrases.hpp"
#include "../text.hpp"
#include "chart.hpp"
#include "map.hpp"
#include "parts.hpp"

namespace busyhour::detail {
namespace {

/// The axes of which there are several values.
std::vector<Scale> axes_of(const ClaimResult& claim) {
  std::vector<Scale> scales;
  for (const std::string& path : claim.axes) {
    std::vector<std::string> texts;
    for (const ClaimPoint& point : claim.points) texts.push_back(value_at(point.across, path));
    if (Scale scale = scale_of(path, texts); scale.size() > 1) scales.push_back(std::move(scale));
  }
  return scales;
}

/// Of a single rule the verdict is that of the point, which Holm's procedure decides.
Seen seen_at(const ClaimPoint& point, std::size_t rule) {
  Seen seen;
  seen.estimate = point.expect[rule].measured;
  const bool whole = point.expect.size() == 1 || point.verdict == Verdict::undecided;
  seen.verdict = whole ? point.verdict : point.expect[rule].verdict;
  return seen;
}

RunResult with_rules(const ClaimPoint& point) {
  RunResult run;
  run.slo = point.expect;
  return run;
}

std::optional<Map> map_of(const ClaimResult& claim, const Subject& subject, std::size_t rule) {
  std::vector<Scale> scales = axes_of(claim);
  if (scales.size() < 2 || scales.size() > 3) return std::nullopt;
  Map map;
  if (scales.size() == 3) {
    const auto least = std::ranges::min_element(scales, {}, &Scale::size);
    if (least->size() > most_facets) return std::nullopt;
    map.facet = *least;
    scales.erase(least);
  }
  map.x = scales[0], map.y = scales[1], map.subject = subject;
  for (const ClaimPoint& point : claim.points) {
    const auto place = [&](const Scale& scale) { return scale.place(value_at(point.across, scale.path)); };
    map.cells.push_back({place(map.x), place(map.y), map.facet ? place(*map.facet) : 0, seen_at(point, rule), nullptr});
  }
  return map;
}

/// One axis: what was measured at each value, with its interval.
struct Line {
  Scale scale;
  Subject subject;
  Unit unit;
  Json rows = Json::array();
  DataTable table;
};

std::optional<Line> line_of(const ClaimResult& claim, const Subject& subject, std::size_t rule) {
  std::vector<Scale> scales = axes_of(claim);
  if (scales.size() != 1) return std::nullopt;
  std::vector<Seen> all;
  for (const ClaimPoint& point : claim.points) all.push_back(seen_at(point, rule));
  Line line{std::move(scales.front()), subject, unit_of(subject, all), Json::array(), {}};
  line.table = {{line.scale.name(), subject.label, "95 % interval", "Verdict"}, {}, ""};
  for (std::size_t i = 0; i < claim.points.size(); ++i) {
    const std::string text = value_at(claim.points[i].across, line.scale.path), at = shortened(one_line(text), 40);
    const std::size_t place = line.scale.place(text);
    const Estimate& e = all[i].estimate;
    const Shown number = shown(e, subject.about, subject.statistic);
    const std::string word{word_of(*all[i].verdict).word};
    line.table.rows.push_back({at, number.value, number.interval, word});
    line.rows.push_back({{"x", line.scale.is_numeric() ? line.scale.shown(place) : static_cast<double>(place)},
                         {"at", at},
                         {"v", scaled(e.value, line.unit)},
                         {"low", e.has_interval() ? scaled(e.low, line.unit) : Json(nullptr)},
                         {"high", e.has_interval() ? scaled(e.high, line.unit) : Json(nullptr)},
                         {"verdict", word}});
  }
  return line;
}

double number_at(const Json& row) { return row["v"].is_number() ? row["v"].get<double>() : NAN; }

Json layers_of(const Line& line) {
  const Json x = line.scale.is_numeric() ? line.scale.axis("x") : line.scale.places("x"), legend = top_legend(3);
  Json y = quantity_of("v", axis_title(line.subject.label, line.unit)), low = quantity_of("low");
  y["axis"] = {{"tickCount", 6}};
  if (line.subject.is_share()) y["scale"] = {{"domainMin", 0}};
  const Json tips = Json::array({text_tip("at", line.scale.name()), number_tip("v", axis_title("Measured", line.unit)),
                                 number_tip("low", "95 % interval, low"), number_tip("high", "95 % interval, high"),
                                 text_tip("verdict", "Verdict")});
  Json layers = Json::array();
  layers.push_back({{"mark", {{"type", "rule"}, {"style", "whisker"}}},
                    {"encoding", {{"x", x}, {"y", low}, {"y2", {{"field", "high"}}}}}});
  const double bound = line.subject.bound * line.unit.factor;
  add_bound_rule(layers, bound, "accepted: " + accepted(line.subject), y,
                 is_free_at_the_right(number_at(line.rows.front()), number_at(line.rows.back()), bound));
  layers.push_back({{"mark", {{"type", "point"}, {"style", "verdict"}, {"filled", true}}},
                    {"encoding",
                     {{"x", x},
                      {"y", y},
                      {"color", colour_by("verdict", verdict_words(), legend)},
                      {"shape", shape_by("verdict", verdict_words(), legend)},
                      {"tooltip", tips}}}});
  return layers;
}

Chart chart_of(const Line& line) {
  const std::string summary =
      fmt::format("{} over {}; accepted is {}.", line.subject.label, line.scale.name(), accepted(line.subject));
  Chart chart{"",
              "",
              summary,
              fmt::format("Vertical lines are 95 % intervals. Across: {}.", one_line(line.scale.path)),
              spec_head(summary, 240),
              line.table};
  chart.spec["data"] = values_of(line.rows);
  chart.spec["layer"] = layers_of(line);
  return chart;
}

}  // namespace

std::vector<Chart> claim_charts(const ClaimResult& claim) {
  std::vector<Chart> charts;
  if (claim.points.size() < 2) return charts;
  const std::vector<Subject> subjects = subjects_of(with_rules(claim.points.front()), 0);
  for (std::size_t rule = 0; rule < subjects.size(); ++rule) {
    std::vector<Chart> made;
    if (const auto line = line_of(claim, subjects[rule], rule)) made.push_back(chart_of(*line));
    if (const auto map = map_of(claim, subjects[rule], rule)) made.push_back(chart_of(*map));
    for (Chart& chart : made) {
      chart.id = "claim-" + id_of(claim.name) + (subjects.size() > 1 ? "-" + std::to_string(rule + 1) : "");
      chart.title = fmt::format("{}: where it holds", subjects[rule].label);
      charts.push_back(std::move(chart));
    }
  }
  return charts;
}

}  // namespace busyhour::detail
