#include "lanes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "phrases.hpp"
#include "text.hpp"

namespace busyhour::detail {
namespace {

/// Gives every holder the lowest slot that is free when it begins.
std::vector<Lane> slots_of(const Timeline& t) {
  std::vector<Lane> slots;
  std::vector<double> free_at;
  for (const TimelineStay& stay : t.stays) {
    if (stay.kind != TimelineStay::Kind::held) continue;
    std::size_t slot = 0;
    while (slot < free_at.size() && free_at[slot] > stay.from) ++slot;
    if (slot == free_at.size()) {
      free_at.push_back(0);
      slots.push_back({fmt::format("slot {}", slots.size() + 1), {}, {}});
    }
    free_at[slot] = stay.goes_on ? INFINITY : stay.to;
    slots[slot].bars.push_back({std::max(stay.from, t.from), stay.to, stay.who, stay.attempt, LaneBar::Kind::holds});
  }
  return slots;
}

/// From each refusal to what its caller did next: the pause before it tried again, if it did so in the window.
void add_pauses(Lane& lane, const Timeline& t) {
  std::vector<LaneBar> pauses;
  for (std::size_t i = 0; i < lane.rejects.size(); ++i) {
    const TimelineReject& refusal = lane.rejects[i];
    double next = INFINITY;
    if (i + 1 < lane.rejects.size() && lane.rejects[i + 1].attempt > refusal.attempt) next = lane.rejects[i + 1].t;
    for (const LaneBar& bar : lane.bars)
      if (bar.from >= refusal.t && bar.attempt > refusal.attempt) next = std::min(next, bar.from);
    if (std::isfinite(next) && next > refusal.t)
      pauses.push_back({refusal.t, std::min(next, t.to), lane.name, refusal.attempt, LaneBar::Kind::pauses});
  }
  std::ranges::move(pauses, std::back_inserter(lane.bars));
  std::ranges::stable_sort(lane.bars, {}, &LaneBar::from);
}

std::vector<Lane> callers_of(const Timeline& t) {
  std::map<std::string, double> first;
  const auto met = [&](const std::string& who, double at) {
    const auto [place, is_new] = first.emplace(who, at);
    if (!is_new) place->second = std::min(place->second, at);
  };
  for (const TimelineReject& r : t.rejects) met(r.who, r.t);
  for (const TimelineStay& s : t.stays)
    if (s.kind == TimelineStay::Kind::queued) met(s.who, s.from);
  std::map<std::string, Lane> lanes;
  for (const auto& [who, at] : first) lanes[who].name = who;
  for (const TimelineReject& r : t.rejects) lanes[r.who].rejects.push_back(r);
  for (const TimelineStay& s : t.stays)
    if (const auto lane = lanes.find(s.who); lane != lanes.end())
      lane->second.bars.push_back(
          {std::max(s.from, t.from), s.to, s.who, s.attempt,
           s.kind == TimelineStay::Kind::queued ? LaneBar::Kind::queues : LaneBar::Kind::holds});
  std::vector<Lane> all;
  for (auto& [who, lane] : lanes) {
    add_pauses(lane, t);
    all.push_back(std::move(lane));
  }
  std::ranges::stable_sort(all, {}, [&](const Lane& lane) { return first[lane.name]; });
  return all;
}

}  // namespace

Lanes lanes_of(const Timeline& t) { return {slots_of(t), callers_of(t)}; }

std::string clock_text(double seconds) {
  const double whole = std::floor(seconds / 60);
  std::string rest = fmt::format("{:012.9f}", seconds - whole * 60);
  rest.erase(rest.find_last_not_of('0') + 1);
  if (rest.back() == '.') rest.pop_back();
  const auto minutes = static_cast<std::int64_t>(whole);
  return minutes < 60 ? fmt::format("{}:{}", minutes, rest)
                      : fmt::format("{}:{:02}:{}", minutes / 60, minutes % 60, rest);
}

std::string replay_of(const RunResult& run, const Timeline& t) {
  std::string command = "busyhour run " + shell_word(run.scenario.file);
  for (const std::string& set : run.scenario.sets) command += " --set " + shell_word(set);
  return command + fmt::format(" --replication {} --trace-window {}..{} --trace-file trace.json", t.replication,
                               clock_text(t.from), clock_text(t.to));
}

}  // namespace busyhour::detail
