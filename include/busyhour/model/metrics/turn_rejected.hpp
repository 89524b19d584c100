#pragma once
/// Share of turns with at least one rejection.
#include "busyhour/model/metrics/metric.hpp"

namespace busyhour {

struct TurnRejected {
  static constexpr MetricAbout about{"turn_rejected",
                                     MetricShape::ratio,
                                     MetricScope::workload,
                                     dimension::number,
                                     true,
                                     "share of turns with at least one rejection"};
  Ratio value{0, 0, RatioKind::share};
  explicit TurnRejected(const Observing&) {}
  void hear(const TurnDone& t) { value.add(t.rejected); }
};

}  // namespace busyhour
