#pragma once
/// Time in the client's own line before the first attempt.
#include "busyhour/model/metrics/metric.hpp"

namespace busyhour {

struct LineWait {
  static constexpr MetricAbout about{"line_wait",
                                     MetricShape::times,
                                     MetricScope::workload,
                                     dimension::time,
                                     false,
                                     "time in the client's own line before the first attempt"};
  Tally value;
  explicit LineWait(const Observing& plan) : value{plan.thresholds_of(about.name)}, waits{plan.has_line} {}
  bool waits;  ///< only a client that has a line is asked
  void hear(const RequestDone& r) {
    if (waits) value.add(r.line_wait);
  }
};

}  // namespace busyhour
