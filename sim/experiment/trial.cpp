#include "trial.hpp"

#include <algorithm>
#include <mutex>

#include "beside.hpp"
#include "busyhour/experiment/parallel.hpp"
#include "busyhour/stats/warm_up.hpp"
#include "busyhour/theory/recognise.hpp"
#include "estimates.hpp"
#include "plan.hpp"

namespace busyhour {

namespace {

constexpr std::size_t pilot_replications = 10, pilot_bins = 500;

bool interrupted(const RunOptions& options) {
  return options.interrupted && options.interrupted->load(std::memory_order_relaxed);
}

/// The warm-up by MSER-5: the longest cut of load, refusals and delays, each taken on the mean over the first
/// replications.
Duration find_warm_up(const Scenario& scenario, const RunOptions& options, RunResult& result) {
  const Duration length = *scenario.run.duration;
  const auto n = std::min(pilot_replications, static_cast<std::size_t>(scenario.run.replications));
  std::vector<Series> pilots(n, Series{length, pilot_bins});
  in_parallel(n, options.jobs, [&](std::size_t i) {
    ReplicationPlan plan = plan_of(scenario, Duration{0}, static_cast<std::uint32_t>(i));
    plan.cut = [&] { return interrupted(options); };
    Listeners listeners;
    listeners.series = &pilots[i];
    (void)replicate(plan, listeners);
  });
  Duration longest{0};
  const auto judge_series = [&](std::string_view metric, auto points) {
    std::vector<std::vector<double>> all;
    for (const Series& s : pilots) all.push_back((s.*points)());
    const WarmUp cut = mser(mean_series(all));
    longest = std::max(longest, pilots.front().width() * static_cast<std::int64_t>(cut.truncate));
    if (cut.at_limit)
      result.warnings.push_back(
          std::string(metric) +
          ": no steady state was seen in half of the run; give a longer duration, or warm_up yourself");
  };
  judge_series("in_flight", &Series::in_flight);
  judge_series("first_attempt_rejected", &Series::rejected);
  judge_series("added_delay", &Series::added_delay);
  return longest;
}

void add_counts(const Scenario& scenario, const std::vector<ReplicationResult>& all, RunResult& result) {
  Duration longest{0};
  std::int64_t stopped = 0;
  for (const ReplicationResult& r : all) {
    result.events += r.events;
    result.outcomes.requests += r.ended.requests;
    result.outcomes.at_once += r.ended.at_once;
    result.outcomes.after_queue += r.ended.after_queue;
    result.outcomes.after_retry += r.ended.after_retry;
    result.outcomes.given_up += r.ended.given_up;
    result.outcomes.failed += r.ended.failed;
    longest = std::max(longest, r.counted);
    stopped += r.stopped ? 1 : 0;
  }
  result.duration_s = scenario.run.duration && scenario.run.until == Until::duration
                          ? in_seconds(*scenario.run.duration)
                          : in_seconds(longest);
  if (stopped > 0)
    result.warnings.push_back("stop_after struck, or nothing more could happen, in " + std::to_string(stopped) +
                              " of " + std::to_string(all.size()) + " replications: what was left counts as given up");
}

/// The given warm-up, or the one found on the first replications; what it met goes to `result`.
Duration warm_up_of(const Scenario& scenario, const RunOptions& options, RunResult& result) {
  if (scenario.run.until == Until::workload_done) return Duration{0};
  if (scenario.run.warm_up) return *scenario.run.warm_up;
  result.warm_up_found = true;
  return find_warm_up(scenario, options, result);
}

/// Replications first..last-1 that were finished, in their order.
std::vector<ReplicationResult> replications(const Scenario& scenario, const InputDraws* draws, Duration warm_up,
                                            std::uint32_t first, std::uint32_t last, const RunOptions& options) {
  const std::size_t n = last - first;
  std::vector<std::optional<ReplicationResult>> done(n);
  std::mutex guard;
  std::int64_t count = 0;
  in_parallel(n, options.jobs, [&](std::size_t i) {
    if (interrupted(options)) return;
    ReplicationPlan plan =
        plan_of(draws ? draws->of(first + i) : scenario, warm_up, first + static_cast<std::uint32_t>(i));
    plan.cut = [&] { return interrupted(options); };
    ReplicationResult r = replicate(plan);
    if (!r.complete) return;
    for (Measured& m : r.measured)
      if (auto* tally = std::get_if<Tally>(&m.value)) tally->compact();
    done[i] = std::move(r);
    const std::lock_guard lock{guard};
    if (options.progress) options.progress(++count, static_cast<std::int64_t>(n));
  });
  std::vector<ReplicationResult> all;
  for (auto& r : done)
    if (r) all.push_back(std::move(*r));
  return all;
}

/// Everything that is known from these replications.
void conclude(const Scenario& scenario, const std::vector<ReplicationResult>& all, RunResult& result,
              double confidence) {
  add_counts(scenario, all, result);
  result.metrics = estimate_all(scenario, all);
  result.slo = judge_all(scenario, all, confidence);
  put_theory_beside(recognise(scenario, Wanted::exact), result);
  result.percentiles = percentile_curves(scenario, all);
  add_replication_rows(scenario, all, result);
}

}  // namespace

ScenarioEcho echo_of(const Scenario& scenario) {
  ScenarioEcho echo;
  echo.name = scenario.name;
  echo.about = scenario.about;
  echo.file = scenario.source;
  echo.sha256 = scenario.sha256;
  return echo;
}

Trial::Trial(const Scenario& scenario, const RunOptions& options, const InputDraws* draws)
    : scenario_{scenario}, options_{options}, draws_{draws}, warm_up_{warm_up_of(scenario, options, start_)} {
  start_.scenario = echo_of(scenario);
  start_.seed = scenario.run.seed;
  start_.warm_up_s = in_seconds(warm_up_);
}

bool Trial::grow(std::int64_t n) {
  start_.asked_replications = std::max(start_.asked_replications, n);
  const auto have = static_cast<std::int64_t>(all_.size());
  if (n > have)
    for (ReplicationResult& r : replications(scenario_, draws_, warm_up_, static_cast<std::uint32_t>(have),
                                             static_cast<std::uint32_t>(n), options_))
      all_.push_back(std::move(r));
  return static_cast<std::int64_t>(all_.size()) >= n;
}

RunResult Trial::concluded(double confidence) const {
  RunResult result = start_;
  result.replications = static_cast<std::int64_t>(all_.size());
  result.partial = result.replications < result.asked_replications;
  if (!all_.empty()) conclude(scenario_, all_, result, confidence);
  return result;
}

}  // namespace busyhour
