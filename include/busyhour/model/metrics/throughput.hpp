#pragma once
/// Requests completed per second of the counted time.
#include "busyhour/model/metrics/metric.hpp"

namespace busyhour {

struct Throughput {
  static constexpr MetricAbout about{"throughput",
                                     MetricShape::ratio,
                                     MetricScope::workload,
                                     dimension::rate,
                                     false,
                                     "requests completed per second of the counted time"};
  static constexpr bool adds_up = true;  ///< over workloads: they share one time
  Ratio value{0, 0, RatioKind::rate};
  explicit Throughput(const Observing&) {}
  void hear(const RequestDone& r) { value.numerator += r.outcome == Outcome::completed ? 1 : 0; }
  void hear(const Finished& f) { value.denominator = in_seconds(f.counted); }
};

}  // namespace busyhour
