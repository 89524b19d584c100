#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "../numbers.hpp"
#include "../text.hpp"
#include "busyhour/report/report.hpp"
#include "chart.hpp"
#include "parts.hpp"

namespace busyhour::detail {
namespace {

constexpr MetricAbout share_about{"", MetricShape::ratio, MetricScope::limit, dimension::share, true, ""};
constexpr double seen = 5e-5;  ///< what is rarer on both sides is left out at the ends

/// The levels between the first and the last that matter.
std::vector<LevelTimes::Level> in_sight(const LevelTimes& times) {
  const auto matters = [](const LevelTimes::Level& l) { return l.exact >= seen || l.share.value >= seen; };
  const auto first = std::ranges::find_if(times.levels, matters);
  auto last = times.levels.end();
  while (last != first && !matters(*(last - 1))) --last;
  return {first, last};
}

std::string percent(double share) { return readable(share, share_about, Statistic::none); }

Json rows_of(const std::vector<LevelTimes::Level>& levels) {
  Json rows = Json::array();
  for (const LevelTimes::Level& l : levels) {
    const auto k = static_cast<double>(l.held);
    Json one{{"k", l.held}, {"a", k - 0.36}, {"b", k + 0.36}, {"v", 100 * l.share.value}, {"exact", 100 * l.exact}};
    if (l.share.has_interval()) one["low"] = 100 * l.share.low, one["high"] = 100 * l.share.high;
    rows.push_back(one);
  }
  return rows;
}

Json layers_of(const std::vector<LevelTimes::Level>& levels, const std::string& model) {
  const auto first = static_cast<double>(levels.front().held), last = static_cast<double>(levels.back().held);
  Json x{{"type", "quantitative"},
         {"title", "Slots held"},
         {"scale", {{"domain", {first - 0.5, last + 0.5}}, {"nice", false}, {"zero", false}}},
         {"axis",
          {{"grid", false}, {"tickMinStep", 1}, {"format", "d"}, {"tickCount", std::min(last - first + 1, 12.0)}}}};
  const auto at = [&](const char* field) {
    Json one = x;
    one["field"] = field;
    return one;
  };
  Json y = quantity_of("v", "Share of time (%)"), low = quantity_of("low"), exact = quantity_of("exact");
  y["axis"] = {{"tickCount", 5}}, y["scale"] = {{"domainMin", 0}};
  const std::vector<std::string> words{"simulated, 95 % interval", "exact: " + model};
  const Json legend = square_legend(2);
  const auto as = [](const std::string& word) {
    return Json::array({{{"calculate", Json(word).dump()}, {"as", "who"}}});
  };
  const Json tips = Json::array({number_tip("k", "Slots held"), number_tip("v", "Share of time (%)"),
                                 number_tip("low", "95 % interval, low"), number_tip("high", "95 % interval, high"),
                                 number_tip("exact", "Exact (%)")});
  Json layers = Json::array();
  layers.push_back({{"transform", as(words[0])},
                    {"mark", {{"type", "rect"}, {"fillOpacity", 0.55}}},
                    {"encoding",
                     {{"x", at("a")},
                      {"x2", {{"field", "b"}}},
                      {"y", y},
                      {"y2", {{"datum", 0}}},
                      {"color", colour_by("who", words, legend)},
                      {"tooltip", tips}}}});
  layers.push_back({{"mark", {{"type", "rule"}, {"style", "whisker"}}},
                    {"encoding", {{"x", at("k")}, {"y", low}, {"y2", {{"field", "high"}}}}}});
  layers.push_back(
      {{"transform", as(words[1])},
       {"mark", {{"type", "rule"}, {"strokeWidth", 2.5}}},
       {"encoding",
        {{"x", at("a")}, {"x2", {{"field", "b"}}}, {"y", exact}, {"color", colour_by("who", words, legend)}}}});
  return layers;
}

}  // namespace

std::vector<Chart> level_charts(const RunResult& run) {
  if (!run.levels || run.levels->levels.size() < 2) return {};
  const LevelTimes& times = *run.levels;
  const std::vector<LevelTimes::Level> levels = in_sight(times);
  if (levels.size() < 2) return {};
  const LevelTimes::Level& full = times.levels.back();
  const std::string model = shortened(one_line(times.model.substr(0, times.model.find(','))), 40);
  const std::string summary = fmt::format("All {} slots are held {} of the time; exact is {}.", full.held,
                                          percent(full.share.value), percent(full.exact));
  Chart chart{
      "levels-" + id_of(times.limit),
      fmt::format("How many slots of “{}” are held, and how long", shortened(one_line(times.limit), 40)),
      summary,
      fmt::format(
          "Bars are shares of the counted time in the first {} replications, thin lines their 95 % intervals; the "
          "thick lines are theory.",
          times.replications),
      spec_head(summary, 220),
      {{"Slots held", "Share of time", "95 % interval", "Exact"}, {}, ""}};
  for (const LevelTimes::Level& l : levels) {
    const Shown number = shown(l.share, share_about, Statistic::none);
    chart.table.rows.push_back({fmt::format("{}", l.held), number.value, number.interval, percent(l.exact)});
  }
  chart.spec["data"] = values_of(rows_of(levels));
  chart.spec["layer"] = layers_of(levels, model);
  return {chart};
}

}  // namespace busyhour::detail
