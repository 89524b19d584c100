#include "beside.hpp"

#include <cmath>

namespace busyhour {

namespace {

/// By how many standard errors the estimate misses.
double z_of(const Estimate& e, double exact) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  if (e.quality != Estimate::Quality::interval || !std::isfinite(exact) || !std::isfinite(e.value)) return unknown;
  double error = e.standard_error;
  if (!(error > 0) && e.replications > 1)
    error = (e.high - e.low) / 2 / student_t(0.975, static_cast<double>(e.replications - 1));
  return error > 0 && std::isfinite(error) ? (e.value - exact) / error : unknown;
}

/// The exact value of what a rule was judged by.
std::optional<double> compared(const TheoryAnswer& answer, const RuleResult& rule) {
  const MetricRef& s = rule.subject;
  const bool whole = s.scope.empty() || s.scope == answer.workload;
  const bool judged_by_share = s.statistic == Statistic::share || s.statistic == Statistic::quantile;
  if (judged_by_share && s.about.shape == MetricShape::times) {
    const TheoryTail* tail = whole ? answer.tail(s.metric) : nullptr;
    if (!tail) return std::nullopt;
    return tail->above(s.statistic == Statistic::share ? s.threshold : rule.bound);
  }
  const TheoryMetric* exact = answer.find(s.key);
  return exact ? std::optional{exact->value} : std::nullopt;
}

}  // namespace

void put_theory_beside(const TheoryAnswer& answer, RunResult& result) {
  if (!answer.is_exact()) return;
  result.model = answer.model;
  for (MetricResult& m : result.metrics)
    if (const TheoryMetric* exact = answer.find(m.key))
      m.theory = TheoryValue{answer.model, exact->value, z_of(m.estimate, exact->value)};
  for (RuleResult& rule : result.slo)
    if (const auto exact = compared(answer, rule))
      rule.theory = TheoryValue{answer.model, *exact, z_of(rule.estimate, *exact)};
}

}  // namespace busyhour
