#pragma once
/// First attempt to the client knowing the end; infinite when given up.
#include "busyhour/model/metrics/metric.hpp"

namespace busyhour {

struct ResponseTime {
  static constexpr MetricAbout about{"response_time",
                                     MetricShape::times,
                                     MetricScope::workload,
                                     dimension::time,
                                     false,
                                     "first attempt to the client knowing the end; infinite when given up"};
  Tally value;
  explicit ResponseTime(const Observing& plan) : value{plan.thresholds_of(about.name)} {}
  void hear(const RequestDone& r) {
    if (r.outcome == Outcome::given_up)
      value.add_infinite();
    else
      value.add(r.known - r.first_attempt);
  }
};

}  // namespace busyhour
