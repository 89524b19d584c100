#include "point_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "busyhour/report/report.hpp"
#include "numbers.hpp"
#include "phrases.hpp"
#include "text.hpp"

namespace busyhour::detail {
namespace {

std::optional<double> as_number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional{value} : std::nullopt;
}

bool keeps(double value, Relation relation, double bound) {
  switch (relation) {
    case Relation::at_most:
      return value <= bound;
    case Relation::at_least:
      return value >= bound;
    case Relation::below:
      return value < bound;
    default:
      return value > bound;
  }
}

/// Whether theory alone keeps all rules; nothing if it does not speak of all of them.
std::optional<bool> passes_by_theory(const RunResult& run) {
  if (run.slo.empty()) return std::nullopt;
  bool all = true;
  for (const RuleResult& rule : run.slo) {
    if (!rule.theory) return std::nullopt;
    all = all && keeps(rule.theory->value, rule.relation, rule.compared_bound);
  }
  return all;
}

}  // namespace

Tallied tallied(const SweepResult& sweep) {
  Tallied t;
  for (const PointResult& point : sweep.points) {
    const auto verdict = overall(point.run);
    if (!verdict) continue;
    ++(*verdict == Verdict::passes ? t.passes : *verdict == Verdict::fails ? t.fails : t.undecided);
  }
  return t;
}

std::vector<std::string> heads_of(const std::vector<std::string>& paths) {
  const auto last = [](const std::string& path) { return path.substr(path.rfind('.') + 1); };
  std::vector<std::string> heads;
  for (const std::string& path : paths) {
    const auto alike = std::ranges::count_if(paths, [&](const auto& other) { return last(other) == last(path); });
    heads.push_back(alike > 1 ? path : last(path));
  }
  return heads;
}

std::string value_at(const PointValues& set, const std::string& path) {
  const auto at = std::ranges::find(set, path, &PointValues::value_type::first);
  return at == set.end() ? "" : at->second;
}

std::string place_of(const PointValues& set) {
  std::string text;
  for (const auto& [path, value] : set)
    text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", path.substr(path.rfind('.') + 1), value);
  return text;
}

std::string sets_of(const PointValues& set) {
  std::string text;
  for (const auto& [path, value] : set) text += " --set " + shell_word(path + "=" + value);
  return text;
}

std::string typed(const std::string& command, const ScenarioEcho& scenario) {
  std::string text = "busyhour " + command + " " + shell_word(scenario.file);
  for (const std::string& set : scenario.sets) text += " --set " + shell_word(set);
  return text;
}

const TheoryValue* exact_beside(const RunResult& run, const RuleResult& rule) {
  if (rule.subject.statistic != Statistic::quantile) return rule.theory ? &*rule.theory : nullptr;
  const MetricResult* m = find(run, rule.subject.key);
  return m && m->theory ? &*m->theory : nullptr;
}

std::string exact_text(const TheoryValue* exact, const MetricAbout& about, Statistic statistic) {
  if (!exact) return "";
  return fmt::format("exact {}{}", readable(exact->value, about, statistic),
                     std::isfinite(exact->z) ? ", z " + z_text(exact->z) : "");
}

std::string per_given(const SolveResult& solved, const Solution& answer) {
  const bool is_number = solved.goal == Goal::largest || solved.goal == Goal::smallest;
  if (!is_number || solved.paths.size() != 1 || !answer.value) return "";
  const auto given = as_number(value_at(answer.given, solved.paths.front())), value = as_number(*answer.value);
  return given && value && *given > 0 ? digits(*value / *given) : "";
}

std::string exact_answer(const SolveResult& solved, const Solution& answer) {
  if (solved.goal != Goal::largest && solved.goal != Goal::smallest) return "";
  std::string last_pass, first_fail;
  for (const Tried& tried : answer.tried) {
    const auto passes = passes_by_theory(tried.run);
    if (!passes) return "";
    const bool upward = solved.goal == Goal::largest;
    if (*passes && (upward || last_pass.empty())) last_pass = tried.value;
    if (!*passes && (!upward || first_fail.empty())) first_fail = tried.value;
  }
  if (answer.value && last_pass == *answer.value && answer.next_fails.value_or("") == first_fail) return last_pass;
  if (last_pass.empty() || first_fail.empty()) return last_pass.empty() ? "none tried" : "all tried";
  return fmt::format("between {} and {}", last_pass, first_fail);
}

}  // namespace busyhour::detail
