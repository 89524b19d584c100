#pragma once
/// The difference of one number between two trials of the same callers.
#include "trial.hpp"

namespace busyhour {

/// b - a of a ratio, a mean or a quantile of times, from equally many replications of both, with a paired t interval.
[[nodiscard]] Estimate paired_difference(const Trial& a, const Trial& b, const MetricRef&, double confidence = 0.95);
/// One number of a trial.
[[nodiscard]] Estimate number_of(const Trial&, const MetricRef&, double confidence = 0.95);

}  // namespace busyhour
