#include "subject.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "../phrases.hpp"
#include "../text.hpp"

namespace busyhour::detail {
namespace {

Subject of_rule(const RuleResult& r) {
  const MetricRef& s = r.subject;
  const std::string statistic = s.statistic == Statistic::quantile ? "p" + shortest(std::round(s.q * 1e8) / 1e6)
                                : s.statistic == Statistic::mean   ? "mean"
                                                                   : "";
  std::string label = label_of({s.scope, s.metric, statistic});
  if (s.statistic == Statistic::share)
    label += fmt::format(", share above {}", readable_bound(s.threshold, s.about, Statistic::none));
  const std::string key = s.key.empty() ? s.metric : s.key;
  return {r.rule, key, shortened(one_line(label), 60), s.about, s.statistic, r.relation, r.bound};
}

Subject of_metric(const MetricResult& m) {
  return {"", m.key, shortened(one_line(label_of(parts_of(m))), 60), m.about, m.statistic, Relation::at_most, NAN};
}

}  // namespace

bool Subject::is_share() const { return statistic == Statistic::share || about.is_share; }

std::vector<Subject> subjects_of(const RunResult& run, std::size_t most) {
  std::vector<Subject> all;
  for (const RuleResult& rule : run.slo) all.push_back(of_rule(rule));
  if (!all.empty()) return all;
  for (const MetricResult* m : key_numbers(run))
    if (all.size() < most) all.push_back(of_metric(*m));
  return all;
}

std::optional<Seen> seen_in(const RunResult& run, const Subject& subject) {
  Seen seen;
  const MetricResult* const metric = find(run, subject.key);
  if (metric && metric->theory) seen.exact = metric->theory->value, seen.model = metric->theory->model;
  if (subject.rule.empty()) {
    if (!metric) return std::nullopt;
    seen.estimate = metric->estimate;
    return seen;
  }
  const auto rule = std::ranges::find(run.slo, subject.rule, &RuleResult::rule);
  if (rule == run.slo.end()) return std::nullopt;
  seen.estimate = rule->measured;
  seen.verdict = rule->verdict;
  if (!seen.exact && rule->theory && subject.statistic != Statistic::quantile)
    seen.exact = rule->theory->value, seen.model = rule->theory->model;
  return seen;
}

std::string accepted(const Subject& subject) {
  if (subject.rule.empty()) return "";
  return fmt::format("{} {}", word_of(subject.relation),
                     readable_bound(subject.bound, subject.about, subject.statistic));
}

Unit unit_of(const Subject& subject, const std::vector<Seen>& all) {
  double size = std::isfinite(subject.bound) ? std::abs(subject.bound) : 0;
  for (const Seen& seen : all)
    if (std::isfinite(seen.estimate.value)) size = std::max(size, std::abs(seen.estimate.value));
  return unit_for(size > 0 ? size : 1, subject.about, subject.statistic);
}

}  // namespace busyhour::detail
