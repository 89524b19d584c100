#pragma once
/// Share of requests that succeeded.
#include "busyhour/model/metrics/metric.hpp"

namespace busyhour {

struct Completed {
  static constexpr MetricAbout about{"completed",
                                     MetricShape::ratio,
                                     MetricScope::workload,
                                     dimension::number,
                                     true,
                                     "share of requests that succeeded"};
  Ratio value{0, 0, RatioKind::share};
  explicit Completed(const Observing&) {}
  void hear(const RequestDone& r) { value.add(r.outcome == Outcome::completed); }
};

}  // namespace busyhour
