#pragma once
/// From what replications measured to numbers with intervals.
#include <string>
#include <vector>

#include "busyhour/experiment/results.hpp"
#include "busyhour/scenario/scenario.hpp"
#include "pool.hpp"

namespace busyhour {

/// What stands before a metric's name: "calls.", "requests."; nothing for the whole.
[[nodiscard]] std::string scope_of(const Scenario&, std::int32_t workload, std::int32_t limit);
[[nodiscard]] inline std::string scope_of(const Scenario& scenario, const PooledMetric& m) {
  return scope_of(scenario, m.workload, m.limit);
}
/// Every metric of every scope; those of which nothing was counted are left out.
[[nodiscard]] std::vector<MetricResult> estimate_all(const Scenario&, const Pool&);
/// The rules of `slo`, judged.
[[nodiscard]] std::vector<RuleResult> judge_all(const Scenario&, const Pool&, double confidence = 0.95);
/// What the subject speaks of. Throws std::logic_error if nothing measured is called so.
[[nodiscard]] const PooledMetric& metric_of(const Scenario&, const Pool&, const MetricRef& subject);
/// One number of the run; no value if nothing was counted.
[[nodiscard]] Estimate estimate_of(const Scenario&, const Pool&, const MetricRef&, double confidence = 0.95);
/// How surely each of them is decided.
void tell_p(const Scenario&, const Pool&, std::vector<RuleResult>& rules);
/// The quantile functions of the duration metrics: of the whole, and of each workload if there are several.
[[nodiscard]] std::vector<PercentileCurve> percentile_curves(const Scenario&, const Pool&);
/// One row a replication: ratios, means and per-replication numbers.
void add_replication_rows(const Scenario&, const Pool&, RunResult& result);

}  // namespace busyhour
