#include "timeline.hpp"

#include "plan.hpp"

namespace busyhour {

namespace {

double at(TimePoint t) { return in_seconds(t.time_since_epoch()); }

std::string name_of(const Scenario& scenario, const Who& who) {
  return scenario.workloads[who.workload].first + " #" + std::to_string(who.entity);
}

Timeline drawn(const Scenario& scenario, std::uint32_t limit, std::uint32_t replication, const DoorTrace& trace) {
  Timeline line;
  line.limit = scenario.provider.limits[limit].first;
  line.replication = replication;
  line.from = at(trace.window.from);
  line.to = at(trace.window.to);
  for (const DoorTrace::Step& s : trace.steps) {
    if (s.limit != limit) continue;
    const double t = std::max(at(s.at), line.from);
    if (!line.steps.empty() && line.steps.back().t == t)
      line.steps.pop_back();  // only the last word of an instant is seen
    line.steps.push_back({t, s.held, s.waiting, s.cap});
  }
  for (const DoorTrace::Rejection& r : trace.rejections)
    if (r.limit == limit) line.rejects.push_back({at(r.at), name_of(scenario, r.who), r.attempt});
  return line;
}

/// Told only as far as the window goes; what is drawn does not depend on what follows.
DoorTrace told_again(const Scenario& scenario, Duration warm_up, std::uint32_t number, Window window) {
  DoorTrace trace;
  trace.window = window;
  Listeners listeners;
  listeners.trace = &trace;
  listeners.until = window.to;
  (void)replicate(plan_of(scenario, warm_up, number), listeners);
  return trace;
}

}  // namespace

std::vector<Timeline> worst_windows(const Scenario& scenario, Duration warm_up, const Pool& pool,
                                    const std::optional<Window>& given) {
  std::vector<Timeline> out;
  for (const Pool::Worst& worst : pool.worst()) {
    const Window window = given.value_or(Window{worst.load.from, worst.load.to});
    const DoorTrace trace = told_again(scenario, warm_up, worst.replication, window);
    out.push_back(drawn(scenario, worst.limit, worst.replication, trace));
  }
  return out;
}

}  // namespace busyhour
