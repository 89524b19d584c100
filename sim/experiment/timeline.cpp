#include "timeline.hpp"

#include "plan.hpp"

namespace busyhour {

namespace {

double at(TimePoint t) { return in_seconds(t.time_since_epoch()); }

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
    if (r.limit == limit)
      line.rejects.push_back(
          {at(r.at), scenario.workloads[r.who.workload].first + " #" + std::to_string(r.who.entity), r.attempt});
  return line;
}

}  // namespace

std::vector<Timeline> worst_windows(const Scenario& scenario, Duration warm_up, const Pool& pool) {
  std::vector<Timeline> out;
  for (const Pool::Worst& worst : pool.worst()) {
    DoorTrace trace;
    trace.window = {worst.load.from, worst.load.to};
    // Told only as far as the window goes; what is drawn does not depend on what follows.
    ReplicationPlan plan = plan_of(scenario, warm_up, worst.replication);
    Listeners listeners;
    listeners.trace = &trace;
    listeners.until = worst.load.to;
    (void)replicate(plan, listeners);
    out.push_back(drawn(scenario, worst.limit, worst.replication, trace));
  }
  return out;
}

}  // namespace busyhour
