#pragma once
/// First attempt to admission; 0 when admitted at once, infinite when given up.
#include "busyhour/model/metrics/metric.hpp"

namespace busyhour {

struct AddedDelay {
  static constexpr MetricAbout about{"added_delay",
                                     MetricShape::times,
                                     MetricScope::workload,
                                     dimension::time,
                                     false,
                                     "first attempt to admission; 0 when admitted at once, infinite when given up"};
  Tally value;
  explicit AddedDelay(const Observing& plan) : value{plan.thresholds_of(about.name)} {}
  void hear(const RequestDone& r) {
    if (r.outcome == Outcome::given_up)
      value.add_infinite();
    else
      value.add(r.admitted - r.first_attempt);
  }
};

}  // namespace busyhour
