#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "../json_text.hpp"
#include "../numbers.hpp"
#include "../text.hpp"
#include "chart.hpp"
#include "decimate.hpp"
#include "parts.hpp"

namespace busyhour::detail {
namespace {

constexpr std::size_t most_steps = 2400, most_rejects = 1000, most_rows = 100;

/// What the drawing needs to know of the window.
struct Window {
  std::vector<TimelineStep> steps;
  std::vector<TimelineReject> rejects;
  double top = 1;         ///< the highest of held + waiting and the cap
  std::int64_t cap = -1;  ///< the largest; -1: never a limit
  std::int64_t waiting = 0;
  Json caps = Json::array();  ///< where the limit changes, and both ends
  double scale = 1;           ///< from seconds to the axis
  std::string unit = "s";
  [[nodiscard]] double band() const {
    return rejects.empty() ? 0 : 0.15 * top;
  }  ///< height below 0 where refusals are marked
};

/// An instant on the axis, to a hundred-thousandth of the window: more digits than a screen has columns only make the
/// page heavier.
double instant(const Timeline& t, const Window& w, double at) {
  const double unit = std::pow(10, 5 - std::floor(std::log10((t.to - t.from) * w.scale)));
  return std::round(at * w.scale * unit) / unit;
}

Window window_of(const Timeline& t) {
  Window w;
  w.steps = decimated(t.steps, most_steps);
  for (const TimelineStep& s : t.steps) {
    w.cap = std::max(w.cap, s.cap);
    w.waiting = std::max(w.waiting, s.waiting);
    w.top = std::max(w.top, static_cast<double>(std::max(s.held + s.waiting, s.cap)));
  }
  // Two refusals closer than a thousandth of the window are one tick.
  const double apart = (t.to - t.from) / static_cast<double>(most_rejects);
  for (const TimelineReject& r : t.rejects)
    if (t.rejects.size() <= most_rejects || w.rejects.empty() || r.t - w.rejects.back().t >= apart)
      w.rejects.push_back(r);
  const Clock clock = clock_for(t.to - t.from);
  w.scale = 1 / clock.seconds, w.unit = clock.word;
  const auto add_cap = [&](double at, std::int64_t cap) {
    w.caps.push_back({{"t", instant(t, w, at)}, {"cap", cap < 0 ? Json(nullptr) : Json(cap)}});
  };
  for (std::size_t i = 0; i < t.steps.size(); ++i)
    if (i == 0 || t.steps[i].cap != t.steps[i - 1].cap) add_cap(i == 0 ? t.from : t.steps[i].t, t.steps[i].cap);
  if (!t.steps.empty()) add_cap(t.to, t.steps.back().cap);
  return w;
}

Json x_axis(const Timeline& t, const Window& w) {
  return {{"field", "t"},
          {"type", "quantitative"},
          {"title", fmt::format("Simulated time ({})", w.unit)},
          {"scale", {{"domain", {t.from * w.scale, t.to * w.scale}}, {"nice", false}}},
          {"axis", {{"grid", false}, {"tickCount", 8}}}};
}

Json y_axis(const Window& w) {
  std::vector<double> values = whole_ticks(w.top);
  if (w.band() > 0) values.insert(values.begin(), -w.band() / 2);
  Json axis{{"values", values},
            {"labelOverlap", false},
            {"labelExpr", "datum.value < 0 ? 'refused' : format(datum.value, ',d')"}};
  axis["gridOpacity"] = {{"condition", {{"test", "datum.value < 0"}, {"value", 0}}}, {"value", 1}};
  axis["tickOpacity"] = axis["gridOpacity"];
  return {{"type", "quantitative"},
          {"title", w.waiting > 0 ? "Requests" : "Requests in flight"},
          {"scale", {{"domain", {-w.band(), w.top * 1.14}}, {"nice", false}}},
          {"axis", axis}};
}

Json y_of(const Json& axis, const char* field) {
  Json y{{"field", field}};
  for (const auto& [key, value] : axis.items()) y[key] = value;
  return y;
}

Json colours() {
  return {{"field", "what"},
          {"type", "nominal"},
          {"scale", {{"domain", {"in flight", "waiting in the queue"}}}},
          {"legend", {{"title", nullptr}, {"orient", "top"}, {"symbolType", "square"}, {"symbolStrokeWidth", 0}}}};
}

Json area(const Json& y, const char* low, const Window& w, const std::string& what) {
  Json layer{{"mark",
              {{"type", "area"},
               {"interpolate", "step-after"},
               {"clip", true},
               {"fillOpacity", 0.3},
               {"line", {{"strokeWidth", 1.25}}}}}};
  layer["transform"] = Json::array({{{"calculate", "'" + what + "'"}, {"as", "what"}}});
  layer["encoding"] = {{"y", y}, {"y2", low ? Json{{"field", low}} : Json{{"datum", 0}}}, {"color", colours()}};
  if (w.waiting == 0) layer["encoding"]["color"]["legend"] = nullptr;
  return layer;
}

/// Dragging moves the window, Shift and the wheel zoom, a double click resets: the wheel alone scrolls the page.
Json zoom() {
  return Json::array({{{"name", "zoom"},
                       {"select", {{"type", "interval"}, {"encodings", {"x"}}, {"zoom", "wheel![event.shiftKey]"}}},
                       {"bind", "scales"}}});
}

void add_limit(Json& layers, const Json& axis, const Window& w, const Timeline& t) {
  const Json y = y_of(axis, "cap");
  layers.push_back({{"data", {{"values", w.caps}}},
                    {"mark", {{"type", "line"}, {"interpolate", "step-after"}, {"style", "limit"}, {"clip", true}}},
                    {"encoding", {{"y", y}}}});
  add_label(layers, {{"values", Json::array({{{"t", t.from * w.scale}, {"cap", w.cap}}})}}, "limit-text",
            {{"align", "left"}, {"dx", 5}, {"dy", -8}, {"text", fmt::format("limit {}", w.cap)}},
            {{"x", {{"field", "t"}, {"type", "quantitative"}}}, {"y", y}});
}

Json reject_layer(const Window& w) {
  return {{"data", {{"name", "rejects"}}},
          {"mark", {{"type", "rule"}, {"style", "reject"}, {"clip", true}, {"aria", false}}},
          {"encoding",
           {{"y", {{"datum", -0.8 * w.band()}}},
            {"y2", {{"datum", -0.2 * w.band()}}},
            {"tooltip",
             {{{"field", "t"},
               {"type", "quantitative"},
               {"title", fmt::format("Refused at ({})", w.unit)},
               {"format", ",.3f"}},
              {{"field", "who"}, {"type", "nominal"}, {"title", "Caller"}},
              {{"field", "attempt"}, {"type", "quantitative"}, {"title", "Attempt"}}}}}}};
}

Json cursor_layer(const Window& w) {
  Json tips = Json::array(
      {{{"field", "t"}, {"type", "quantitative"}, {"title", fmt::format("Time ({})", w.unit)}, {"format", ",.3f"}},
       {{"field", "held"}, {"type", "quantitative"}, {"title", "In flight"}}});
  if (w.waiting > 0) tips.push_back({{"field", "all"}, {"type", "quantitative"}, {"title", "With the waiting"}});
  return {{"params", Json::array({{{"name", "cursor"},
                                   {"select",
                                    {{"type", "point"},
                                     {"on", "pointerover"},
                                     {"nearest", true},
                                     {"encodings", {"x"}},
                                     {"clear", "pointerout"}}}}})},
          {"mark", {{"type", "rule"}, {"style", "cursor"}, {"clip", true}, {"aria", false}}},
          {"encoding",
           {{"opacity", {{"condition", {{"param", "cursor"}, {"empty", false}, {"value", 0.8}}}, {"value", 0}}},
            {"tooltip", tips}}}};
}

Json data_of(const Timeline& t, const Window& w) {
  Json steps = Json::array(), rejects = Json::array();
  const auto add = [&](double at, const TimelineStep& s) {
    Json row{{"t", instant(t, w, at)}, {"held", s.held}};
    if (w.waiting > 0) row["all"] = s.held + s.waiting;
    steps.push_back(row);
  };
  for (const TimelineStep& s : w.steps) add(s.t, s);
  if (!w.steps.empty() && w.steps.back().t < t.to) add(t.to, w.steps.back());
  for (const TimelineReject& r : w.rejects)
    rejects.push_back({{"t", instant(t, w, r.t)}, {"who", shortened(one_line(r.who), 60)}, {"attempt", r.attempt}});
  return {{"steps", steps}, {"rejects", rejects}};
}

DataTable table_of(const Timeline& t, const Window& w) {
  DataTable table{{"Time (s)", "In flight", "Waiting", "Limit"}, {}, ""};
  for (const TimelineStep& s : w.steps) {
    if (table.rows.size() == most_rows) break;
    table.rows.push_back({fmt::format("{:.3f}", s.t), fmt::format("{}", s.held), fmt::format("{}", s.waiting),
                          s.cap < 0 ? "none" : fmt::format("{}", s.cap)});
  }
  if (t.steps.size() > table.rows.size())
    table.note = fmt::format("The first {} of {} changes.", table.rows.size(), readable_count(t.steps.size()));
  return table;
}

std::string summary_of(const Timeline& t, const Window& w) {
  std::int64_t most = 0;
  for (const TimelineStep& s : t.steps) most = std::max(most, s.held);
  const std::string limit = shortened(one_line(t.limit), 40);
  std::string text =
      w.cap < 0      ? fmt::format("Up to {} requests are in flight; there is no limit in this window", most)
      : most > w.cap ? fmt::format("Up to {} slots of “{}” are held, while the limit moves or is lifted", most, limit)
                     : fmt::format("Up to {} of {} slots of “{}” are held", most, w.cap, limit);
  if (w.waiting > 0)
    text += fmt::format(", up to {} requests wait", readable_count(static_cast<std::uint64_t>(w.waiting)));
  if (t.rejects.empty()) return text + ", none is refused.";
  return text + fmt::format(", and {} attempt{} refused.", readable_count(t.rejects.size()),
                            t.rejects.size() == 1 ? " is" : "s are");
}

Chart chart_of(const Timeline& t) {
  const Window w = window_of(t);
  Chart chart{"in-flight-" + id_of(t.limit),
              fmt::format("In flight against the limit “{}”, the worst {}", shortened(one_line(t.limit), 40),
                          readable_seconds(t.to - t.from)),
              summary_of(t, w),
              "",
              spec_head(summary_of(t, w), 230),
              table_of(t, w)};
  chart.reading = fmt::format(
      "Each step is a request that starts or ends, in replication {}.{}{} Drag to move, Shift and the wheel to zoom, "
      "double click to reset.",
      t.replication, w.rejects.empty() ? "" : " A tick below zero is an attempt that met a full limit.",
      w.waiting > 0 ? " What stands on top of the requests in flight waits in the provider's queue." : "");
  const Json axis = y_axis(w);
  chart.spec["datasets"] = data_of(t, w);
  chart.spec["data"] = {{"name", "steps"}};
  chart.spec["encoding"] = {{"x", x_axis(t, w)}};
  Json layers = Json::array();
  layers.push_back(area(y_of(axis, "held"), nullptr, w, "in flight"));
  layers.back()["params"] = zoom();
  if (w.waiting > 0) layers.push_back(area(y_of(axis, "all"), "held", w, "waiting in the queue"));
  if (w.cap >= 0) add_limit(layers, axis, w, t);
  layers.push_back(cursor_layer(w));
  if (!w.rejects.empty()) layers.push_back(reject_layer(w));
  chart.spec["layer"] = layers;
  return chart;
}

}  // namespace

std::vector<Chart> in_flight_charts(const RunResult& run) {
  std::vector<Chart> charts;
  for (const Timeline& t : run.timelines)
    if (!t.steps.empty() && t.to > t.from) charts.push_back(chart_of(t));
  return charts;
}

}  // namespace busyhour::detail
