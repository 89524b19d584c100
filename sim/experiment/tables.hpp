#pragma once
/// The CSV tables of a result folder. A run is one point that sets nothing.
#include <span>
#include <string>
#include <vector>

#include "busyhour/experiment/sweep.hpp"

namespace busyhour {

struct TableRow {
  std::size_t point;
  const PointValues* set;
  const RunResult* run;
};

/// A line a point: what it sets, each metric, its ends, and how much was counted. Metrics in the order in which they
/// first appear; what a point does not have stays empty.
[[nodiscard]] std::string points_csv(const std::vector<std::string>& paths, std::span<const TableRow>);
/// A line for each replication of each point.
[[nodiscard]] std::string replications_csv(std::span<const TableRow>);
/// A line for each place on each percentile curve.
[[nodiscard]] std::string percentiles_csv(std::span<const TableRow>);

}  // namespace busyhour
