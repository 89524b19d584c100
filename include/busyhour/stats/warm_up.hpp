#pragma once
/// How much of the start of a series to discard: MSER-5.
///
/// The series is averaged in batches of five; the cut d minimises the squared standard error of what remains, the sum
/// of squares about the remaining mean over (remaining batches)^2, among the first half. White, Simulation 69(6), 1997;
/// White, Cobb and Spratt, WSC 2000. Apply it to the mean over replications (Hoad, Robinson and Davies, JORS 61(9),
/// 2010).
#include <cstddef>
#include <span>
#include <vector>

namespace busyhour {

struct WarmUp {
  std::size_t truncate = 0;  ///< how many of the series' points to drop, a multiple of the batch
  bool at_limit = false;     ///< the best cut is the last one allowed: no steady state was seen, warn
};

/// Needs ten points (two batches); fewer throws std::invalid_argument.
[[nodiscard]] WarmUp mser(std::span<const double> series, std::size_t batch = 5);
/// The point-by-point mean of replications of one length; points that are not a number (nothing observed) are left out,
/// and a point that nobody observed takes the value before it; those before the first observation take its value, or 0
/// if there is none.
[[nodiscard]] std::vector<double> mean_series(std::span<const std::vector<double>> replications);

}  // namespace busyhour
