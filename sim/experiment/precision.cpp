#include "precision.hpp"

#include <algorithm>
#include <cmath>

#include "controls.hpp"
#include "estimates.hpp"

namespace busyhour {

Effort effort_of(const Scenario& scenario) {
  const RunConfig& run = scenario.run;
  if (scenario.precision.empty()) return {run.replications, run.replications};
  const std::int64_t most =
      run.at_most.value_or(std::max(run.replications, least_precise_replications) * default_precision_effort);
  return {std::min(most, std::max(run.replications, least_precise_replications)), most};
}

PrecisionResult measured_against(const PrecisionTarget& target, const Estimate& e, double value) {
  PrecisionResult r;
  r.key = target.subject.key, r.asked = target.text;
  r.about = target.subject.about, r.statistic = target.subject.statistic;
  r.allowed = target.allowed(value);
  r.reached = !e.has_interval() ? std::numeric_limits<double>::infinity() : e.low == e.high ? 0 : (e.high - e.low) / 2;
  r.met = r.reached <= r.allowed;
  return r;
}

std::vector<PrecisionResult> look(const Scenario& scenario, const Pool& pool,
                                  const std::vector<NamedControl>& controls) {
  std::vector<PrecisionResult> all;
  for (const PrecisionTarget& target : scenario.precision) {
    Estimate e = estimate_of(scenario, pool, target.subject);
    if (!controls.empty() && target.subject.statistic != Statistic::quantile)
      if (const auto better = controlled(metric_of(scenario, pool, target.subject), controls)) e = *better;
    all.push_back(measured_against(target, e, e.value));
  }
  return all;
}

bool all_met(std::span<const PrecisionResult> all) { return std::ranges::all_of(all, &PrecisionResult::met); }

std::int64_t next_look(std::span<const PrecisionResult> all, std::int64_t n, std::int64_t most) {
  constexpr double reserve = 1.1, least = 1.25, longest = 4;
  double growth = least;
  for (const PrecisionResult& r : all) {
    if (r.met) continue;
    const double ratio = r.reached / r.allowed;  // infinite without an interval, or about a value of nothing
    growth = std::max(growth, std::isfinite(ratio) ? std::min(reserve * ratio * ratio, longest) : longest);
  }
  return std::min(most, static_cast<std::int64_t>(std::ceil(growth * static_cast<double>(n))));
}

}  // namespace busyhour
