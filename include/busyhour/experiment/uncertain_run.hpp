#pragma once
/// A run whose inputs are known only so well: each few replications have inputs of their own.
#include <cstddef>
#include <span>
#include <string>

#include "busyhour/experiment/run.hpp"
#include "busyhour/scenario/input_draws.hpp"

namespace busyhour {

/// As `run`, with intervals that hold the uncertainty of the inputs; how much of each comes from the log stands in the
/// result's warnings. Exact answers are those of one value of the inputs and are left out, and so is the picture of the
/// worst window.
[[nodiscard]] RunResult run(const Scenario& scenario, const InputDraws& draws, const RunOptions& options = {});

/// Where the width of an interval comes from.
struct InputPart {
  std::string key;
  double share = 0;             ///< of the log, in the squared width: 0..1
  double records_to_halve = 0;  ///< records that would halve the width; infinite if no number would
};

/// The variance between draws and within them, by the analysis of variance of a one-way layout with random effects
/// (Searle, Casella and McCulloch, "Variance components", 1992, chapter 3): of k draws with m replications each,
/// within = mean square within, between = (mean square of the draws' means x m - within) / m, not below 0.
struct Variances {
  double between = 0, within = 0;
  std::size_t draws = 0;  ///< whole ones; below 2 nothing is known
};
[[nodiscard]] Variances variances_of(std::span<const double> per_replication, std::size_t per_draw);

}  // namespace busyhour
