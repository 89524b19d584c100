#pragma once
/// Of a closed population: the share of its members that want a connection and have none, over the counted time. Of an
/// open one: the share of arriving conversations that are refused theirs.
#include <limits>

#include "busyhour/model/metrics/metric.hpp"

namespace busyhour {

struct ConversationRefused {
  static constexpr MetricAbout about{"conversation_refused",
                                     MetricShape::ratio,
                                     MetricScope::workload,
                                     dimension::number,
                                     true,
                                     "share of conversations without a connection: over the counted time, or of those "
                                     "that arrive (calls)"};
  Ratio value;
  std::int64_t population;
  TimeAverage without;
  /// A level where nobody wants a connection: nothing to add up.
  explicit ConversationRefused(const Observing& plan)
      : value{0, 0,
              plan.conversations_come ? RatioKind::share
              : plan.population > 0   ? RatioKind::part
                                      : RatioKind::level},
        population{plan.population},
        without{plan.counted} {}
  void hear(const ConversationBegun& c) { value.add(c.refused); }
  void hear(const UnconnectedChange& c) { without.change(c.at, c.by); }
  void hear(const Finished& f) {
    if (population == 0) return;
    without.finish(f.at);
    value.numerator = static_cast<double>(without.area());
    value.denominator = static_cast<double>(without.time().count()) * static_cast<double>(population);
  }
  /// The next workload's share beside the others'. Shares of time and of arrivals have no sum.
  void add_to(Ratio& sum) const {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    if (value.kind == RatioKind::level) return;
    if (sum.kind == RatioKind::level)
      sum = value;
    else if (sum.kind == value.kind)
      sum.merge(value);
    else
      sum.numerator = sum.denominator = none;
  }
};

}  // namespace busyhour
