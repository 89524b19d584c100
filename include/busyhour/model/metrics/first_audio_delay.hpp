#pragma once
/// What refusals and queueing added before a turn's first sound; infinite for a silent turn.
#include "busyhour/model/metrics/metric.hpp"

namespace busyhour {

struct FirstAudioDelay {
  static constexpr MetricAbout about{
      "first_audio_delay",
      MetricShape::times,
      MetricScope::workload,
      dimension::time,
      false,
      "what refusals and queueing added before a turn's first sound; infinite for a silent turn"};
  Tally value;
  explicit FirstAudioDelay(const Observing& plan) : value{plan.thresholds_of(about.name)} {}
  void hear(const TurnDone& t) {
    if (!t.has_voice) return;
    if (t.silent)
      value.add_infinite();
    else
      value.add(t.first_audio_delay);
  }
};

}  // namespace busyhour
