#include "scale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "../claim_words.hpp"
#include "../text.hpp"
#include "busyhour/base/expression.hpp"
#include "parts.hpp"

namespace busyhour::detail {
namespace {

constexpr std::size_t longest_label = 26;

std::optional<Expression> literal(const std::string& text) {
  try {
    Expression e = Expression::read(text, [](std::string_view) { return std::nullopt; });
    if (e.is_literal() && std::isfinite(e.constant())) return e;
  } catch (const Mistake&) {  // a word, a map: no quantity
  }
  return std::nullopt;
}

/// As one reads a path's numbers: shares and ratios as they are written, times in one unit.
Unit unit_of(const Expression& first, double largest) {
  if (first.is_percentage()) return {100, "", " %"};
  if (first.is_ratio()) return {1, "", " x"};
  const MetricAbout about{"", MetricShape::ratio, MetricScope::run, first.dimension(), false, ""};
  return unit_for(largest, about, Statistic::none);
}

void sort_by_number(Scale& scale) {
  std::vector<std::size_t> order(scale.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return scale.numbers[i]; });
  const Scale before = scale;
  for (std::size_t i = 0; i < order.size(); ++i)
    scale.texts[i] = before.texts[order[i]], scale.numbers[i] = before.numbers[order[i]];
}

/// Whether each value of one stands with one value of the other only.
bool together(const Scale& a, const Scale& b, const std::vector<PointResult>& points) {
  if (a.size() != b.size()) return false;
  std::vector<std::string> partner(a.size());
  for (const PointResult& point : points) {
    std::string& known = partner[a.place(value_at(point.set, a.path))];
    const std::string value = value_at(point.set, b.path);
    if (!known.empty() && known != value) return false;
    known = value;
  }
  std::ranges::sort(partner);
  return std::ranges::adjacent_find(partner) == partner.end();
}

}  // namespace

std::optional<double> number_in(const std::string& text) {
  const auto e = literal(text);
  return e ? std::optional{e->constant()} : std::nullopt;
}

Scale scale_of(const std::string& path, const std::vector<std::string>& texts) {
  Scale scale;
  scale.path = path;
  for (const std::string& text : texts)
    if (std::ranges::find(scale.texts, text) == scale.texts.end()) scale.texts.push_back(text);
  std::optional<Expression> first;
  double largest = 0;
  for (const std::string& text : scale.texts) {
    const auto e = literal(text);
    if (!first) first = e;
    if (!e || e->dimension() != first->dimension() || e->is_percentage() != first->is_percentage())
      return scale.numbers.clear(), scale;
    scale.numbers.push_back(e->constant());
    largest = std::max(largest, std::abs(scale.numbers.back()));
  }
  if (!first) return scale;
  scale.unit = unit_of(*first, largest > 0 ? largest : 1);
  sort_by_number(scale);
  return scale;
}

Scale scale_of(const std::string& path, const std::vector<PointResult>& points) {
  std::vector<std::string> texts;
  for (const PointResult& point : points) texts.push_back(value_at(point.set, path));
  return scale_of(path, texts);
}

std::vector<Scale> varying(const SweepResult& sweep) {
  std::vector<Scale> all;
  const bool drawn = sweep.design == Design::lhs || sweep.design == Design::sobol;  // each value once: nothing follows
  for (const std::string& path : sweep.paths) {
    Scale scale = scale_of(path, sweep.points);
    if (scale.size() < 2) continue;
    const bool follows =
        !drawn && std::ranges::any_of(all, [&](const Scale& s) { return together(s, scale, sweep.points); });
    if (!follows) all.push_back(std::move(scale));
  }
  return all;
}

bool is_one_at_a_time(const SweepResult& sweep) {
  return sweep.paths.size() > 1 && std::ranges::all_of(sweep.points, [&](const PointResult& point) {
           const auto changed = std::ranges::count_if(
               point.set, [&](const auto& one) { return value_at(sweep.base, one.first) != one.second; });
           return changed <= 1;
         });
}

std::string value_at(const PointValues& set, std::string_view path) {
  const auto at = std::ranges::find(set, path, &PointValues::value_type::first);
  return at == set.end() ? "" : at->second;
}

std::string short_name(const std::string& path) { return shortened(one_line(short_path(path)), 60); }
std::string Scale::name() const { return short_name(path); }
std::string Scale::title() const { return is_numeric() ? axis_title(name(), unit) : name(); }

std::size_t Scale::place(std::string_view text) const {
  return static_cast<std::size_t>(std::ranges::find(texts, text) - texts.begin());
}

std::optional<double> Scale::between(const std::string& text) const {
  if (const std::size_t i = place(text); i < size()) return static_cast<double>(i);
  const auto x = is_numeric() ? number_in(text) : std::nullopt;
  if (!x || *x < numbers.front() || *x > numbers.back()) return std::nullopt;
  const auto above = std::ranges::lower_bound(numbers, *x) - numbers.begin();
  const auto i = static_cast<std::size_t>(above);
  if (numbers[i] == *x) return static_cast<double>(i);
  return static_cast<double>(i) - (numbers[i] - *x) / (numbers[i] - numbers[i - 1]);
}

std::vector<std::size_t> Scale::labelled() const {
  constexpr std::size_t most = 15;
  std::vector<std::size_t> at;
  // Of many counts the round ones: every second, fifth, tenth, ...
  for (double step = 1; at.size() < 3 && step < 1e9; step *= 10)
    for (const double by : {step, 2 * step, 5 * step}) {
      at.clear();
      for (std::size_t i = 0; i < size(); ++i)
        if (!is_count() || size() <= most || std::fmod(numbers[i], by) == 0) at.push_back(i);
      if (at.size() <= most) break;
    }
  const std::size_t stride = (size() + most - 1) / most;
  if (at.size() >= 3 && at.size() <= most) return at;
  at.clear();
  for (std::size_t i = 0; i < size(); i += stride) at.push_back(i);
  return at;
}

Json Scale::places(const char* field) const {
  Json labels = Json::array();
  for (const std::string& text : texts) labels.push_back(shortened(one_line(text), longest_label));
  const double last = static_cast<double>(size()) - 0.5;
  return {{"field", field},
          {"type", "quantitative"},
          {"title", name()},
          {"scale", {{"domain", {-0.5, last}}, {"nice", false}, {"zero", false}}},
          {"axis",
           {{"values", labelled()},
            {"grid", false},
            {"domain", false},
            {"labelOverlap", "parity"},
            {"labelExpr", labels.dump() + "[datum.value]"}}}};
}

bool Scale::is_logarithmic() const {
  if (size() < 4 || numbers.front() <= 0 || numbers.back() / numbers.front() < 50) return false;
  const double first = numbers[1] - numbers[0], last = numbers.back() - numbers[size() - 2];
  return last / first > 8;
}

Json Scale::axis(const char* field) const {
  const double low = shown(0), high = shown(size() - 1);
  Json axis{{"grid", false}, {"labelOverlap", "greedy"}};
  if (is_count()) axis["format"] = ",~r";
  if (size() <= 12) {
    axis["values"] = Json::array();
    for (std::size_t i = 0; i < size(); ++i) axis["values"].push_back(shown(i));
  } else {
    axis["tickCount"] = 8;
    if (is_count()) axis["tickMinStep"] = 1;
  }
  Json scale{{"domain", {low, high}}, {"nice", false}, {"zero", false}, {"padding", 14}};
  if (is_logarithmic()) scale["type"] = "log", scale.erase("zero");
  return {{"field", field}, {"type", "quantitative"}, {"title", title()}, {"scale", scale}, {"axis", axis}};
}

}  // namespace busyhour::detail
