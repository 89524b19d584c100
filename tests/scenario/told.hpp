#pragma once
/// Scenario texts that are told once, and what was said of each request: for stories with constants worked by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "busyhour/model/door_trace.hpp"
#include "busyhour/model/replication.hpp"
#include "files_for_test.hpp"

namespace busyhour {

using Lines = std::vector<std::string>;

/// What a trace of the door says of all limits, in time.
struct DoorSaid {
  struct Step : DoorTrace::Step {
    std::uint32_t limit;
  };
  struct Rejection : DoorTrace::Rejection {
    std::uint32_t limit;
  };
  std::vector<Step> steps;
  std::vector<Rejection> rejections;

  DoorSaid() = default;
  explicit DoorSaid(const DoorTrace& trace) {
    for (const DoorTrace::Book& book : trace.books) {
      for (const auto& s : book.steps) steps.push_back({s, book.limit});
      for (const auto& r : book.rejections) rejections.push_back({r, book.limit});
    }
    const auto by_time = [](const auto& a, const auto& b) { return a.at < b.at; };
    std::stable_sort(steps.begin(), steps.end(), by_time);
    std::stable_sort(rejections.begin(), rejections.end(), by_time);
  }
};

/// An instant in seconds, to the microsecond: "2.5".
[[nodiscard]] inline std::string shown(TimePoint t) {
  std::string text = std::to_string(in_seconds(t.time_since_epoch()));
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

/// One replication of a scenario text; the scenario lives as long as what it was told.
class Told {
 public:
  explicit Told(const std::string& text, const std::vector<std::string>& sets = {}) : loaded_{load_text(text, sets)} {
    if (!loaded_.scenario) throw std::runtime_error{said(loaded_)};
    const Scenario& s = *loaded_.scenario;
    ReplicationPlan plan;
    plan.provider = &s.provider;
    plan.workloads = &s.workloads;
    plan.seed = static_cast<std::uint64_t>(s.run.seed);
    if (s.run.until == Until::duration) plan.duration = s.run.duration;
    plan.stop_after = s.run.stop_after;
    plan.warm_up = s.run.warm_up.value_or(Duration{0});
    trace_.window = {TimePoint{}, TimePoint::max()};
    Listeners listeners;
    listeners.recorder = &said_;
    listeners.trace = &trace_;
    result_ = replicate(plan, listeners);
    door_ = DoorSaid{trace_};
  }
  [[nodiscard]] const std::vector<RequestDone>& all() const { return said_.requests; }
  [[nodiscard]] const std::vector<Movement>& movements() const { return said_.movements; }
  [[nodiscard]] const Scenario& scenario() const { return *loaded_.scenario; }
  [[nodiscard]] const DoorSaid& door() const { return door_; }
  [[nodiscard]] const ReplicationResult& result() const { return result_; }
  [[nodiscard]] const RequestDone& request(std::uint32_t entity, std::uint32_t workload = 0) const {
    for (const RequestDone& r : said_.requests)
      if (r.who.entity == entity && r.who.workload == workload) return r;
    throw std::out_of_range{"no such request"};
  }
  /// The requests of a workload in the order of their numbers, instants in seconds: "0.5: refused 2, in 4, known 5"
  /// (in: admitted), "0.5: refused 1, given up 0.5", "1: in 1, failed 3".
  [[nodiscard]] Lines lines(std::uint32_t workload = 0) const {
    std::vector<const RequestDone*> own;
    for (const RequestDone& r : said_.requests)
      if (r.who.workload == workload) own.push_back(&r);
    std::stable_sort(own.begin(), own.end(), [](const RequestDone* a, const RequestDone* b) {
      return std::pair{a->who.entity, a->number} < std::pair{b->who.entity, b->number};
    });
    Lines made;
    for (const RequestDone* r : own) made.push_back(line(*r));
    return made;
  }
  /// A metric of the run, such as spend.
  [[nodiscard]] double number(std::string_view metric) const {
    for (const Measured& m : result_.measured)
      if (m.metric == metric && std::holds_alternative<double>(m.value)) return std::get<double>(m.value);
    throw std::out_of_range{"no such metric"};
  }
  /// The most that was held of a limit at once, and what is held at the end.
  [[nodiscard]] std::int64_t most_held(std::uint32_t limit) const {
    std::int64_t most = 0;
    for (const auto& s : door_.steps)
      if (s.limit == limit) most = std::max(most, s.held);
    return most;
  }

 private:
  static std::string at(TimePoint t) { return shown(t); }
  static std::string line(const RequestDone& r) {
    std::string text = at(r.first_attempt) + ":";
    if (r.line_wait > Duration{0}) text += " in line " + at(TimePoint{r.line_wait}) + ",";
    if (r.rejected > 0) text += " refused " + std::to_string(r.rejected) + ",";
    if (r.queued > Duration{0}) text += " queued " + at(TimePoint{r.queued}) + ",";
    if (r.outcome == Outcome::given_up) return text + " given up " + at(r.known);
    return text + " in " + at(r.admitted) + (r.outcome == Outcome::failed ? ", failed " : ", known ") + at(r.known);
  }
  Loaded loaded_;
  Recorder said_;
  DoorTrace trace_;
  DoorSaid door_;
  ReplicationResult result_;
};

/// What is wrong with a text.
[[nodiscard]] inline std::string wrong_with(const std::string& text) { return said(load_text(text)); }

}  // namespace busyhour
