#pragma once
/// Share of requests whose first attempt was rejected.
#include "busyhour/model/metrics/metric.hpp"

namespace busyhour {

struct FirstAttemptRejected {
  static constexpr MetricAbout about{"first_attempt_rejected",
                                     MetricShape::ratio,
                                     MetricScope::workload,
                                     dimension::number,
                                     true,
                                     "share of requests whose first attempt was rejected"};
  Ratio value{0, 0, RatioKind::share};
  explicit FirstAttemptRejected(const Observing&) {}
  void hear(const RequestDone& r) { value.add(r.first_rejected); }
};

}  // namespace busyhour
