#pragma once
/// Share of requests that will never be admitted: attempts, patience or deadline spent.
#include "busyhour/model/metrics/metric.hpp"

namespace busyhour {

struct GivenUp {
  static constexpr MetricAbout about{
      "given_up",
      MetricShape::ratio,
      MetricScope::workload,
      dimension::number,
      true,
      "share of requests that will never be admitted: attempts, patience or deadline spent"};
  Ratio value{0, 0, RatioKind::share};
  explicit GivenUp(const Observing&) {}
  void hear(const RequestDone& r) { value.add(r.outcome == Outcome::given_up); }
};

}  // namespace busyhour
