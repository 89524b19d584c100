#pragma once
/// What a metric is: a value with a name that overloads `hear` for the observations that concern it. The rest costs
/// nothing.
#include <string_view>
#include <vector>

#include "busyhour/model/metrics/about.hpp"
#include "busyhour/model/observation.hpp"
#include "busyhour/stats/ratio.hpp"
#include "busyhour/stats/tally.hpp"
#include "busyhour/stats/time_average.hpp"

namespace busyhour {

/// What metrics must know before the run.
struct Observing {
  Window counted;
  /// Bounds of share(x > t): counted exactly. One entry a metric that is asked.
  std::vector<std::pair<std::string_view, std::vector<Duration>>> thresholds;
  std::int64_t population = 0;      ///< members of a closed workload that want connections
  bool conversations_come = false;  ///< those of an open workload want connections
  bool has_line = false;            ///< the client lets requests wait before their first attempt
  [[nodiscard]] std::vector<Duration> thresholds_of(std::string_view metric) const {
    for (const auto& [name, bounds] : thresholds)
      if (name == metric) return bounds;
    return {};
  }
};

/// How many requests are admitted and not released changes.
struct InFlightChange {
  TimePoint at;
  std::int64_t by;
};
/// How many members of a closed population want a connection and have none changes.
struct UnconnectedChange {
  TimePoint at;
  std::int64_t by;
};
/// The counted time is over.
struct Finished {
  TimePoint at;
  Duration counted;  ///< length of the counted time
};

}  // namespace busyhour
