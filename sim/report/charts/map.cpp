#include "map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "../phrases.hpp"
#include "../text.hpp"
#include "map_words.hpp"
#include "parts.hpp"
#include "region.hpp"

namespace busyhour::detail {
namespace {

/// Whether a cell lies within a level, surely: the end of its interval does.
std::optional<bool> within(const Map& map, const MapCell& cell, const Contour& level) {
  if (!level.bound) return cell.seen.verdict ? std::optional{*cell.seen.verdict == Verdict::passes} : std::nullopt;
  const Estimate& e = cell.seen.estimate;
  const double end =
      map.subject.small_is_good() ? (e.has_interval() ? e.high : e.value) : (e.has_interval() ? e.low : e.value);
  if (std::isnan(end)) return std::nullopt;
  return map.subject.small_is_good() ? end <= *level.bound : end >= *level.bound;
}

std::string facet_text(const Map& map, std::size_t i) {
  return map.facet ? fmt::format("{} = {}", map.facet->name(), shortened(one_line(map.facet->texts[i]), 30)) : "";
}

void add_cells(Json& rows, const Map& map, const Unit& unit) {
  std::vector<Seen> all;
  for (const MapCell& cell : map.cells) all.push_back(cell.seen);
  const Bands bands{map.subject, all};
  for (const MapCell& cell : map.cells) {
    const Estimate& e = cell.seen.estimate;
    if (std::isnan(e.value)) continue;
    const double x = static_cast<double>(cell.x), y = static_cast<double>(cell.y);
    Json one{{"w", "cell"},
             {"x", x - 0.5},
             {"x2", x + 0.5},
             {"y", y - 0.5},
             {"y2", y + 0.5},
             {"b", bands.name(e.value)},
             {"v", rounded(e.value * unit.factor)}};
    if (e.has_interval()) one["low"] = rounded(e.low * unit.factor), one["high"] = rounded(e.high * unit.factor);
    if (cell.seen.verdict) one["verdict"] = word_of(*cell.seen.verdict).word;
    if (map.facet) one["f"] = facet_text(map, cell.facet);
    rows.push_back(one);
    if (cell.seen.verdict == Verdict::undecided) {
      rows.push_back({{"w", "undecided"}, {"x", x}, {"y", y}});
      if (map.facet) rows.back()["f"] = one["f"];
    }
  }
}

void add_contour(Json& rows, const Map& map, const Contour& level) {
  const std::size_t facets = map.facet ? map.facet->size() : 1;
  for (std::size_t f = 0; f < facets; ++f) {
    std::vector<const MapCell*> grid(map.x.size() * map.y.size(), nullptr);
    for (const MapCell& cell : map.cells)
      if (cell.facet == f) grid[cell.y * map.x.size() + cell.x] = &cell;
    const auto inside = [&](int c, int r) -> std::optional<bool> {
      const MapCell* cell = grid[static_cast<std::size_t>(r) * map.x.size() + static_cast<std::size_t>(c)];
      return cell ? within(map, *cell, level) : std::nullopt;
    };
    for (const Segment& s : border_of(static_cast<int>(map.x.size()), static_cast<int>(map.y.size()), inside)) {
      rows.push_back({{"w", level.style}, {"x", s.x}, {"x2", s.x2}, {"y", s.y}, {"y2", s.y2}});
      if (map.facet) rows.back()["f"] = facet_text(map, f);
    }
  }
}

void add_base(Json& rows, const Map& map) {
  const auto x = map.x.between(value_at(map.base, map.x.path)), y = map.y.between(value_at(map.base, map.y.path));
  const std::size_t f = map.facet ? map.facet->place(value_at(map.base, map.facet->path)) : 0;
  if (!x || !y || (map.facet && f == map.facet->size())) return;
  rows.push_back({{"w", "base"}, {"x", *x}, {"y", *y}});
  if (map.facet) rows.back()["f"] = facet_text(map, f);
}

Json only(const std::string& what) { return Json::array({{{"filter", "datum.w == '" + what + "'"}}}); }

Json cell_layer(const Map& map, const Json& x, const Json& y, const Unit& unit, const Bands& bands) {
  Json tips = Json::array({text_tip("tx", map.x.name()), text_tip("ty", map.y.name()),
                           number_tip("v", axis_title(map.subject.label, unit)),
                           number_tip("low", "95 % interval, low"), number_tip("high", "95 % interval, high")});
  if (!map.subject.rule.empty()) tips.push_back(text_tip("verdict", "Rule"));
  Json transform = only("cell");
  const auto text_of = [](const Scale& scale, const char* field) {
    Json labels = Json::array();
    for (const std::string& t : scale.texts) labels.push_back(shortened(one_line(t), 40));
    return fmt::format("{}[datum.{} + 0.5]", labels.dump(), field);
  };
  transform.push_back({{"calculate", text_of(map.x, "x")}, {"as", "tx"}});
  transform.push_back({{"calculate", text_of(map.y, "y")}, {"as", "ty"}});
  Json legend = top_legend(6);
  legend.update({{"title", axis_title(map.subject.label, {})}, {"symbolType", "square"}, {"symbolSize", 160}});
  return {{"transform", transform},
          {"params",
           Json::array({{{"name", "bands"}, {"select", {{"type", "point"}, {"fields", {"b"}}}}, {"bind", "legend"}}})},
          {"mark", {{"type", "rect"}, {"aria", false}, {"style", "cell"}}},
          {"encoding",
           {{"x", x},
            {"x2", {{"field", "x2"}}},
            {"y", y},
            {"y2", {{"field", "y2"}}},
            {"color",
             {{"field", "b"},
              {"type", "ordinal"},
              {"scale", {{"domain", bands.names()}, {"range", "ordinal"}}},
              {"legend", legend}}},
            {"opacity", {{"condition", {{"param", "bands"}, {"value", 1}}}, {"value", 0.12}}},
            {"tooltip", tips}}}};
}

/// The largest value within what the slider accepts, a triangle a column; hidden where the slider stands at the rule.
Json slider_layer(const Map& map, const Json& x, const Json& y) {
  Json group = Json::array({"x"});
  if (map.facet) group.push_back("f");
  const std::string rising = rises(map) ? "max" : "min";
  return {
      {"transform",
       Json::array({{{"filter", fmt::format("datum.w == 'cell' && accept != {} && isValid(datum.high) && "
                                            "datum.high <= accept",
                                            map.subject.bound * 100)}},
                    {{"aggregate", Json::array({{{"op", rising}, {"field", "y"}, {"as", "m"}}})}, {"groupby", group}},
                    {{"calculate", "datum.x + 0.5"}, {"as", "x"}},
                    {{"calculate", "datum.m + 0.5"}, {"as", "y"}}})},
      {"mark", {{"type", "point"}, {"style", "accept"}, {"shape", "triangle-up"}, {"filled", true}, {"size", 70}}},
      {"encoding", {{"x", x}, {"y", y}}}};
}

Json layers_of(const Map& map, const Unit& unit, const std::vector<Contour>& levels) {
  std::vector<Seen> all;
  for (const MapCell& cell : map.cells) all.push_back(cell.seen);
  const Bands bands{map.subject, all};
  const Json x = map.x.places("x"), y = map.y.places("y");
  Json layers = Json::array({cell_layer(map, x, y, unit, bands)});
  for (const Contour& level : levels)
    layers.push_back({{"transform", only(level.style)},
                      {"mark", {{"type", "rule"}, {"style", level.style}}},
                      {"encoding", {{"x", x}, {"x2", {{"field", "x2"}}}, {"y", y}, {"y2", {{"field", "y2"}}}}}});
  layers.push_back({{"transform", only("undecided")},
                    {"mark", {{"type", "point"}, {"style", "undecided-dot"}, {"filled", true}, {"size", 22}}},
                    {"encoding", {{"x", x}, {"y", y}}}});
  if (map.has_slider) layers.push_back(slider_layer(map, x, y));
  layers.push_back(
      {{"transform", only("base")},
       {"mark",
        {{"type", "point"}, {"style", {"base", "ringed"}}, {"shape", "diamond"}, {"filled", true}, {"size", 130}}},
       {"encoding", {{"x", x}, {"y", y}}}});
  return layers;
}

}  // namespace

Chart chart_of(const Map& map) {
  std::vector<Seen> all;
  for (const MapCell& cell : map.cells) all.push_back(cell.seen);
  const Unit unit = unit_of(map.subject, all);
  const std::vector<Contour> levels = contours_of(map.subject);
  const std::string summary = summary_of(map);
  Json rows = Json::array();
  add_cells(rows, map, unit);
  for (const Contour& level : levels) add_contour(rows, map, level);
  add_base(rows, map);
  const bool has_base = rows.back()["w"] == "base";
  Chart chart{"", "", summary, reading_of(map, levels, has_base), spec_head(summary, 320), table_of(map)};
  Json layers = layers_of(map, unit, levels);
  chart.spec["data"] = values_of(rows);
  if (map.has_slider)
    chart.spec["params"] = Json::array(
        {{{"name", "accept"},
          {"value", map.subject.bound * 100},
          {"bind", {{"input", "range"}, {"min", 0.1}, {"max", 25}, {"step", 0.1}, {"name", "Accept up to, in %"}}}}});
  if (!map.facet) {
    chart.spec["layer"] = layers;
    return chart;
  }
  chart.spec.erase("width"), chart.spec.erase("height");
  Json order = Json::array();
  for (std::size_t i = 0; i < map.facet->size(); ++i) order.push_back(facet_text(map, i));
  chart.spec["facet"] = {{"field", "f"}, {"type", "nominal"}, {"sort", order}, {"title", nullptr}};
  chart.spec["columns"] = std::min<std::size_t>(3, map.facet->size());
  chart.spec["spec"] = {{"width", 240}, {"height", 200}, {"layer", layers}};
  return chart;
}

}  // namespace busyhour::detail
