#pragma once
/// The points of a sweep and the values that `solve` tried, in words: what terminal and page say alike.
#include <string>
#include <vector>

#include "busyhour/experiment/solve.hpp"
#include "busyhour/experiment/sweep.hpp"

namespace busyhour::detail {

/// How many points pass, fail and are undecided; those without rules are in none.
struct Tallied {
  std::size_t passes = 0, fails = 0, undecided = 0;
  [[nodiscard]] std::size_t judged() const { return passes + fails + undecided; }
};
[[nodiscard]] Tallied tallied(const SweepResult&);

/// What stands after the last dot, or the whole path where two would be called the same.
[[nodiscard]] std::vector<std::string> heads_of(const std::vector<std::string>& paths);
/// "workloads.calls.count" as the values of a point have it; empty where they do not.
[[nodiscard]] std::string value_at(const PointValues&, const std::string& path);
/// "cap = 5, count = 20".
[[nodiscard]] std::string place_of(const PointValues&);
/// " --set cap=5 --set count=20".
[[nodiscard]] std::string sets_of(const PointValues&);
/// `busyhour COMMAND FILE --set ...` as it was typed.
[[nodiscard]] std::string typed(const std::string& command, const ScenarioEcho&);

/// The exact value of what a rule's row shows: of a percentile itself, not of the share that it is judged by.
[[nodiscard]] const TheoryValue* exact_beside(const RunResult&, const RuleResult&);
/// "exact 1.2 %, z +0.3"; empty without an exact value.
[[nodiscard]] std::string exact_text(const TheoryValue*, const MetricAbout&, Statistic);

/// "largest workloads.calls.count".
[[nodiscard]] std::string sought(const SolveResult&);
/// "With cap = 5: the largest count that satisfies the rules is 16; 17 fails p95(added_delay) <= 300 ms."
[[nodiscard]] std::string sentence_of(const SolveResult&, const Solution&);
[[nodiscard]] std::string_view in_words(Standing::Word);
/// "+12 ms (+8.1 to +16) to big": by how much one of those that were compared misses another.
[[nodiscard]] std::string against(const SolveResult&, const Standing&);
/// The answer per unit of what was given, where one number was: "3.2" conversations per slot. Empty otherwise.
[[nodiscard]] std::string per_given(const SolveResult&, const Solution&);
/// What theory alone would have answered, as far as it was asked: "16", "between 12 and 20", empty without theory.
[[nodiscard]] std::string exact_answer(const SolveResult&, const Solution&);

}  // namespace busyhour::detail
