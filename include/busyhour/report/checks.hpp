#pragma once
/// Verdicts for machines: JUnit's XML, GitHub's annotations, and a summary in Markdown.
#include <string>
#include <vector>

#include "busyhour/experiment/stored.hpp"

namespace busyhour {

/// One rule, answer or claim.
struct Check {
  std::string name;   ///< the rule as written, after the point it was judged at
  std::string group;  ///< "run", "sweep at count = 4"
  Verdict verdict = Verdict::undecided;
  std::string said;  ///< what was measured and what is accepted
  std::string file;  ///< the scenario, or the one that it extends
  int line = 0;      ///< of the rule; 0: not known
};
/// A result as such machines see it.
struct Summary {
  std::string kind, word, name, sentence, command;
  std::vector<Check> checks;
};
[[nodiscard]] Summary summary_of(const RunResult&);
[[nodiscard]] Summary summary_of(const SweepResult&);
[[nodiscard]] Summary summary_of(const SolveResult&);
[[nodiscard]] Summary summary_of(const CompareResult&);
[[nodiscard]] Summary summary_of(const ClaimsResult&);

/// One testcase a check: a failure if it fails, an error if it is undecided, so that neither passes unseen.
[[nodiscard]] std::string junit_xml(const Summary&);
/// `::error`, `::warning` and `::notice` lines, at most ten of each: GitHub shows no more of one step.
[[nodiscard]] std::string github_annotations(const Summary&);
/// The verdict, a table of the checks, and the command; for $GITHUB_STEP_SUMMARY.
[[nodiscard]] std::string markdown_summary(const Summary&);

}  // namespace busyhour
