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

/// A line a point: what it sets, each metric, its ends, and how much was counted; then the exact value of those that
/// have one, and by how many standard errors the estimate misses it. Metrics in the order in which they first appear;
/// what a point does not have stays empty.
[[nodiscard]] std::string points_csv(const std::vector<std::string>& paths, std::span<const TableRow>);
/// A line for each replication of each point.
/// The same with the replications of a row read when it is written, row by row.
using RowsOf = std::function<std::vector<RunResult::Replication>(std::size_t row)>;
void write_replications_csv(std::span<const TableRow>, const RowsOf&, const Sink&);
[[nodiscard]] std::string replications_csv(std::span<const TableRow>);
/// A line for each place on each percentile curve.
[[nodiscard]] std::string percentiles_csv(std::span<const TableRow>);

}  // namespace busyhour
