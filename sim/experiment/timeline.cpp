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

std::vector<Timeline> worst_windows(const Scenario& scenario, Duration warm_up,
                                    const std::vector<ReplicationResult>& all) {
  std::vector<Timeline> out;
  for (std::size_t i = 0; i < all.front().worst.size(); ++i) {
    std::size_t worst = 0;
    for (std::size_t r = 1; r < all.size(); ++r)
      if (all[r].worst[i].second.worse_than(all[worst].worst[i].second)) worst = r;
    const auto& [limit, load] = all[worst].worst[i];
    DoorTrace trace;
    trace.window = {load.from, load.to};
    // Told only as far as the window goes; what is drawn does not depend on what follows.
    ReplicationPlan plan = plan_of(scenario, warm_up, all[worst].number);
    Listeners listeners;
    listeners.trace = &trace;
    listeners.until = load.to;
    (void)replicate(plan, listeners);
    out.push_back(drawn(scenario, limit, all[worst].number, trace));
  }
  return out;
}

}  // namespace busyhour
