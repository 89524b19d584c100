#pragma once
/// The largest or smallest value of a path, or the cheapest plan, for which rules hold; or the best of several.
///
/// Values are tried with common random numbers: first 1, 2, 4, ... steps from the lower end until the verdict changes,
/// then by bisection. Each value is judged on ever more replications, doubled until it passes, fails or has taken
/// `at_most`. The error of the whole answer, 1 - confidence, is split evenly over every look that the search may take
/// (Bonferroni), so the chance that any verdict on the way was wrong is at most that. A value that stays undecided
/// counts neither as passing nor as failing: the answer is then a bracket. Beyond the answer two further values are
/// tried; if one contradicts, the rules are not monotone, which is said.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "busyhour/experiment/sweep.hpp"

namespace busyhour {

/// One value that was tried.
struct Tried {
  std::string value;  ///< as it would be written in a file; of `cheapest`, the plan's name
  Verdict verdict = Verdict::undecided;
  std::size_t step = 0;  ///< of the search: 1 for the value that was tried first
  RunResult run;         ///< rules judged at the confidence of one look
};

/// One of those that were compared.
struct Standing {
  enum class Word : std::uint8_t {
    best,      ///< the one chosen
    as_good,   ///< worse than none by more than the difference that does not matter
    worse,     ///< one of the others is better
    undecided  ///< neither was shown
  };
  std::string value;  ///< the plan's name, the name of a value, or the value as written
  Word word = Word::undecided;
  Estimate number;      ///< what it is judged by
  std::string against;  ///< who beat it, else the chosen one; empty for that one itself
  Estimate difference;  ///< itself - `against`, at the confidence of one look
  RunResult run;
};

/// best, as_good, worse, undecided: as JSON and CSV call it.
[[nodiscard]] std::string_view word_of(Standing::Word);

struct Solution {
  enum class Found : std::uint8_t { found, none, undecided };
  PointValues given;                      ///< of `for_each`
  std::optional<std::string> value;       ///< the last that passes, in the direction that was asked
  std::optional<std::string> next_fails;  ///< its nearest neighbour that fails; nothing at the end of the range
  Found verdict = Found::undecided;
  std::string binding;  ///< the rule that fails there
  bool monotone = true;
  std::vector<Tried> tried;       ///< in the order of the values
  std::vector<Standing> ranking;  ///< of `best`: the best first
};

/// found, none, undecided: as JSON and CSV call it.
[[nodiscard]] std::string_view word_of(Solution::Found);

struct SolveResult {
  ScenarioEcho scenario;
  Goal goal = Goal::largest;
  std::string path;
  std::vector<std::string> paths;  ///< of `for_each`
  double confidence = 0.95;
  MetricRef by;       ///< of `best`: what decides
  double within = 0;  ///< of `best`: a difference too small to matter, base units
  Prefer prefer = Prefer::smallest;
  std::vector<Solution> answers;
  bool partial = false;
  std::string result_dir, version;
};

/// Throws std::invalid_argument if there is no `solve` block; errors of single points go to `out`, then there is no
/// answer.
[[nodiscard]] SolveResult solve(const Loaded&, const RunOptions&, std::string_view version, Diagnostics& out);

/// manifest.json, scenario.resolved.yaml, answers.csv, tried.csv (of `best`: ranking.csv).
[[nodiscard]] std::vector<NamedBytes> result_files(const SolveResult&);
/// 0 if every answer was found, 1 if one does not exist, else 3.
[[nodiscard]] int exit_code(const SolveResult&);

}  // namespace busyhour
