#pragma once
/// Share of requests that were admitted and failed.
#include "busyhour/model/metrics/metric.hpp"

namespace busyhour {

struct Failed {
  static constexpr MetricAbout about{"failed",
                                     MetricShape::ratio,
                                     MetricScope::workload,
                                     dimension::number,
                                     true,
                                     "share of requests that were admitted and failed"};
  Ratio value{0, 0, RatioKind::share};
  explicit Failed(const Observing&) {}
  void hear(const RequestDone& r) { value.add(r.outcome == Outcome::failed); }
};

}  // namespace busyhour
