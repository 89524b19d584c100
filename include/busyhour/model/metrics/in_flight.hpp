#pragma once
/// Requests admitted and not yet released, averaged over the counted time.
#include "busyhour/model/metrics/metric.hpp"

namespace busyhour {

struct InFlight {
  static constexpr MetricAbout about{"in_flight",
                                     MetricShape::ratio,
                                     MetricScope::workload,
                                     dimension::number,
                                     false,
                                     "requests admitted and not yet released, averaged over time"};
  static constexpr bool adds_up = true;  ///< over workloads: they share one time
  Ratio value{0, 0, RatioKind::level};
  TimeAverage level;
  explicit InFlight(const Observing& plan) : level{plan.counted} {}
  void hear(const InFlightChange& c) { level.change(c.at, c.by); }
  void hear(const Finished& f) {
    level.finish(f.at);
    value = level.average();
  }
};

}  // namespace busyhour
