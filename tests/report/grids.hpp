#pragma once
/// Small sweeps, searches, comparisons and claims made by formula, one for each shape that a chart knows. No number
/// comes from a run.
#include "busyhour/experiment/claims.hpp"
#include "busyhour/experiment/compare.hpp"
#include "busyhour/experiment/solve.hpp"
#include "busyhour/experiment/sweep.hpp"

namespace busyhour::example {

[[nodiscard]] SweepResult line_sweep();           ///< one path of numbers, with theory
[[nodiscard]] SweepResult word_sweep();           ///< one path of words
[[nodiscard]] SweepResult map_sweep();            ///< two paths
[[nodiscard]] SweepResult facet_sweep();          ///< three
[[nodiscard]] SweepResult drawn_sweep();          ///< a Latin hypercube over three
[[nodiscard]] SweepResult one_at_a_time_sweep();  ///< four paths, each changed alone
[[nodiscard]] SolveResult search();               ///< for three numbers of slots
[[nodiscard]] SolveResult one_search();
[[nodiscard]] CompareResult comparison();
[[nodiscard]] ClaimResult claim();            ///< over two axes
[[nodiscard]] ClaimResult claim_on_a_line();  ///< over one

}  // namespace busyhour::example
