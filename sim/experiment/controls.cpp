#include "controls.hpp"

#include <algorithm>
#include <cmath>

#include "busyhour/model/rate_profile.hpp"
#include "busyhour/theory/work.hpp"
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

/// The place of a workload's metric in the pool's columns.
std::optional<std::size_t> place_of(const Pool& pool, std::int32_t workload, std::string_view metric) {
  const auto at = std::ranges::find_if(
      pool.metrics(), [&](const PooledMetric& m) { return m.workload == workload && m.metric == metric; });
  if (at == pool.metrics().end()) return std::nullopt;
  return static_cast<std::size_t>(at - pool.metrics().begin());
}

/// Requests whose first attempt fell into the counted time: each arrival makes one, at once.
std::optional<Control> requests(const Scenario& scenario, const Pool& pool, std::size_t w) {
  if (scenario.run.until != Until::duration || !scenario.run.duration || !scenario.run.warm_up) return std::nullopt;
  const auto* arrivals = std::get_if<ArrivalsConfig>(&scenario.workloads[w].second);
  const auto seen = place_of(pool, static_cast<std::int32_t>(w), "first_attempt_rejected");
  if (!arrivals || !seen || arrivals->client.in_flight || arrivals->client.adapt) return std::nullopt;
  const auto mean =
      mean_arrivals(arrivals->arrive, TimePoint{*scenario.run.warm_up}, TimePoint{*scenario.run.duration});
  if (!mean) return std::nullopt;
  Control control{{}, *mean};
  for (const Ratio& r : pool.metrics()[*seen].ratios()) control.values.push_back(r.denominator);
  return control;
}

/// What the work of the admitted took in all, less what it would take on average: see mean_work.
std::optional<Control> work(const Scenario& scenario, const Pool& pool, std::size_t w) {
  const auto mean = mean_work(scenario, w);
  const auto at = static_cast<std::int32_t>(w);
  const auto lost = place_of(pool, at, "given_up"), response = place_of(pool, at, "response_time"),
             waited = place_of(pool, at, "added_delay");
  if (!mean || !lost || !response || !waited) return std::nullopt;
  constexpr double rounding = 4e-9;  // of instants to nanoseconds [s]
  Control control;
  bool varies = false;
  for (std::size_t r = 0; r < pool.replications(); ++r) {
    const Ratio& given_up = pool.metrics()[*lost].ratios()[r];
    const double admitted = given_up.denominator - given_up.numerator;
    const double off = admitted > 0 ? pool.rows()[r][*response] - pool.rows()[r][*waited] - *mean : 0;
    control.values.push_back(admitted * off);
    varies = varies || std::abs(off) > rounding;
  }
  return varies ? std::optional{std::move(control)} : std::nullopt;
}

/// What the nearby scenario saw of one metric, less what is true of it.
void add_nearby(const ToldNearby& nearby, const Pool& pool, std::string_view metric, std::vector<NamedControl>& all) {
  if (nearby.pool.replications() != pool.replications() || nearby.pool.first() != pool.first()) return;
  for (const PooledMetric& m : nearby.pool.metrics()) {
    if (m.metric != metric || m.workload >= 0) continue;
    const std::string key = scope_of(nearby.scenario, m) + std::string{metric};
    const TheoryMetric* exact = nearby.answer.find(key);
    if (!exact) continue;
    NamedControl named{"nobody tries again: " + key, {}};
    for (const Ratio& r : m.ratios()) named.control.values.push_back(r.numerator - exact->value * r.denominator);
    all.push_back(std::move(named));
  }
}

}  // namespace

std::vector<NamedControl> controls_of(const Scenario& scenario, const Pool& pool,
                                      const std::optional<ToldNearby>& nearby) {
  std::vector<NamedControl> all;
  if (!scenario.run.control_variates || pool.empty()) return all;
  if (nearby)
    for (const char* metric : {"first_attempt_rejected", "slot_use"}) add_nearby(*nearby, pool, metric, all);
  for (std::size_t w = 0; w < scenario.workloads.size(); ++w) {
    const std::string& name = scenario.workloads[w].first;
    if (auto control = requests(scenario, pool, w)) all.push_back({name + ": requests", std::move(*control)});
    if (auto control = work(scenario, pool, w)) all.push_back({name + ": work", std::move(*control)});
  }
  const std::size_t n = std::max(pool.replications(), replications_with_controls);
  all.resize(
      std::min(all.size(), std::max<std::size_t>(1, (n - replications_with_controls) / replications_per_control)));
  return all;
}

std::optional<Estimate> controlled(const PooledMetric& m, const std::vector<NamedControl>& named) {
  if (m.is_tally()) return std::nullopt;
  std::vector<Control> controls;
  for (const NamedControl& c : named) controls.push_back(c.control);
  return m.is_ratio() ? controlled_ratio(m.ratios(), controls) : controlled_mean(m.numbers(), controls);
}

void control(const Scenario& scenario, const Pool& pool, const std::vector<NamedControl>& named, RunResult& result) {
  if (!scenario.run.control_variates) return;
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
