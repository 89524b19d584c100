#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "../numbers.hpp"
#include "../text.hpp"
#include "chart.hpp"
#include "parts.hpp"

namespace busyhour::detail {
namespace {

constexpr MetricAbout share_about{"", MetricShape::ratio, MetricScope::workload, dimension::share, true, ""};
constexpr MetricAbout time_about{"", MetricShape::times, MetricScope::workload, dimension::time, false, ""};

/// One number of each level, on the way up and on the way down.
struct Ways {
  const HysteresisResult* ramp = nullptr;
  std::string id, title, label;
  MetricAbout about;
  Statistic statistic = Statistic::none;
  Estimate HysteresisStep::*of = nullptr;
  Unit unit;
};

Ways ways_of(const HysteresisResult& ramp, std::string id, std::string title, std::string label,
             const MetricAbout& about, Statistic statistic, Estimate HysteresisStep::*of) {
  double most = 0;
  for (const HysteresisStep& s : ramp.steps)
    if (std::isfinite((s.*of).value)) most = std::max(most, (s.*of).value);
  return {&ramp,
          std::move(id),
          std::move(title),
          std::move(label),
          about,
          statistic,
          of,
          unit_for(most > 0 ? most : 1, about, statistic)};
}

/// The highest level is the end of one way and the beginning of the other.
Json rows_of(const Ways& w) {
  Json rows = Json::array();
  const auto& steps = w.ramp->steps;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Estimate& e = steps[i].*w.of;
    Json one{
        {"x", steps[i].level}, {"v", scaled(e.value, w.unit)}, {"step", i + 1}, {"way", steps[i].down ? "down" : "up"}};
    if (e.has_interval()) one["low"] = scaled(e.low, w.unit), one["high"] = scaled(e.high, w.unit);
    rows.push_back(one);
    const bool turns = !steps[i].down && i + 1 < steps.size() && steps[i + 1].down;
    if (!turns) continue;
    one["way"] = "down", one["again"] = true;
    rows.push_back(one);
  }
  return rows;
}

Json layers_of(const Ways& w) {
  Json levels = Json::array();
  double least = INFINITY, most = 0;
  for (const HysteresisStep& s : w.ramp->steps) {
    if (!s.down) levels.push_back(s.level);
    least = std::min(least, s.level), most = std::max(most, s.level);
  }
  const Json x{{"field", "x"},
               {"type", "quantitative"},
               {"title", fmt::format("Load of {}, times its rate", shortened(one_line(w.ramp->workload), 30))},
               {"scale", {{"domain", {least, most}}, {"nice", false}, {"zero", false}, {"padding", 14}}},
               {"axis", {{"grid", false}, {"values", levels}, {"format", "~g"}, {"labelOverlap", "greedy"}}}};
  Json y = quantity_of("v", axis_title(w.label, w.unit)), low = quantity_of("low");
  y["axis"] = {{"tickCount", 5}}, y["scale"] = {{"domainMin", 0}};
  const std::vector<std::string> words{"up", "down"};
  const Json legend = line_legend(2);
  Json layers = Json::array();
  layers.push_back({{"transform", Json::array({{{"filter", "!datum.again"}}})},
                    {"mark", {{"type", "rule"}, {"style", "whisker"}}},
                    {"encoding", {{"x", x}, {"y", low}, {"y2", {{"field", "high"}}}}}});
  layers.push_back({{"mark", {{"type", "line"}, {"style", "series"}}},
                    {"encoding",
                     {{"x", x},
                      {"y", y},
                      {"order", {{"field", "step"}, {"type", "quantitative"}}},
                      {"color", colour_by("way", words, legend)},
                      {"strokeDash", dash_by("way", words, legend)}}}});
  layers.push_back(
      {{"transform", Json::array({{{"filter", "!datum.again"}}})},
       {"mark", {{"type", "point"}, {"style", "verdict"}, {"filled", true}}},
       {"encoding",
        {{"x", x},
         {"y", y},
         {"color", colour_by("way", words, legend)},
         {"tooltip", Json::array({text_tip("way", "On the way"), number_tip("x", "Times the rate"),
                                  number_tip("v", axis_title(w.label, w.unit)), number_tip("low", "95 % interval, low"),
                                  number_tip("high", "95 % interval, high")})}}}});
  return layers;
}

Chart chart_of(const Ways& w) {
  const auto& steps = w.ramp->steps;
  const auto text = [&](const HysteresisStep& s) { return shown(s.*w.of, w.about, w.statistic).value; };
  const std::string summary = fmt::format("{} at {:.4g} times the rate: {} on the way up, {} on the way down.", w.label,
                                          steps.front().level, text(steps.front()), text(steps.back()));
  Chart chart{w.id,
              w.title,
              summary,
              "Where the way down lies above the way up, the system remembers its overload. Vertical lines are 95 % "
              "intervals over the replications.",
              spec_head(summary, 240),
              {{"Times the rate", "Way", w.label, "95 % interval"}, {}, ""}};
  for (const HysteresisStep& s : steps) {
    const Shown number = shown(s.*w.of, w.about, w.statistic);
    chart.table.rows.push_back({fmt::format("{:.4g}", s.level), s.down ? "down" : "up", number.value, number.interval});
  }
  chart.spec["data"] = values_of(rows_of(w));
  chart.spec["layer"] = layers_of(w);
  return chart;
}

}  // namespace

std::vector<Chart> hysteresis_charts(const HysteresisResult& ramp) {
  if (ramp.steps.size() < 2) return {};
  return {chart_of(ways_of(ramp, "collapsed", "How many replications are collapsed, up and down",
                           "Replications collapsed", share_about, Statistic::none, &HysteresisStep::collapsed)),
          chart_of(ways_of(ramp, "delay", "How long callers wait, up and down", "Added delay, mean", time_about,
                           Statistic::mean, &HysteresisStep::added_delay))};
}

}  // namespace busyhour::detail
