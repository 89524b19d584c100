#pragma once
/// Share of turns without any sound.
#include "busyhour/model/metrics/metric.hpp"

namespace busyhour {

struct SilentTurns {
  static constexpr MetricAbout about{"silent_turns",
                                     MetricShape::ratio,
                                     MetricScope::workload,
                                     dimension::number,
                                     true,
                                     "share of turns without any sound"};
  Ratio value{0, 0, RatioKind::share};
  explicit SilentTurns(const Observing&) {}
  void hear(const TurnDone& t) {
    if (t.has_voice) value.add(t.silent);
  }
};

}  // namespace busyhour
