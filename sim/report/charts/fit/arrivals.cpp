#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "../../numbers.hpp"
#include "../parts.hpp"
#include "fit_charts.hpp"

namespace busyhour::detail {
namespace {

constexpr std::size_t most_bars = 400;

/// Neighbours put together until there are few enough to see.
std::vector<std::uint64_t> coarse(std::vector<std::uint64_t> counts, double& bin) {
  for (; counts.size() > most_bars; bin *= 2) {
    for (std::size_t i = 0; i < counts.size(); i += 2)
      counts[i / 2] = counts[i] + (i + 1 < counts.size() ? counts[i + 1] : 0);
    counts.resize((counts.size() + 1) / 2);
  }
  return counts;
}

}  // namespace

std::vector<Chart> arrival_charts(const FitResult& fit) {
  if (!fit.arrivals || fit.arrivals->summary.n < 10) return {};
  const ArrivalSummary& s = fit.arrivals->summary;
  double bin = s.bin;
  std::vector<std::uint64_t> counts = coarse(s.counts, bin);
  if (counts.size() > 2) counts.pop_back();  // the last one is not whole
  const Clock clock = clock_for(s.last - s.first);
  const std::string x_title = fmt::format("Time from the first arrival ({})", clock.word);
  Chart chart{"arrivals",
              "Arrivals over time",
              fmt::format("{} arrivals; one every {} on average, counted in windows of {}.", readable_count(s.n),
                          readable_seconds(s.gap_mean), readable_seconds(bin)),
              "Each bar is the rate in one window; the dashed line is the mean of all.",
              {},
              {{x_title, "Arrivals a second"}, {}, ""}};
  Json values = Json::array();
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double from = static_cast<double>(i) * bin / clock.seconds, rate = static_cast<double>(counts[i]) / bin;
    values.push_back({{"t", from}, {"to", from + bin / clock.seconds}, {"rate", rate}});
    if (i % (1 + counts.size() / 40) == 0) chart.table.rows.push_back({digits(from), digits(rate)});
  }
  chart.spec = spec_head(chart.summary, 200);
  const Json y{
      {"field", "rate"}, {"type", "quantitative"}, {"title", "Arrivals a second"}, {"axis", {{"tickCount", 5}}}};
  Json bars{{"data", {{"values", values}}},
            {"mark", {{"type", "rect"}, {"style", "interval"}, {"fillOpacity", 0.7}, {"aria", false}}},
            {"encoding", {{"x", axis_of("t", x_title)}, {"x2", {{"field", "to"}}}, {"y", y}, {"y2", {{"datum", 0}}}}}};
  Json mean{{"data", {{"values", Json::array({{{"rate", s.rate}}})}}},
            {"mark", {{"type", "rule"}, {"style", "limit"}}},
            {"encoding", {{"y", y}}}};
  chart.spec["layer"] = Json::array({bars, mean});
  return {chart};
}

std::vector<Chart> dispersion_charts(const FitResult& fit) {
  if (!fit.arrivals || fit.arrivals->summary.windows.size() < 2) return {};
  Chart chart{
      "dispersion",
      "How counts of arrivals vary, by window",
      "",
      "Variance over mean of the counts in windows of one length. A Poisson process has 1 in every window; what "
      "rises to the right is a rate that changes, what is high at the left are batches.",
      {},
      {{"Window (s)", "Variance / mean"}, {}, ""}};
  Json values = Json::array();
  for (const WindowCounts& w : fit.arrivals->summary.windows) {
    values.push_back({{"w", w.window}, {"d", w.dispersion}});
    chart.table.rows.push_back({digits(w.window), digits(w.dispersion)});
    chart.summary += fmt::format("{}{} at {}", chart.summary.empty() ? "Variance over mean: " : ", ",
                                 digits(w.dispersion), readable_seconds(w.window));
  }
  chart.summary += '.';
  chart.spec = spec_head(chart.summary, 180);
  const Json y = axis_of("d", "Variance / mean", true);
  Json line{{"data", {{"values", values}}},
            {"mark", {{"type", "line"}, {"style", "estimate"}, {"point", true}}},
            {"encoding", {{"x", axis_of("w", "Window (seconds)", true)}, {"y", y}}}};
  Json one{{"data", {{"values", Json::array({{{"d", 1}}})}}},
           {"mark", {{"type", "rule"}, {"style", "limit"}}},
           {"encoding", {{"y", y}}}};
  chart.spec["layer"] = Json::array({line, one});
  return {chart};
}

std::vector<Chart> hour_charts(const FitResult& fit) {
  if (!fit.arrivals) return {};
  const ArrivalSummary& s = fit.arrivals->summary;
  if (s.last - s.first < 86400) return {};
  Chart chart{"hours", "Arrivals by hour of the day",
              "",      "All days together, by the clock of the log (UTC for dates).",
              {},      {{"Hour", "Share of arrivals"}, {}, ""}};
  Json values = Json::array();
  for (std::size_t h = 0; h < s.hours.size(); ++h) {
    const double share = static_cast<double>(s.hours[h]) / static_cast<double>(s.n);
    values.push_back({{"h", h}, {"share", share}});
    chart.table.rows.push_back({fmt::format("{}", h), fmt::format("{:.1f} %", 100 * share)});
  }
  const auto top = std::max_element(s.hours.begin(), s.hours.end());
  chart.summary = fmt::format("The fullest hour is {}:00 with {:.1f} % of the arrivals.", top - s.hours.begin(),
                              100 * static_cast<double>(*top) / static_cast<double>(s.n));
  chart.spec = spec_head(chart.summary, 160);
  chart.spec["data"] = {{"values", values}};
  chart.spec["mark"] = {{"type", "bar"}, {"style", "interval"}, {"fillOpacity", 0.7}};
  chart.spec["encoding"] = {
      {"x", {{"field", "h"}, {"type", "ordinal"}, {"title", "Hour of the day"}, {"axis", {{"labelAngle", 0}, {"labelOverlap", "greedy"}}}}},
      {"y",
       {{"field", "share"},
        {"type", "quantitative"},
        {"title", "Share of arrivals"},
        {"axis", {{"format", ".0%"}, {"tickCount", 4}}}}}};
  return {chart};
}

}  // namespace busyhour::detail
