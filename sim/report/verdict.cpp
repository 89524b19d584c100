#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>

#include "busyhour/report/report.hpp"
#include "numbers.hpp"
#include "phrases.hpp"

namespace busyhour {
namespace {

using namespace detail;

/// How much of its bound the bad end of a rule's interval uses up: above 1 that end breaks the rule. The value's own
/// without an interval.
double used(const RuleResult& rule) {
  const bool upper = rule.relation == Relation::at_most || rule.relation == Relation::below;
  const Estimate& e = rule.estimate;
  const double end = !e.has_interval() ? e.value : upper ? e.high : e.low;
  if (std::isnan(end)) return 0;
  const double part = upper ? end : rule.compared_bound, whole = upper ? rule.compared_bound : end;
  return whole > 0 ? part / whole : std::numeric_limits<double>::infinity();
}

const RuleResult& worst(const RunResult& run, Verdict verdict) {
  const RuleResult* chosen = nullptr;
  for (const RuleResult& rule : run.slo)
    if (rule.verdict == verdict && (!chosen || used(rule) > used(*chosen))) chosen = &rule;
  return *chosen;
}

std::string measured(const RunResult& run, const RuleResult& rule) {
  const Shown number = shown(rule.measured, rule.subject.about, rule.subject.statistic);
  std::string text = sentence_of(rule.subject, number.value);
  if (run.converged && rule.measured.quality <= Estimate::Quality::bound) text += fmt::format(" ({})", number.interval);
  return text;
}

std::string said(const RunResult& run, const RuleResult& rule) {
  if (!rule.measured.has_value()) return fmt::format("nothing was counted for {}", rule.rule);
  return fmt::format("{}; you accept {}", measured(run, rule), bound_text(rule));
}

std::string counted(const RunResult& run, Verdict verdict, std::string_view one, std::string_view many) {
  const auto n = std::ranges::count(run.slo, verdict, &RuleResult::verdict);
  return fmt::format("{} of {} rule{} {}", n, run.slo.size(), run.slo.size() == 1 ? "" : "s", n == 1 ? one : many);
}

std::string passing(const RunResult& run) {
  const std::string count = run.slo.size() == 1   ? "The rule passes"
                            : run.slo.size() == 2 ? "Both rules pass"
                                                  : fmt::format("All {} rules pass", run.slo.size());
  return fmt::format("{}: {}{}.", count, run.slo.size() == 1 ? "" : "closest to its bound, ",
                     said(run, worst(run, Verdict::passes)));
}

std::string undecided(const RunResult& run) {
  const RuleResult& rule = worst(run, Verdict::undecided);
  const bool fixable = rule.measured.has_value();
  return fmt::format("{}: {}{}.", counted(run, Verdict::undecided, "is undecided", "are undecided"), said(run, rule),
                     fixable ? ", and more replications would tell" : "");
}

std::string without_rules(const RunResult& run) {
  const auto numbers = key_numbers(run);
  if (numbers.empty()) return "No rule is set (slo), and nothing was counted.";
  const MetricResult& first = *numbers.front();
  const KeyParts key = parts_of(first);
  const MetricRef subject{key.scope, key.metric, first.statistic, 0, 0, first.about, first.key};
  std::string sentence = sentence_of(subject, shown(first.estimate, first.about, first.statistic).value);
  if (const MetricResult* const delay = find(run, "added_delay.p95");
      delay && delay != &first && delay->estimate.has_value())
    sentence +=
        fmt::format(", p95 of the added delay is {}", shown(delay->estimate, delay->about, delay->statistic).value);
  return fmt::format("No rule is set (slo): {}.", sentence);
}

std::string core(const RunResult& run) {
  const auto verdict = overall(run);
  if (!verdict) return without_rules(run);
  switch (*verdict) {
    case Verdict::passes:
      return passing(run);
    case Verdict::fails:
      return fmt::format("{}: {}.", counted(run, Verdict::fails, "fails", "fail"),
                         said(run, worst(run, Verdict::fails)));
    case Verdict::undecided:
      break;
  }
  return undecided(run);
}

}  // namespace

std::string verdict_sentence(const RunResult& run) {
  std::string sentence = core(run);
  if (run.partial)
    sentence =
        fmt::format("Interrupted after {} of {} replications. {}", run.replications, run.asked_replications, sentence);
  if (!run.converged)
    sentence += " The run did not converge: these numbers describe this length of run, not a steady state.";
  return sentence;
}

}  // namespace busyhour
