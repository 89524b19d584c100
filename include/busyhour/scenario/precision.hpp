#pragma once
/// How narrow the interval of a metric is to be before a run ends.
#include <cstdint>
#include <string>

#include "busyhour/scenario/rule.hpp"

namespace busyhour {

/// Half of the interval is at most `half_width`: a part of the value, or so much in base units. A share below 1 %
/// counts as 1 %, so that what hardly ever happens can be settled too: at 5 % it is then known to 0.05 points.
struct PrecisionTarget {
  static constexpr double least_share = 0.01;
  MetricRef subject;
  double half_width = 0;
  bool relative = true;
  std::string text;  ///< as written: "5%", "10 ms"

  /// How wide half of the interval may be about such a value.
  [[nodiscard]] double allowed(double value) const;
};

/// Never fewer replications than these are judged: the spread of fewer is itself too uncertain to stop on.
inline constexpr std::int64_t least_precise_replications = 20;
/// Where `at_most` is not written: so many times `replications`.
inline constexpr std::int64_t default_precision_effort = 100;

}  // namespace busyhour
