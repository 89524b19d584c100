#pragma once
/// End of the user's speech to the first audible byte; infinite for a silent turn.
#include "busyhour/model/metrics/metric.hpp"

namespace busyhour {

struct TimeToFirstAudio {
  static constexpr MetricAbout about{"time_to_first_audio",
                                     MetricShape::times,
                                     MetricScope::workload,
                                     dimension::time,
                                     false,
                                     "end of the user's speech to the first audible byte; infinite for a silent turn"};
  Tally value;
  explicit TimeToFirstAudio(const Observing& plan) : value{plan.thresholds_of(about.name)} {}
  void hear(const TurnDone& t) {
    if (!t.has_voice) return;
    if (t.silent)
      value.add_infinite();
    else
      value.add(t.time_to_first_audio);
  }
};

}  // namespace busyhour
