#pragma once
/// A rule of `slo`, `solve` or `claims`: a metric, a comparison, a bound. `p95(added_delay) <= 300 ms`, `calls.given_up
/// <= 1%`.
#include <string>
#include <string_view>
#include <vector>

#include "busyhour/base/diagnostic.hpp"
#include "busyhour/base/dimension.hpp"
#include "busyhour/base/expression.hpp"
#include "busyhour/model/metrics/about.hpp"
#include "busyhour/stats/verdict.hpp"

namespace busyhour {

/// `none` is the bare metric: a ratio, or for a per-replication metric its mean. `share` is share(x > threshold).
enum class Statistic : unsigned char { none, mean, quantile, share, max };

/// One number of a run: what a rule, a column or a JSON key speaks of.
struct MetricRef {
  std::string scope;   ///< a workload's or a limit's name; empty: the whole
  std::string metric;  ///< "added_delay"
  Statistic statistic = Statistic::none;
  double q = 0;          ///< quantile, 0..1
  double threshold = 0;  ///< of share(x > threshold), base units
  MetricAbout about;
  /// As columns and JSON keys are called: `calls.added_delay.p95`, `share(added_delay > 300 ms)`.
  std::string key;
};

/// The names that may stand before a metric: workloads and their classes ("calls.urgent"), limits.
struct MetricScopes {
  std::vector<std::string> workloads, limits;
};

/// Reads `p95(live.added_delay)`, `live.added_delay.p95`, `share(added_delay > 300 ms)`, `requests.slot_use`. Throws
/// Mistake.
[[nodiscard]] MetricRef read_metric(std::string_view text, const MetricScopes&);

struct Rule {
  std::string text;
  Where where;
  MetricRef subject;
  Relation relation = Relation::at_most;
  double bound = 0;  ///< base units
};

}  // namespace busyhour
