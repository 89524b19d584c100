#pragma once
/// A run whose inputs are known only so well: each few replications have inputs of their own.
#include <cstddef>
#include <span>
#include <string>

#include "busyhour/experiment/run.hpp"
#include "busyhour/scenario/input_draws.hpp"

namespace busyhour {

/// As `run`, with intervals that hold the uncertainty of the inputs; how much of each comes from the log stands beside
/// it, and of rules in the warnings too. Exact answers are those of one value of the inputs and are left out, and so is
/// the picture of the worst window.
[[nodiscard]] RunResult run(const Scenario& scenario, const InputDraws& draws, const RunOptions& options = {});

/// The variance between draws and within them, by the analysis of variance of a one-way layout with random effects
/// (Searle, Casella and McCulloch, "Variance components", 1992, chapter 3): of k draws with m replications each,
/// within = mean square within, between = (mean square of the draws' means x m - within) / m, not below 0.
struct Variances {
  double between = 0, within = 0;
  std::size_t draws = 0;  ///< whole ones; below 2 nothing is known
};
[[nodiscard]] Variances variances_of(std::span<const double> per_replication, std::size_t per_draw);

}  // namespace busyhour
