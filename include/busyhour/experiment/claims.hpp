#pragma once
/// A vendor's sentence, judged: simulated at every point of `across`, and where it holds told from where it fails.
///
/// A point passes if all rules of `expect` do, and fails if one does. That a point is decided is a test; Holm's
/// step-down (Scand. J. Statist. 6, 1979) keeps the probability of any wrong decision in a claim at 5 %. Points that
/// stay undecided are run again with four and with sixteen times the replications, the 5 % shared out over the three
/// looks.
#include <atomic>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "busyhour/experiment/results.hpp"
#include "busyhour/scenario/load.hpp"

namespace busyhour {

enum class ClaimVerdict : std::uint8_t { holds, fails, holds_only_if, undecided };

struct ClaimPoint {
  std::vector<std::pair<std::string, std::string>> across;  ///< path and value, as written
  std::vector<std::pair<std::string, std::string>> set;     ///< what follows from it
  std::vector<double> place;                                ///< the across values as numbers; not a number where none
  std::vector<RuleResult> expect;
  Verdict verdict = Verdict::undecided;
  double p = 1;  ///< the smallest error probability at which the point is decided
  std::int64_t replications = 0;
};

struct ClaimResult {
  std::string name, quote, file;
  ClaimSource source;
  std::string about;              ///< of the scenario: what is the vendor's, what is assumed
  std::vector<std::string> sets;  ///< each --set as it was typed
  std::vector<std::pair<std::string, std::string>> assumptions;  ///< as those of a run's scenario
  std::vector<std::string> expect;
  std::vector<std::string> axes;
  std::vector<ClaimPoint> points;
  ClaimVerdict verdict = ClaimVerdict::undecided;
  std::string condition;        ///< "slots.cap ≥ 10 or ...": where it holds, if only somewhere
  std::string counter_example;  ///< the point that fails by most, in words
  bool interrupted = false;
};

struct ClaimOptions {
  std::size_t jobs = 0;
  std::function<void(std::int64_t done, std::int64_t of)> progress;
  const std::atomic<bool>* interrupted = nullptr;
};

/// All claims of a scenario, or the one called `only`.
[[nodiscard]] std::vector<ClaimResult> judge_claims(const Loaded& loaded, const ClaimOptions& options = {});

/// The verdicts of points with these p-values, each leaning to `leaning`, under Holm at `level`.
[[nodiscard]] std::vector<Verdict> decided(const std::vector<double>& p, const std::vector<Verdict>& leaning,
                                           double level);
/// Where the points pass, in words: a bound on one axis, or a bound for each value of the others. Empty if all or none
/// pass.
[[nodiscard]] std::string condition_of(const std::vector<std::string>& axes, const std::vector<ClaimPoint>& points);

}  // namespace busyhour
