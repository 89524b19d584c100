#pragma once
/// Attempts of a request, the first one included.
#include "busyhour/model/metrics/metric.hpp"

namespace busyhour {

struct AttemptsPerRequest {
  static constexpr MetricAbout about{"attempts_per_request",
                                     MetricShape::ratio,
                                     MetricScope::workload,
                                     dimension::number,
                                     false,
                                     "attempts of a request, the first one included"};
  Ratio value{0, 0, RatioKind::rate};
  explicit AttemptsPerRequest(const Observing&) {}
  void hear(const RequestDone& r) {
    value.numerator += r.attempts;
    value.denominator += 1;
  }
};

}  // namespace busyhour
