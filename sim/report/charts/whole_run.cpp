#include <fmt/format.h>

#include <algorithm>

#include "../numbers.hpp"
#include "../text.hpp"
#include "chart.hpp"
#include "decimate.hpp"
#include "parts.hpp"

namespace busyhour::detail {
namespace {

constexpr std::size_t most_spans = 200, most_rows = 40;

/// The whole of one replication at one limit, coarse enough to see.
struct Whole {
  std::vector<TimelineSpan> spans;
  double span = 0;        ///< length of each [s]
  Clock clock;            ///< what the axis counts in
  std::int64_t cap = -1;  ///< the largest; -1: never a limit
  std::int64_t waiting = 0;
  std::uint64_t refused = 0, most_refused = 0;  ///< in all, and in one span
  double top = 1;
  [[nodiscard]] double end() const { return span * static_cast<double>(spans.size()); }
  /// Height below 0 in which refusals hang.
  [[nodiscard]] double band() const { return refused > 0 ? 0.18 * top : 0; }
};

Whole whole_of(const Timeline& t) {
  Whole w;
  w.spans = t.spans, w.span = t.span_s;
  for (; w.spans.size() > most_spans; w.span *= 2) w.spans = pairs_of(w.spans);
  for (const TimelineSpan& s : w.spans) {
    w.cap = std::max(w.cap, s.cap), w.waiting = std::max(w.waiting, s.waiting);
    w.refused += s.refused, w.most_refused = std::max(w.most_refused, s.refused);
    w.top = std::max({w.top, static_cast<double>(s.highest), static_cast<double>(s.cap)});
  }
  w.clock = clock_for(w.end());
  return w;
}

Json x_of(const Whole& w) {
  return {{"field", "a"},
          {"type", "quantitative"},
          {"title", fmt::format("Simulated time ({})", w.clock.word)},
          {"scale", {{"domain", {0, w.end() / w.clock.seconds}}, {"nice", false}}},
          {"axis", {{"grid", false}, {"tickCount", 8}, {"labelFlush", true}}}};
}

Json y_of(const Whole& w, const char* field) {
  std::vector<double> values = whole_ticks(w.top);
  if (w.refused > 0) values.insert(values.begin(), -w.band() / 2);
  Json axis{{"values", values},
            {"labelOverlap", false},
            {"labelExpr", "datum.value < 0 ? 'refused' : format(datum.value, ',d')"}};
  axis["gridOpacity"] = {{"condition", {{"test", "datum.value < 0"}, {"value", 0}}}, {"value", 1}};
  axis["tickOpacity"] = axis["gridOpacity"];
  return {{"field", field},
          {"type", "quantitative"},
          {"title", "Requests in flight"},
          {"scale", {{"domain", {-w.band(), w.top * 1.14}}, {"nice", false}}},
          {"axis", axis}};
}

Json rows_of(const Whole& w) {
  Json rows = Json::array();
  for (std::size_t i = 0; i < w.spans.size(); ++i) {
    const TimelineSpan& s = w.spans[i];
    const auto at = [&](std::size_t n) { return rounded(static_cast<double>(n) * w.span / w.clock.seconds); };
    Json one{{"a", at(i)}, {"b", at(i + 1)}, {"low", s.lowest}, {"high", s.highest}, {"refused", s.refused}};
    one["cap"] = s.cap < 0 ? Json(nullptr) : Json(s.cap);
    rows.push_back(one);
  }
  return rows;
}

/// How many were refused in each span hangs below zero.
Json refusals_layer(const Whole& w) {
  const double from = -0.1 * w.band(), reach = 0.85 * w.band();
  Json y = y_of(w, "from");
  return {
      {"transform",
       Json::array({{{"filter", "datum.refused > 0"}},
                    {{"calculate", fmt::format("{:.6g}", from)}, {"as", "from"}},
                    {{"calculate", fmt::format("{:.6g} - {:.6g} * datum.refused / {}", from, reach, w.most_refused)},
                     {"as", "to"}}})},
      {"mark", {{"type", "rect"}, {"style", "reject"}, {"strokeWidth", 0}, {"aria", false}}},
      {"encoding", {{"x", x_of(w)}, {"x2", {{"field", "b"}}}, {"y", y}, {"y2", {{"field", "to"}}}}}};
}

/// Where the window lies that the page shows step by step, and where counting begins.
void add_places(Json& layers, const Timeline& t, const Whole& w, double warm_up) {
  const Json x = x_of(w);
  const double a = t.from / w.clock.seconds, b = t.to / w.clock.seconds;
  layers.push_back({{"data", values_of(Json::array({{{"a", a}, {"b", b}}}))},
                    {"mark", {{"type", "rect"}, {"style", "zone"}, {"stroke", nullptr}}},
                    {"encoding", {{"x", x}, {"x2", {{"field", "b"}}}}}});
  const bool left = a > w.end() / w.clock.seconds - b;  // where there is more room
  add_label(layers, values_of(Json::array({{{"a", left ? a : b}}})), "note-text",
            {{"align", left ? "right" : "left"},
             {"dx", left ? -4 : 4},
             {"y", 2},
             {"baseline", "top"},
             {"text", "the window above"}},
            {{"x", x}});
  if (warm_up <= 0 || warm_up >= w.end()) return;
  layers.push_back({{"data", values_of(Json::array({{{"a", warm_up / w.clock.seconds}}}))},
                    {"mark", {{"type", "rule"}, {"style", "answer"}}},
                    {"encoding", {{"x", x}}}});
}

Json layers_of(const Timeline& t, const Whole& w, double warm_up) {
  Json layers = Json::array();
  const Json x = x_of(w), high = y_of(w, "high");
  const Json tips =
      Json::array({number_tip("a", fmt::format("From ({})", w.clock.word)), number_tip("high", "Most in flight"),
                   number_tip("low", "Least"), number_tip("cap", "Limit"), number_tip("refused", "Refused")});
  layers.push_back(
      {{"mark", {{"type", "area"}, {"style", "interval"}, {"interpolate", "step-after"}, {"fillOpacity", 0.35}}},
       {"encoding", {{"x", x}, {"y", high}, {"y2", {{"field", "low"}}}}}});
  layers.push_back(
      {{"mark", {{"type", "line"}, {"style", "estimate"}, {"interpolate", "step-after"}, {"tooltip", true}}},
       {"encoding", {{"x", x}, {"y", high}, {"tooltip", tips}}}});
  if (w.cap >= 0) {
    layers.push_back({{"mark", {{"type", "line"}, {"style", "limit"}, {"interpolate", "step-after"}}},
                      {"encoding", {{"x", x}, {"y", y_of(w, "cap")}}}});
    const bool moves = std::ranges::any_of(w.spans, [&](const TimelineSpan& s) { return s.cap != w.cap; });
    add_label(layers, values_of(Json::array({{{"a", 0}, {"cap", w.cap}}})), "limit-text",
              {{"align", "left"},
               {"dx", 5},
               {"dy", -8},
               {"text", fmt::format("{} {}", moves ? "limit, at most" : "limit", w.cap)}},
              {{"x", x}, {"y", y_of(w, "cap")}});
  }
  if (w.refused > 0) layers.push_back(refusals_layer(w));
  add_places(layers, t, w, warm_up);
  return layers;
}

DataTable table_of(const Whole& w) {
  DataTable table{{"From", "Least in flight", "Most", "Most waiting", "Limit", "Refused"}, {}, ""};
  std::vector<TimelineSpan> spans = w.spans;
  double span = w.span;
  for (; spans.size() > most_rows; span *= 2) spans = pairs_of(spans);
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const TimelineSpan& s = spans[i];
    table.rows.push_back({readable_seconds(static_cast<double>(i) * span), fmt::format("{}", s.lowest),
                          fmt::format("{}", s.highest), fmt::format("{}", s.waiting),
                          s.cap < 0 ? "none" : fmt::format("{}", s.cap), readable_count(s.refused)});
  }
  return table;
}

std::string summary_of(const Whole& w) {
  const auto full = std::ranges::count_if(w.spans, [](const auto& s) { return s.cap >= 0 && s.highest >= s.cap; });
  std::string text =
      fmt::format("{} in {} spans of {}: ", readable_seconds(w.end()), w.spans.size(), readable_seconds(w.span));
  text += w.cap < 0 ? std::string{"there is no limit"} : fmt::format("the limit is reached in {} of them", full);
  if (w.refused > 0) text += fmt::format(", {} attempts are refused", readable_count(w.refused));
  return text + ".";
}

Chart chart_of(const RunResult& run, const Timeline& t) {
  const Whole w = whole_of(t);
  const std::string summary = summary_of(w);
  Chart chart{"whole-run-" + id_of(t.limit),
              fmt::format("The whole of replication {} at “{}”", t.replication, shortened(one_line(t.limit), 40)),
              summary,
              "The band reaches from the least to the most in flight in each span.",
              spec_head(summary, 200),
              table_of(w)};
  if (w.refused > 0)
    chart.reading +=
        fmt::format(" What hangs below zero are refusals, {} in a span at most.", readable_count(w.most_refused));
  if (run.warm_up_s > 0) chart.reading += " Counting begins at the dotted line.";
  chart.spec["data"] = values_of(rows_of(w));
  chart.spec["layer"] = layers_of(t, w, run.warm_up_s);
  return chart;
}

}  // namespace

std::vector<Chart> whole_run_charts(const RunResult& run) {
  std::vector<Chart> charts;
  for (const Timeline& t : run.timelines) {
    const double whole = t.span_s * static_cast<double>(t.spans.size());
    if (t.spans.size() > 1 && t.to > t.from && t.to - t.from < 0.8 * whole) charts.push_back(chart_of(run, t));
  }
  return charts;
}

}  // namespace busyhour::detail
