#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "../text.hpp"
#include "chart.hpp"
#include "parts.hpp"
#include "scale.hpp"
#include "subject.hpp"

namespace busyhour::detail {
namespace {

constexpr std::size_t most_subjects = 3, most_bars = 15;

/// A path that was changed alone, and what was measured at its values.
struct Bar {
  std::string path;
  struct End {
    std::string text;
    double value = 0;
    Estimate estimate;
  };
  std::vector<End> ends;
  [[nodiscard]] const End& least() const { return *std::ranges::min_element(ends, {}, &End::value); }
  [[nodiscard]] const End& most() const { return *std::ranges::max_element(ends, {}, &End::value); }
  [[nodiscard]] double reach(double base) const {
    return std::max(std::abs(least().value - base), std::abs(most().value - base));
  }
};

struct Tornado {
  Subject subject;
  Unit unit;
  std::optional<double> base;  ///< at the point that changes nothing
  std::vector<Bar> bars;       ///< the widest first
};

std::string text_of(const Bar::End& end) { return shortened(one_line(end.text), 24); }

/// The points that set one path, and the one that sets none or what the scenario has already.
bool changes_nothing(const SweepResult& sweep, const PointResult& point) {
  return std::ranges::all_of(point.set, [&](const auto& one) { return value_at(sweep.base, one.first) == one.second; });
}

Tornado tornado_of(const SweepResult& sweep, const Subject& subject) {
  Tornado t{subject, {}, {}, {}};
  std::vector<Seen> all;
  for (const PointResult& point : sweep.points) {
    const auto seen = seen_in(point.run, subject);
    if (!seen || !std::isfinite(seen->estimate.value)) continue;
    all.push_back(*seen);
    if (changes_nothing(sweep, point)) {
      t.base = seen->estimate.value;
      continue;
    }
    for (const auto& [path, value] : point.set) {
      if (value_at(sweep.base, path) == value) continue;
      auto bar = std::ranges::find(t.bars, path, &Bar::path);
      if (bar == t.bars.end()) bar = t.bars.insert(t.bars.end(), Bar{path, {}});
      bar->ends.push_back({value, seen->estimate.value, seen->estimate});
    }
  }
  t.unit = unit_of(subject, all);
  // Where the scenario itself was not among the points a bar reaches from its least to its most.
  const auto width = [&](const Bar& bar) { return t.base ? bar.reach(*t.base) : bar.most().value - bar.least().value; };
  std::ranges::stable_sort(t.bars, [&](const Bar& a, const Bar& b) { return width(a) > width(b); });
  if (t.bars.size() > most_bars) t.bars.resize(most_bars);
  return t;
}

Json rows_of(const Tornado& t) {
  Json rows = Json::array();
  for (const Bar& bar : t.bars) {
    const double low = t.base ? std::min(bar.least().value, *t.base) : bar.least().value;
    const double high = t.base ? std::max(bar.most().value, *t.base) : bar.most().value;
    const auto named = [&](const Bar::End& end, bool is_at_base) { return is_at_base ? "" : text_of(end); };
    rows.push_back({{"path", short_name(bar.path)},
                    {"low", scaled(low, t.unit)},
                    {"high", scaled(high, t.unit)},
                    {"at_low", named(bar.least(), low != bar.least().value)},
                    {"at_high", named(bar.most(), high != bar.most().value)}});
  }
  return rows;
}

/// Beside the bars, for what stands at their ends [px].
std::size_t room_for_labels(const Tornado& t) {
  std::size_t longest = 0;
  for (const Bar& bar : t.bars)
    for (const Bar::End* end : {&bar.least(), &bar.most()}) longest = std::max(longest, display_width(text_of(*end)));
  return std::max<std::size_t>(60, 12 + 7 * longest);
}

Json not_below_zero() { return {{"condition", {{"test", "datum.value < 0"}, {"value", 0}}}, {"value", 1}}; }

Json layers_of(const Tornado& t) {
  Json names = Json::array();
  for (const Bar& bar : t.bars) names.push_back(short_name(bar.path));
  const Json y{{"field", "path"},
               {"type", "nominal"},
               {"title", nullptr},
               {"scale", {{"domain", names}, {"paddingInner", 0.35}}},
               {"axis", {{"labelLimit", 250}, {"ticks", false}, {"domain", false}}}};
  Json low = quantity_of("low", axis_title(t.subject.label, t.unit)), high = quantity_of("high");
  low["scale"] = {{"zero", false}, {"padding", room_for_labels(t)}};
  // Room for the labels may reach below zero, where nothing is measured.
  if (t.bars.front().least().value >= 0)
    low["axis"] = {{"labelExpr", "datum.value < 0 ? '' : datum.label"},
                   {"gridOpacity", not_below_zero()},
                   {"tickOpacity", not_below_zero()}};
  Json layers = Json::array();
  layers.push_back({{"mark", {{"type", "bar"}, {"style", "tornado"}}},
                    {"encoding",
                     {{"y", y},
                      {"x", low},
                      {"x2", {{"field", "high"}}},
                      {"tooltip", Json::array({text_tip("path", "Changed alone"), number_tip("low", "Least"),
                                               text_tip("at_low", "at"), number_tip("high", "Most"),
                                               text_tip("at_high", "at")})}}}});
  if (t.base) {
    const Json base = values_of(Json::array({{{"low", scaled(*t.base, t.unit)}}}));
    layers.push_back({{"data", base}, {"mark", {{"type", "rule"}, {"style", "answer"}}}, {"encoding", {{"x", low}}}});
  }
  for (const bool left : {true, false})
    add_label(layers, Json(), "note-text", {{"align", left ? "right" : "left"}, {"dx", left ? -5 : 5}},
              {{"y", y}, {"x", left ? low : high}, {"text", {{"field", left ? "at_low" : "at_high"}}}});
  return layers;
}

DataTable table_of(const Tornado& t) {
  DataTable table{{"Changed alone", "To", t.subject.label, "95 % interval"}, {}, ""};
  for (const Bar& bar : t.bars)
    for (const Bar::End& end : bar.ends) {
      const Shown number = shown(end.estimate, t.subject.about, t.subject.statistic);
      table.rows.push_back({short_name(bar.path), text_of(end), number.value, number.interval});
    }
  return table;
}

Chart chart_of(const Tornado& t) {
  const auto value = [&](double v) { return t.unit.prefix + digits(v * t.unit.factor) + t.unit.suffix; };
  const Bar& first = t.bars.front();
  const std::string summary =
      fmt::format("{} matters most to “{}”: from {} at {} to {} at {}.", short_name(first.path), t.subject.label,
                  value(first.least().value), text_of(first.least()), value(first.most().value), text_of(first.most()));
  Chart chart{
      "tornado-" + id_of(t.subject.rule.empty() ? t.subject.key : t.subject.rule),
      "What matters: " + t.subject.label,
      summary,
      "Each bar is one value changed alone, all else as in the scenario; at its ends stands what it was changed "
      "to.",
      spec_head(summary, static_cast<int>(30 * t.bars.size())),
      table_of(t)};
  if (t.base) chart.reading += " The dotted line is the scenario as it stands.";
  chart.spec["data"] = values_of(rows_of(t));
  chart.spec["layer"] = layers_of(t);
  return chart;
}

}  // namespace

std::vector<Chart> tornado_charts(const SweepResult& sweep) {
  std::vector<Chart> charts;
  if (!is_one_at_a_time(sweep)) return charts;
  for (const Subject& subject : subjects_of(sweep.points.front().run, most_subjects))
    if (const Tornado t = tornado_of(sweep, subject); t.bars.size() > 1) charts.push_back(chart_of(t));
  return charts;
}

}  // namespace busyhour::detail
