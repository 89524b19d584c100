#include "level_times.hpp"

#include <algorithm>
#include <numeric>

#include "busyhour/experiment/parallel.hpp"
#include "busyhour/model/door_trace.hpp"
#include "busyhour/theory/recognise.hpp"
#include "plan.hpp"

namespace busyhour {

namespace {

constexpr std::size_t most_replications = 10;

/// The counted time of one replication with 0, 1, ... slots of the limit held [s].
std::vector<double> times_in(const Scenario& scenario, Duration warm_up, std::uint32_t number, std::uint32_t limit) {
  const ReplicationPlan plan = plan_of(scenario, warm_up, number);
  DoorTrace trace;
  trace.window = {TimePoint{}, TimePoint{}};
  trace.counted = {TimePoint{warm_up}, plan.duration ? TimePoint{*plan.duration} : TimePoint::max()};
  Listeners listeners;
  listeners.trace = &trace;
  (void)replicate(plan, listeners);
  std::vector<double> seconds;
  for (const DoorTrace::Book& book : trace.books)
    if (book.limit == limit)
      for (const Duration time : book.course.times()) seconds.push_back(in_seconds(time));
  return seconds;
}

}  // namespace

std::optional<LevelTimes> level_times(const Scenario& scenario, Duration warm_up, const Pool& pool, std::size_t jobs) {
  const TheoryAnswer theory = recognise(scenario, Wanted::exact);
  const auto named =
      std::ranges::find(scenario.provider.limits, theory.levels_of, [](const auto& l) { return l.first; });
  if (theory.levels.empty() || named == scenario.provider.limits.end()) return std::nullopt;
  const auto limit = static_cast<std::uint32_t>(named - scenario.provider.limits.begin());
  std::vector<std::vector<double>> times(std::min(most_replications, pool.replications()));
  in_parallel(times.size(), jobs, [&](std::size_t i) {
    times[i] = times_in(scenario, warm_up, static_cast<std::uint32_t>(pool.first() + i), limit);
  });
  LevelTimes out{theory.levels_of, theory.model, times.size(), {}};
  for (std::size_t held = 0; held < theory.levels.size(); ++held) {
    std::vector<Ratio> shares;
    for (const std::vector<double>& one : times)
      shares.push_back(
          {held < one.size() ? one[held] : 0.0, std::accumulate(one.begin(), one.end(), 0.0), RatioKind::part});
    out.levels.push_back({static_cast<std::int64_t>(held), pooled_ratio(shares), theory.levels[held]});
  }
  return out;
}

}  // namespace busyhour
