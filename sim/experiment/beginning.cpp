#include "beginning.hpp"

#include <algorithm>

#include "busyhour/experiment/parallel.hpp"
#include "busyhour/stats/warm_up.hpp"
#include "plan.hpp"
#include "precision.hpp"

namespace busyhour {

namespace {

constexpr std::size_t pilot_replications = 10, pilot_bins = 500;

/// The warm-up by MSER-5: the longest cut of load, refusals and delays, each taken on the mean over the first
/// replications.
Beginning find_warm_up(const Scenario& scenario, const RunOptions& options, std::size_t n) {
  const Duration length = *scenario.run.duration;
  std::vector<Series> pilots(n, Series{length, pilot_bins});
  in_parallel(n, options.jobs, [&](std::size_t i) {
    ReplicationPlan plan = plan_of(scenario, Duration{0}, static_cast<std::uint32_t>(i));
    plan.cut = [&] { return is_interrupted(options); };
    Listeners listeners;
    listeners.series = &pilots[i];
    (void)replicate(plan, listeners);
  });
  Beginning found;
  found.pilots = n;
  const auto judge_series = [&](std::string_view metric, auto points) {
    std::vector<std::vector<double>> all;
    for (const Series& s : pilots) all.push_back((s.*points)());
    const WarmUp cut = mser(mean_series(all));
    found.warm_up = std::max(found.warm_up, pilots.front().width() * static_cast<std::int64_t>(cut.truncate));
    if (cut.at_limit)
      found.warnings.push_back(
          std::string(metric) +
          ": no steady state was seen in half of the run; give a longer duration, or warm_up yourself");
  };
  judge_series("in_flight", &Series::in_flight);
  judge_series("first_attempt_rejected", &Series::rejected);
  judge_series("added_delay", &Series::added_delay);
  return found;
}

/// How many pilots find the warm-up; none if it is given or there is none.
std::size_t pilots_of(const Scenario& scenario) {
  if (scenario.run.until == Until::workload_done || scenario.run.warm_up) return 0;
  return std::min(pilot_replications, static_cast<std::size_t>(effort_of(scenario).first));
}

}  // namespace

Beginning beginning_of(const Scenario& scenario, const RunOptions& options, const std::optional<StoredTrial>& stored) {
  const std::size_t pilots = pilots_of(scenario);
  if (pilots == 0) return {0, scenario.run.warm_up.value_or(Duration{0}), {}};
  if (stored && stored->beginning.pilots == pilots) return stored->beginning;
  if (options.only_kept) return {};
  return find_warm_up(scenario, options, pilots);
}

}  // namespace busyhour
