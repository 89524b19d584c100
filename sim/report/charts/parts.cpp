#include "parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "../phrases.hpp"

namespace busyhour::detail {

Json values_of(Json rows) { return {{"values", std::move(rows)}}; }

Json quantity_of(const char* field, const std::string& title) {
  Json encoding{{"field", field}, {"type", "quantitative"}};
  if (!title.empty()) encoding["title"] = title;
  return encoding;
}

Json number_tip(const char* field, const std::string& title) {
  return {{"field", field}, {"type", "quantitative"}, {"title", title}, {"format", ",.4~r"}};
}

Json text_tip(const char* field, const std::string& title) {
  return {{"field", field}, {"type", "nominal"}, {"title", title}};
}

std::string axis_title(const std::string& label, const Unit& unit) {
  const std::string in = unit.prefix.empty() ? unit.suffix.empty() ? "" : unit.suffix.substr(1) : unit.prefix;
  return in.empty() ? label : fmt::format("{} ({})", label, in);
}

Json rounded(double value) {
  if (!std::isfinite(value)) return nullptr;
  if (value == 0) return 0;
  const double unit = std::pow(10, 4 - std::floor(std::log10(std::abs(value))));
  return std::isfinite(unit) && unit > 0 ? Json(std::round(value * unit) / unit) : Json(value);
}

std::vector<double> whole_ticks(double top) {
  double step = std::max(1.0, std::pow(10, std::floor(std::log10(std::max(top, 1.0)))));
  if (top / step < 4 && step >= 10) step /= top / step < 2 ? 5 : 2;
  while (top / step > 8) step *= 2;
  std::vector<double> values;
  for (double v = 0; v <= top + 0.5 * step && v <= std::max(top, 1.0); v += step) values.push_back(v);
  return values;
}

Clock clock_for(double span) {
  if (span > 3 * 86400) return {86400, "d"};
  if (span > 7200) return {3600, "h"};
  return span > 600 ? Clock{60, "min"} : Clock{};
}

Json scaled(double value, const Unit& unit) { return std::isfinite(value) ? Json(value * unit.factor) : Json(nullptr); }

void add_bound_rule(Json& layers, double v, const std::string& label, const Json& y, bool at_the_right) {
  const Json data = values_of(Json::array({{{"v", v}, {"label", label}}}));
  layers.push_back({{"data", data}, {"mark", {{"type", "rule"}, {"style", "threshold"}}}, {"encoding", {{"y", y}}}});
  Json place{{"align", at_the_right ? "right" : "left"}, {"dy", -8}};
  place["x"] = at_the_right ? Json("width") : Json(6);
  if (at_the_right) place["dx"] = -4;
  add_label(layers, data, "threshold-text", place, {{"y", y}, {"text", {{"field", "label"}}}});
}

bool is_free_at_the_right(double first, double last, double bound) {
  return std::isfinite(first) && std::isfinite(last) && std::abs(last - bound) > std::abs(first - bound);
}

Json top_legend(int columns) { return {{"title", nullptr}, {"orient", "top"}, {"columns", columns}}; }

Json line_legend(int columns) {
  Json legend = top_legend(columns);
  legend.update({{"symbolType", "stroke"}, {"symbolStrokeWidth", 3}, {"symbolSize", 260}});
  return legend;
}

Json square_legend(int columns) {
  Json legend = top_legend(columns);
  legend.update({{"symbolType", "square"}, {"symbolStrokeWidth", 0}});
  return legend;
}

Json dash_by(const char* field, const std::vector<std::string>& words, const Json& legend) {
  static const std::vector<std::vector<int>> dashes{{1, 0}, {6, 3}, {2, 3}, {8, 3, 2, 3}, {12, 4}};
  return {{"field", field}, {"type", "nominal"}, {"scale", {{"domain", words}, {"range", dashes}}}, {"legend", legend}};
}

Json colour_by(const char* field, const std::vector<std::string>& words, const Json& legend) {
  return {
      {"field", field}, {"type", "nominal"}, {"scale", {{"domain", words}, {"range", "category"}}}, {"legend", legend}};
}

Json shape_by(const char* field, const std::vector<std::string>& words, const Json& legend) {
  // A ring is a disc with a hole, so that it is filled as the others are.
  constexpr std::array shapes{"circle", "M-1,-.6L-.6,-1L0,-.4L.6,-1L1,-.6L.4,0L1,.6L.6,1L0,.4L-.6,1L-1,.6L-.4,0Z",
                              "M0,-1A1,1,0,1,1,0,1A1,1,0,1,1,0,-1ZM0,-.55A.55,.55,0,1,0,0,.55A.55,.55,0,1,0,0,-.55Z",
                              "diamond"};
  Json range = Json::array();
  for (std::size_t i = 0; i < words.size(); ++i) range.push_back(shapes[i % shapes.size()]);
  return {{"field", field}, {"type", "nominal"}, {"scale", {{"domain", words}, {"range", range}}}, {"legend", legend}};
}

std::vector<std::string> verdict_words() {
  std::vector<std::string> words;
  for (const Verdict v : {Verdict::passes, Verdict::fails, Verdict::undecided}) words.emplace_back(word_of(v).word);
  return words;
}

void fit_to_width(Json& spec, int pixels) {
  if (!spec.contains("facet")) {
    spec["width"] = pixels;
    return;
  }
  constexpr int axis = 58, gap = 20;
  const int columns = spec.value("columns", 1);
  spec["spec"]["width"] = (pixels - axis - gap * (columns - 1)) / columns;
}

}  // namespace busyhour::detail
