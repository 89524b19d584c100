#pragma once
/// Results of the other kinds made by hand, on top of those of a run. No number comes from a run.
#include "busyhour/experiment/fit.hpp"
#include "busyhour/experiment/hysteresis.hpp"
#include "busyhour/experiment/stored.hpp"
#include "example.hpp"

namespace busyhour::example {

/// `caps` by `counts` points: the share of turns that meet a refusal rises with the conversations per slot.
[[nodiscard]] SweepResult sweep(int caps = 3, int counts = 5);
/// The largest number of conversations for three numbers of slots.
[[nodiscard]] SolveResult solved();
/// B is better on some, worse on some.
[[nodiscard]] CompareResult compared();
/// One claim that holds only somewhere, one that fails.
[[nodiscard]] ClaimsResult judged();

/// Load up and down: some replications stay collapsed.
[[nodiscard]] HysteresisResult ramp();
/// A log of 1,200 requests of formulas, fitted.
[[nodiscard]] FitResult fitted();

/// Each kind with every text replaced by one that would break a page, a terminal, a table or a link.
[[nodiscard]] SweepResult hostile_sweep();
[[nodiscard]] SolveResult hostile_solved();
[[nodiscard]] CompareResult hostile_compared();
[[nodiscard]] ClaimsResult hostile_judged();
[[nodiscard]] HysteresisResult hostile_ramp();
[[nodiscard]] FitResult hostile_fitted();

}  // namespace busyhour::example
