#include "controls.hpp"

#include <algorithm>
#include <cmath>

#include "busyhour/model/rate_profile.hpp"
#include "estimates.hpp"

namespace busyhour {

namespace {

/// The mean number of arrivals from `from` to `to`; nothing if it is not known exactly.
std::optional<double> mean_arrivals(const Arrive& arrive, TimePoint from, TimePoint to) {
  const auto* poisson = std::get_if<PoissonArrivals>(&arrive);
  if (!poisson) return std::nullopt;
  const double seconds = poisson->profile ? RateProfile{*poisson->profile}.area(from, to) : in_seconds(to - from);
  return poisson->rate * seconds * (poisson->batch_size ? poisson->batch_size->mean() : 1);
}

/// Requests whose first attempt fell into the counted time: each arrival makes one, at once.
const PooledMetric* requests_of(const Pool& pool, std::int32_t workload) {
  const auto at = std::ranges::find_if(pool.metrics(), [&](const PooledMetric& m) {
    return m.workload == workload && m.metric == "first_attempt_rejected" && m.is_ratio();
  });
  return at == pool.metrics().end() ? nullptr : &*at;
}

}  // namespace

std::vector<NamedControl> controls_of(const Scenario& scenario, const Pool& pool) {
  std::vector<NamedControl> all;
  if (scenario.run.until != Until::duration || !scenario.run.duration || !scenario.run.warm_up) return all;
  const TimePoint from{*scenario.run.warm_up}, to{*scenario.run.duration};
  for (std::size_t w = 0; w < scenario.workloads.size(); ++w) {
    const auto& [name, workload] = scenario.workloads[w];
    const auto* arrivals = std::get_if<ArrivalsConfig>(&workload);
    const PooledMetric* seen = requests_of(pool, static_cast<std::int32_t>(w));
    if (!arrivals || !seen || arrivals->client.in_flight || arrivals->client.adapt) continue;
    const auto mean = mean_arrivals(arrivals->arrive, from, to);
    if (!mean) continue;
    Control control{{}, *mean};
    for (const Ratio& r : seen->ratios()) control.values.push_back(r.denominator);
    all.push_back({name + ": requests", std::move(control)});
  }
  return all;
}

std::optional<Estimate> controlled(const PooledMetric& m, const std::vector<NamedControl>& named) {
  if (m.is_tally()) return std::nullopt;
  std::vector<Control> controls;
  for (const NamedControl& c : named) controls.push_back(c.control);
  return m.is_ratio() ? controlled_ratio(m.ratios(), controls) : controlled_mean(m.numbers(), controls);
}

void control(const Scenario& scenario, const Pool& pool, RunResult& result) {
  if (!scenario.run.control_variates) return;
  const std::vector<NamedControl> named = controls_of(scenario, pool);
  if (named.empty())
    result.warnings.emplace_back(
        "control_variates: nothing has a known mean here; poisson arrivals and a written warm_up would");
  for (const PooledMetric& m : pool.metrics()) {
    const std::string key = scope_of(scenario, m) + std::string{m.metric} + (m.is_ratio() ? "" : ".mean");
    const auto metric = std::ranges::find(result.metrics, key, &MetricResult::key);
    const auto better = metric == result.metrics.end() ? std::nullopt : controlled(m, named);
    if (!better) continue;
    const Estimate& plain = metric->estimate;
    metric->controlled = Controlled{{}, (better->high - better->low) / (plain.high - plain.low)};
    for (const NamedControl& c : named) metric->controlled->by.push_back(c.name);
    metric->estimate = *better;
  }
}

}  // namespace busyhour
