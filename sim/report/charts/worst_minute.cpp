#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "../lanes.hpp"
#include "../numbers.hpp"
#include "../text.hpp"
#include "chart.hpp"

namespace busyhour::detail {
namespace {

/// "24:41.289807674" -> "24:41.289"
std::string to_milliseconds(const std::string& clock) {
  const auto point = clock.find('.');
  return point == clock.npos ? clock : clock.substr(0, point + 4);
}

constexpr std::size_t most_slots = 24, most_callers = 16, most_stays = 1200, most_rows = 120;
constexpr const char* kinds[] = {"holds a slot, first attempt", "holds a slot, after a refusal", "waits in the queue",
                                 "waits to try again"};

const char* kind_of(const LaneBar& bar) {
  switch (bar.kind) {
    case LaneBar::Kind::holds:
      return bar.attempt > 1 ? kinds[1] : kinds[0];
    case LaneBar::Kind::queues:
      return kinds[2];
    default:
      return kinds[3];
  }
}

/// What of the window is drawn: halved towards its refusals (else its stays) until an eye can follow it.
Timeline in_sight(Timeline t) {
  const auto count = [](const auto& all, double from, double to, auto at) {
    return std::ranges::count_if(all, [&](const auto& one) { return at(one) >= from && at(one) < to; });
  };
  while (t.stays.size() > most_stays) {
    const double middle = (t.from + t.to) / 2;
    const auto refused = [](const TimelineReject& r) { return r.t; };
    const auto began = [](const TimelineStay& s) { return s.from; };
    auto early = count(t.rejects, t.from, middle, refused), late = count(t.rejects, middle, t.to, refused);
    if (early + late == 0) early = count(t.stays, t.from, middle, began), late = count(t.stays, middle, t.to, began);
    (early >= late ? t.to : t.from) = middle;
    const std::size_t before = t.stays.size();
    std::erase_if(t.rejects, [&](const TimelineReject& r) { return r.t < t.from || r.t >= t.to; });
    std::erase_if(t.stays, [&](const TimelineStay& s) { return s.to <= t.from || s.from >= t.to; });
    if (t.stays.size() == before && t.to - t.from < 1e-3) break;
  }
  for (TimelineStay& stay : t.stays)
    if (stay.to > t.to) stay.to = t.to, stay.goes_on = true;
  return t;
}

/// To a hundred-thousandth of the window: more digits than a screen has columns only make the page heavier.
double after(const Timeline& t, double at) {
  const double unit = std::pow(10, 5 - std::floor(std::log10(t.to - t.from)));
  return std::round((std::clamp(at, t.from, t.to) - t.from) * unit) / unit;
}

struct Drawn {
  Json bars = Json::array(), refusals = Json::array(), lanes = Json::array();
  std::set<std::string> used;
};

void add(Drawn& drawn, const Timeline& t, const Lane& lane) {
  const std::string name = shortened(one_line(lane.name), 28);
  drawn.lanes.push_back(name);
  for (const LaneBar& bar : lane.bars) {
    drawn.used.insert(kind_of(bar));
    drawn.bars.push_back({{"lane", name},
                          {"a", after(t, bar.from)},
                          {"b", after(t, bar.to)},
                          {"who", shortened(one_line(bar.who), 40)},
                          {"n", bar.attempt},
                          {"kind", kind_of(bar)}});
  }
  for (const TimelineReject& r : lane.rejects)
    drawn.refusals.push_back({{"lane", name}, {"a", after(t, r.t)}, {"who", name}, {"n", r.attempt}});
}

Json x_of(const Timeline& t) {
  return {{"field", "a"},
          {"type", "quantitative"},
          {"title", "Seconds after " + to_milliseconds(clock_text(t.from))},
          {"scale", {{"domain", {0, t.to - t.from}}, {"nice", false}}},
          {"axis", {{"grid", false}, {"tickCount", 8}}}};
}

Json y_of(const Drawn& drawn) {
  return {{"field", "lane"},
          {"type", "nominal"},
          {"sort", nullptr},
          {"title", nullptr},
          {"scale", {{"domain", drawn.lanes}, {"paddingInner", 0.25}}},
          {"axis", {{"labelLimit", 130}, {"grid", true}, {"labelOverlap", false}}}};
}

Json colour_of(const Drawn& drawn) {
  Json shown = Json::array(), all = Json::array();
  for (const char* kind : kinds) {
    all.push_back(kind);
    if (drawn.used.contains(kind)) shown.push_back(kind);
  }
  return {{"field", "kind"},
          {"type", "nominal"},
          {"scale", {{"domain", all}, {"range", "category"}}},
          {"legend",
           {{"title", nullptr},
            {"orient", "top"},
            {"columns", 2},
            {"symbolType", "square"},
            {"symbolStrokeWidth", 0},
            {"values", shown}}}};
}

Json tip(const char* field, const char* type, const char* title) {
  Json one{{"field", field}, {"type", type}, {"title", title}};
  if (std::string_view{type} == "quantitative") one["format"] = ",.4~r";
  return one;
}

Json bars_layer(const Timeline& t, const Drawn& drawn) {
  return {{"data", {{"values", drawn.bars}}},
          {"params",
           Json::array({{{"name", "kinds"}, {"select", {{"type", "point"}, {"fields", {"kind"}}}}, {"bind", "legend"}},
                        {{"name", "zoom"},
                         {"select", {{"type", "interval"}, {"encodings", {"x"}}, {"zoom", "wheel![event.shiftKey]"}}},
                         {"bind", "scales"}}})},
          {"mark", {{"type", "bar"}, {"clip", true}, {"aria", false}, {"cornerRadius", 1}, {"minBandSize", 3}}},
          {"encoding",
           {{"x", x_of(t)},
            {"x2", {{"field", "b"}}},
            {"y", y_of(drawn)},
            {"color", colour_of(drawn)},
            {"opacity", {{"condition", {{"param", "kinds"}, {"value", 0.9}}}, {"value", 0.12}}},
            {"tooltip", Json::array({tip("who", "nominal", "Who"), tip("kind", "nominal", "What"),
                                     tip("n", "quantitative", "Attempt"), tip("a", "quantitative", "From (s)"),
                                     tip("b", "quantitative", "To (s)")})}}}};
}

Json refusals_layer(const Timeline& t, const Drawn& drawn) {
  return {{"data", {{"values", drawn.refusals}}},
          {"mark",
           {{"type", "point"},
            {"style", "reject"},
            {"shape", "cross"},
            {"angle", 45},
            {"size", 60},
            {"filled", true},
            {"opacity", 1},
            {"clip", true},
            {"aria", false}}},
          {"encoding",
           {{"x", x_of(t)},
            {"y", y_of(drawn)},
            {"tooltip", Json::array({tip("who", "nominal", "Refused"), tip("n", "quantitative", "Attempt"),
                                     tip("a", "quantitative", "At (s)")})}}}};
}

DataTable table_of(const Timeline& t) {
  struct Row {
    double at;
    std::vector<std::string> cells;
  };
  std::vector<Row> rows;
  const auto at = [](double s) { return fmt::format("{:.3f}", s); };
  for (const TimelineStay& s : t.stays)
    rows.push_back({s.from,
                    {at(std::max(s.from, t.from)), one_line(s.who),
                     s.kind == TimelineStay::Kind::held ? "holds a slot" : "waits in the queue",
                     fmt::format("{}", s.attempt), s.goes_on ? "later" : at(s.to)}});
  for (const TimelineReject& r : t.rejects)
    rows.push_back({r.t, {at(r.t), one_line(r.who), "refused", fmt::format("{}", r.attempt), ""}});
  std::ranges::stable_sort(rows, {}, &Row::at);
  DataTable table{{"Time (s)", "Who", "What", "Attempt", "Until (s)"}, {}, ""};
  for (const Row& row : rows)
    if (table.rows.size() < most_rows) table.rows.push_back(row.cells);
  if (rows.size() > most_rows)
    table.note = fmt::format("The first {} of {}; --trace-file writes all of them.", most_rows, rows.size());
  return table;
}

std::string summary_of(const Timeline& t, const Lanes& lanes) {
  std::set<std::string> refused, back;
  for (const TimelineReject& r : t.rejects) refused.insert(r.who);
  for (const TimelineStay& s : t.stays)
    if (s.kind == TimelineStay::Kind::held && s.attempt > 1 && refused.contains(s.who)) back.insert(s.who);
  const auto waited = std::ranges::count(t.stays, TimelineStay::Kind::queued, &TimelineStay::kind);
  std::string text = fmt::format("{} to {} of replication {}: ", to_milliseconds(clock_text(t.from)),
                                 to_milliseconds(clock_text(t.to)), t.replication);
  text += t.rejects.empty() ? "nobody was refused"
                            : fmt::format(
                                  "{} attempts of {} callers were refused, {} of those callers came back and "
                                  "got a slot",
                                  t.rejects.size(), refused.size(), back.size());
  if (waited > 0) text += fmt::format(", {} waited in the queue", waited);
  if (lanes.slots.size() > most_slots)
    text += fmt::format("; the first {} of {} slots are drawn", most_slots, lanes.slots.size());
  if (lanes.callers.size() > most_callers)
    text += fmt::format("; the first {} of {} callers who had to wait are drawn", most_callers, lanes.callers.size());
  return text + '.';
}

Chart chart_of(const Timeline& whole) {
  const Timeline t = in_sight(whole);
  const Lanes lanes = lanes_of(t);
  Drawn drawn;
  for (std::size_t i = 0; i < std::min(lanes.slots.size(), most_slots); ++i) add(drawn, t, lanes.slots[i]);
  for (std::size_t i = 0; i < std::min(lanes.callers.size(), most_callers); ++i) add(drawn, t, lanes.callers[i]);
  const std::string summary = summary_of(t, lanes);
  const int height = static_cast<int>(drawn.lanes.size()) * 17 + 4;
  Chart chart{"worst-minute-" + id_of(whole.limit),
              "Who held each slot of " + shortened(one_line(whole.limit), 40) + " in its worst minute",
              summary,
              "A lane for each slot (each taker is shown in the first free one), then one for each caller that was "
              "refused (cross) or queued. Click the legend to single out a kind, drag to move, Shift and the wheel to "
              "zoom. The second command under “Reproduce” tells this window again and writes it as a trace for "
              "chrome://tracing or Perfetto.",
              spec_head(summary, height),
              table_of(t)};
  chart.spec["layer"] = Json::array({bars_layer(t, drawn)});
  if (!drawn.refusals.empty()) chart.spec["layer"].push_back(refusals_layer(t, drawn));
  return chart;
}

}  // namespace

std::vector<Chart> worst_minute_charts(const RunResult& run) {
  std::vector<Chart> all;
  for (const Timeline& t : run.timelines)
    if (!t.stays.empty() && t.to > t.from) all.push_back(chart_of(t));
  return all;
}

}  // namespace busyhour::detail
