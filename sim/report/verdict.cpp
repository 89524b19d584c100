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

std::string measured(const RuleResult& rule) {
  const Shown number = shown(rule.measured, rule.subject.about, rule.subject.statistic);
  if (std::isinf(rule.measured.value)) return sentence_of(rule.subject, "infinite") + ", because some are given up";
  std::string text = sentence_of(rule.subject, number.value);
  if (rule.measured.quality <= Estimate::Quality::bound) text += fmt::format(" ({})", number.interval);
  return text;
}

/// No steady state, two modes: what more replications do not change.
bool has_a_word(const RuleResult& rule) {
  return rule.measured.has_value() && rule.measured.quality > Estimate::Quality::not_converged;
}

std::string said(const RuleResult& rule) {
  if (!rule.measured.has_value()) return fmt::format("nothing was counted for {}", rule.rule);
  if (has_a_word(rule)) return fmt::format("{}: {}", rule.rule, shown(rule).interval);
  return fmt::format("{}; you accept {}", measured(rule), bound_text(rule));
}

/// "1 of 3 rules fails", "Both rules pass", "The rule is undecided".
std::string counted(const RunResult& run, std::size_t n, std::string_view one, std::string_view many) {
  const std::size_t all = run.slo.size();
  if (all == 1) return fmt::format("The rule {}", one);
  if (n == all) return fmt::format("{} {}", n == 2 ? "Both rules" : fmt::format("All {} rules", n), many);
  return fmt::format("{} of {} rules {}", n, all, n == 1 ? one : many);
}

std::string told(const RunResult& run, Verdict verdict) {
  const auto n = static_cast<std::size_t>(std::ranges::count(run.slo, verdict, &RuleResult::verdict));
  const RuleResult& rule = worst(run, verdict);
  switch (verdict) {
    case Verdict::passes:
      return fmt::format("{}: {}{}.", counted(run, n, "passes", "pass"), n > 1 ? "closest to its bound, " : "",
                         said(rule));
    case Verdict::fails:
      return fmt::format("{}: {}{}.", counted(run, n, "fails", "fail"), n > 1 ? "worst, " : "", said(rule));
    case Verdict::undecided:
      break;
  }
  return fmt::format("{}: {}{}.", counted(run, n, "is undecided", "are undecided"), said(rule),
                     rule.measured.has_value() && !has_a_word(rule) ? ", and more replications would tell" : "");
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

}  // namespace

std::string detail::not_converged(const std::vector<PrecisionResult>& all, std::int64_t replications) {
  std::string text = "NOT CONVERGED:";
  for (const PrecisionResult& p : all) {
    if (p.met) continue;
    const Shown reached = shown({.value = p.reached, .quality = Estimate::Quality::none}, p.about, p.statistic);
    text += text.back() == ':' ? " " : ", ";
    text += std::isfinite(p.reached) ? fmt::format("{} is known to ± {} (asked: {})", p.key, reached.value, p.asked)
                                     : fmt::format("{} has no interval (asked: {})", p.key, p.asked);
  }
  return fmt::format("{}, after {} replications (run.at_most).", text,
                     readable_count(static_cast<std::uint64_t>(replications)));
}

std::string verdict_sentence(const RunResult& run) {
  const auto verdict = overall(run);
  std::string sentence = verdict ? told(run, *verdict) : without_rules(run);
  if (run.partial)
    sentence =
        fmt::format("Interrupted after {} of {} replications. {}", run.replications, run.asked_replications, sentence);
  return run.converged ? sentence : sentence + " " + not_converged(run.precision, run.replications);
}

}  // namespace busyhour
