#pragma once
/// From what replications measured to numbers with intervals.
#include <span>
#include <string>
#include <vector>

#include "busyhour/experiment/results.hpp"
#include "busyhour/model/replication.hpp"
#include "busyhour/scenario/scenario.hpp"

namespace busyhour {

/// What stands before a metric's name: "calls.", "requests."; nothing for the whole.
[[nodiscard]] std::string scope_of(const Scenario&, const Measured&);
/// Every metric of every scope; those of which nothing was counted are left out.
[[nodiscard]] std::vector<MetricResult> estimate_all(const Scenario&, std::span<const ReplicationResult>);
/// The rules of `slo`, judged.
[[nodiscard]] std::vector<RuleResult> judge_all(const Scenario&, std::span<const ReplicationResult>,
                                                double confidence = 0.95);
/// How surely each of them is decided.
void tell_p(const Scenario&, std::span<const ReplicationResult>, std::vector<RuleResult>& rules);
/// The quantile functions of the duration metrics: of the whole, and of each workload if there are several.
[[nodiscard]] std::vector<PercentileCurve> percentile_curves(const Scenario&, std::span<const ReplicationResult>);
/// One row a replication: ratios, means and per-replication numbers.
void add_replication_rows(const Scenario&, std::span<const ReplicationResult>, RunResult& result);

}  // namespace busyhour
