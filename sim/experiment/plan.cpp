#include "plan.hpp"

#include <algorithm>

namespace busyhour {

namespace {

void add_threshold(ReplicationPlan& plan, std::string_view metric, Duration bound) {
  for (auto& [name, bounds] : plan.thresholds)
    if (name == metric) {
      if (std::find(bounds.begin(), bounds.end(), bound) == bounds.end()) bounds.push_back(bound);
      return;
    }
  plan.thresholds.push_back({metric, {bound}});
}

}  // namespace

ReplicationPlan plan_of(const Scenario& scenario, Duration warm_up, std::uint32_t number) {
  ReplicationPlan plan;
  plan.provider = &scenario.provider;
  plan.workloads = &scenario.workloads;
  plan.seed = static_cast<std::uint64_t>(scenario.run.seed);
  plan.replication = number;
  if (scenario.run.until == Until::duration)
    plan.duration = scenario.run.duration;
  else
    plan.stop_after = scenario.run.stop_after;
  plan.warm_up = warm_up;
  for (const PrecisionTarget& target : scenario.precision)
    if (target.subject.about.shape == MetricShape::times && target.subject.statistic == Statistic::share)
      add_threshold(plan, target.subject.about.name, seconds(target.subject.threshold));
  for (const Rule& rule : scenario.slo) {
    if (rule.subject.about.shape != MetricShape::times) continue;
    if (rule.subject.statistic == Statistic::quantile)
      add_threshold(plan, rule.subject.about.name, seconds(rule.bound));
    if (rule.subject.statistic == Statistic::share)
      add_threshold(plan, rule.subject.about.name, seconds(rule.subject.threshold));
  }
  return plan;
}

}  // namespace busyhour
