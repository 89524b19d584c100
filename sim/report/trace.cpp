#include "busyhour/report/trace.hpp"

#include <fmt/format.h>

#include <cmath>

#include "json_text.hpp"
#include "lanes.hpp"
#include "text.hpp"

namespace busyhour {
namespace {

using namespace detail;
using Json = nlohmann::ordered_json;

/// Microseconds, to the nanosecond.
double micros(double seconds) { return std::round(seconds * 1e9) / 1e3; }

const char* word_of(LaneBar::Kind kind) {
  return kind == LaneBar::Kind::holds    ? "holds a slot"
         : kind == LaneBar::Kind::queues ? "queues"
                                         : "waits to try again";
}

void name(Json& events, const char* what, int pid, int tid, const std::string& text) {
  events.push_back({{"name", what}, {"ph", "M"}, {"pid", pid}, {"tid", tid}, {"args", {{"name", one_line(text)}}}});
}

void add_lane(Json& events, const Lane& lane, int pid, int tid, bool is_slot) {
  name(events, "thread_name", pid, tid, lane.name);
  events.push_back(
      {{"name", "thread_sort_index"}, {"ph", "M"}, {"pid", pid}, {"tid", tid}, {"args", {{"sort_index", tid}}}});
  for (const LaneBar& bar : lane.bars)
    events.push_back({{"name", is_slot ? one_line(bar.who) : word_of(bar.kind)},
                      {"cat", is_slot ? "slot" : "caller"},
                      {"ph", "X"},
                      {"ts", micros(bar.from)},
                      {"dur", micros(bar.to) - micros(bar.from)},
                      {"pid", pid},
                      {"tid", tid},
                      {"args", {{"who", one_line(bar.who)}, {"attempt", bar.attempt}}}});
  for (const TimelineReject& refusal : lane.rejects)
    events.push_back({{"name", "refused"},
                      {"cat", "refusal"},
                      {"ph", "i"},
                      {"s", "t"},
                      {"ts", micros(refusal.t)},
                      {"pid", pid},
                      {"tid", tid},
                      {"args", {{"who", one_line(refusal.who)}, {"attempt", refusal.attempt}}}});
}

void add_levels(Json& events, const Timeline& t, int pid) {
  for (const TimelineStep& step : t.steps) {
    Json level{{"in flight", step.held}};
    if (step.waiting > 0 || step.cap >= 0) level["waiting"] = step.waiting;
    events.push_back({{"name", "requests"}, {"ph", "C"}, {"ts", micros(step.t)}, {"pid", pid}, {"args", level}});
  }
}

}  // namespace

std::string chrome_trace(const RunResult& run) {
  Json events = Json::array();
  int pid = 0;
  for (const Timeline& t : run.timelines) {
    const Lanes lanes = lanes_of(t);
    name(events, "process_name", ++pid, 0, fmt::format("limit {}, replication {}", t.limit, t.replication));
    add_levels(events, t, pid);
    int tid = 0;
    for (const Lane& lane : lanes.slots) add_lane(events, lane, pid, ++tid, true);
    name(events, "process_name", ++pid, 0, fmt::format("callers turned away by {}", t.limit));
    for (const Lane& lane : lanes.callers) add_lane(events, lane, pid, ++tid, false);
  }
  return pretty(
      {{"traceEvents", events},
       {"displayTimeUnit", "ms"},
       {"otherData", {{"scenario", one_line(run.scenario.name)}, {"seed", run.seed}, {"version", run.version}}}});
}

}  // namespace busyhour
