#pragma once
/// Share of attempts that were rejected.
#include "busyhour/model/metrics/metric.hpp"

namespace busyhour {

struct AttemptRejected {
  static constexpr MetricAbout about{"attempt_rejected",
                                     MetricShape::ratio,
                                     MetricScope::workload,
                                     dimension::number,
                                     true,
                                     "share of attempts that were rejected"};
  Ratio value{0, 0, RatioKind::share};
  explicit AttemptRejected(const Observing&) {}
  void hear(const RequestDone& r) {
    value.numerator += r.rejected;
    value.denominator += r.attempts;
  }
};

}  // namespace busyhour
