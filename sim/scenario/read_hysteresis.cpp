#include <algorithm>

#include "plan_reader.hpp"

namespace busyhour {
namespace {

/// The arrivals of a workload that has them.
const Arrive* arrivals_of(const WorkloadConfig& workload) {
  return std::visit(
      [](const auto& w) -> const Arrive* {
        if constexpr (requires { w.arrive; })
          return &w.arrive;
        else
          return nullptr;
      },
      workload);
}

/// What a series over time tells of every level.
bool is_seen_level_by_level(const MetricRef& m) {
  if (!m.scope.empty()) return false;
  return m.metric == "first_attempt_rejected" || m.metric == "in_flight" ||
         (m.metric == "added_delay" && m.statistic == Statistic::mean);
}

}  // namespace

std::optional<HysteresisPlan> PlanReader::hysteresis(const WrittenHysteresis& w) {
  const std::string block = "sweep.hysteresis";
  const auto named = std::ranges::find(scenario_.workloads, w.workload, &std::pair<std::string, WorkloadConfig>::first);
  if (named == scenario_.workloads.end())
    return d_.complain_at(block + ".workload", "there is no workload " + in_quotes(w.workload)), std::nullopt;
  const Arrive* arrive = arrivals_of(named->second);
  const auto* poisson = arrive ? std::get_if<PoissonArrivals>(arrive) : nullptr;
  if (!poisson)
    return d_.complain_at(block + ".workload",
                          in_quotes(w.workload) + " has no poisson arrivals: its load has no rate to ramp",
                          "write arrive: {dist: poisson, rate: ...}"),
           std::nullopt;
  if (poisson->profile)
    return d_.complain_at(block + ".workload", in_quotes(w.workload) + " follows a profile already",
                          "leave the profile out: the levels take its place"),
           std::nullopt;
  if (scenario_.run.until != Until::duration)
    return d_.complain_at(block, "a ramp needs a run of time", "leave out until: workload_done"), std::nullopt;
  const auto rule = read_rule(d_, *w.collapsed, scopes_);
  if (!rule) return {};
  if (!is_seen_level_by_level(rule->subject))
    return d_.complain(*w.collapsed, in_quotes(rule->subject.key) + " is not known level by level",
                       "write a rule on first_attempt_rejected, mean(added_delay) or in_flight"),
           std::nullopt;
  return HysteresisPlan{w.workload, w.levels, w.hold, *rule};
}

}  // namespace busyhour
