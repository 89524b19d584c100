#pragma once
/// Share of a closed population's members that want a connection and have none, over the counted time.
#include "busyhour/model/metrics/metric.hpp"

namespace busyhour {

struct ConversationRefused {
  static constexpr MetricAbout about{"conversation_refused",
                                     MetricShape::ratio,
                                     MetricScope::workload,
                                     dimension::number,
                                     true,
                                     "share of conversations without a connection, over the counted time"};
  Ratio value{0, 0, RatioKind::part};
  std::int64_t population;
  TimeAverage without;
  explicit ConversationRefused(const Observing& plan) : population{plan.population}, without{plan.counted} {}
  void hear(const UnconnectedChange& c) { without.change(c.at, c.by); }
  void hear(const Finished& f) {
    without.finish(f.at);
    value.numerator = static_cast<double>(without.area());
    value.denominator = static_cast<double>(without.time().count()) * static_cast<double>(population);
  }
};

}  // namespace busyhour
