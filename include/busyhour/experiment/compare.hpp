#pragma once
/// Two scenarios, paired: the same seeds make the same callers, so each replication of one is set against the same
/// replication of the other (common random numbers; Glasserman and Yao, Management Science 38, 1992).
///
/// Intervals of differences are Student's t over the replications' paired residuals, of percentiles over the paired
/// differences of the replications' own percentiles about the difference of the pooled ones, as skewed as the two
/// estimates are (busyhour/stats/paired_interval.hpp).
#include <cstdint>
#include <string>
#include <vector>

#include "busyhour/experiment/folder.hpp"
#include "busyhour/experiment/run.hpp"
#include "busyhour/scenario/load.hpp"

namespace busyhour {

struct MetricDifference {
  /// better, worse: all of the interval lies on one side of the zone that is too small to matter; undecided: it leaves
  /// out 0 but not the zone, or there is none; else no difference was shown.
  enum class Word : std::uint8_t { better, worse, no_difference_shown, undecided };
  std::string key;
  MetricAbout about;
  Statistic statistic = Statistic::none;
  Estimate a, b, difference;  ///< difference: b - a
  Word verdict = Word::undecided;
};

/// better, worse, no_difference_shown, undecided: as JSON and CSV call it.
[[nodiscard]] std::string_view word_of(MetricDifference::Word);

/// A value that is not the same in both files.
struct ChangedValue {
  std::string path, a, b;  ///< empty: not written
};

struct CompareResult {
  RunResult a, b;
  std::vector<MetricDifference> metrics;  ///< those that both have
  std::vector<ChangedValue> changed;
  std::vector<PrecisionResult> precision;  ///< of the differences: a part of a's value, or an absolute width
  bool converged = true;                   ///< false: `at_most` was reached before each of them was met
  double zone = 0.02;                      ///< share of a's value below which a difference is too small to matter
  std::vector<std::string> warnings;
  std::string result_dir, version;
};

/// Whether more of a metric is better: of what is completed it is, of everything else it is not.
[[nodiscard]] bool more_is_better(std::string_view metric);

/// Where a precision is asked for (by the first scenario that has one) replications are added to both until the
/// differences of those metrics are that narrow; both then have equally many.
[[nodiscard]] CompareResult compare(const Loaded& a, const Loaded& b, double zone, const RunOptions&);

/// manifest.json, differences.csv, a/ and b/ with the files of a run.
[[nodiscard]] std::vector<NamedBytes> result_files(const CompareResult&);

}  // namespace busyhour
