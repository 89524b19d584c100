#pragma once
/// Time in the provider's waiting line, all attempts of a request together.
#include "busyhour/model/metrics/metric.hpp"

namespace busyhour {

struct QueueWait {
  static constexpr MetricAbout about{"queue_wait",
                                     MetricShape::times,
                                     MetricScope::workload,
                                     dimension::time,
                                     false,
                                     "time in the provider's waiting line, all attempts of a request together"};
  Tally value;
  explicit QueueWait(const Observing& plan) : value{plan.thresholds_of(about.name)} {}
  void hear(const RequestDone& r) { value.add(r.queued); }
};

}  // namespace busyhour
