#pragma once
/// Silence between one sound of a turn and the next; 0 if they meet.
#include "busyhour/model/metrics/metric.hpp"

namespace busyhour {

struct PlaybackGaps {
  static constexpr MetricAbout about{"playback_gap",
                                     MetricShape::times,
                                     MetricScope::workload,
                                     dimension::time,
                                     false,
                                     "silence between one sound of a turn and the next; 0 if they meet"};
  Tally value;
  explicit PlaybackGaps(const Observing& plan) : value{plan.thresholds_of(about.name)} {}
  void hear(const PlaybackGap& g) { value.add(g.silence); }
};

}  // namespace busyhour
