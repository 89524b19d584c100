#pragma once
/// A step function made drawable: no peak and no trough is lost, whatever is left out.
#include <span>
#include <vector>

#include "busyhour/experiment/results.hpp"

namespace busyhour::detail {

/// At most `most` steps: of each of most / 4 equal spans of time the first, the lowest, the highest and the last, where
/// the height of a step is held + waiting. All of them if they are few enough. Steps are in order of time before and
/// after.
[[nodiscard]] std::vector<TimelineStep> decimated(std::span<const TimelineStep> steps, std::size_t most);

/// Each two neighbours as one, the last alone if their number is odd.
[[nodiscard]] std::vector<TimelineSpan> pairs_of(const std::vector<TimelineSpan>& spans);

}  // namespace busyhour::detail
