#pragma once
/// How often the 95 % intervals hold the truth: systems whose answer is known, each simulated some thousands of times
/// with seeds of its own, and its intervals made as `run` and `compare` make them.
///
/// The truth is the exact answer of theory, or of a system that has none a run so long that its own error does not
/// count. Few replications are audited as well as many: 5 and 20, each in experiments of its own.
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "busyhour/scenario/rule.hpp"

namespace busyhour {

struct CoverageOptions {
  std::size_t jobs = 0;             ///< threads; 0: as many as the machine runs at once
  std::size_t experiments = 2'000;  ///< of each system
  std::string only;                 ///< systems whose name holds this; empty: all
  std::function<void(std::int64_t done, std::int64_t of)> progress;  ///< from any thread, one at a time
  const std::atomic<bool>* interrupted = nullptr;
};

/// One number of one system, from so many replications an experiment.
struct CoverageRow {
  std::string system, metric;
  MetricAbout about;
  Statistic statistic = Statistic::none;
  std::size_t replications = 0;
  double truth = 0;        ///< base units
  double truth_error = 0;  ///< its standard error; 0 where it is exact
  std::size_t experiments = 0;
  std::size_t covered = 0;
  std::size_t truth_below = 0, truth_above = 0;  ///< of the interval
  std::size_t without = 0;                       ///< experiments that gave no interval: they count as misses
  double half_width = 0;                         ///< mean of half the width over the truth, of those that are finite

  [[nodiscard]] double share() const { return static_cast<double>(covered) / static_cast<double>(experiments); }
  /// Of the share, by the binomial law.
  [[nodiscard]] double standard_error() const;
  [[nodiscard]] bool passes() const;
};

struct CoverageAudit {
  static constexpr double least = 0.94, most = 0.965;
  std::vector<CoverageRow> rows;  ///< system by system
  std::size_t systems = 0;
  bool interrupted = false;

  [[nodiscard]] bool passes() const;
};

/// The same program gives the same table, on any number of threads.
[[nodiscard]] CoverageAudit audit_coverage(const CoverageOptions& options);

}  // namespace busyhour
