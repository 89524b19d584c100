#pragma once
/// What is known of a metric before any run: its name, what it measures, which statistics it takes.
#include <span>
#include <string_view>

#include "busyhour/base/dimension.hpp"

namespace busyhour {

enum class MetricShape : unsigned char {
  ratio,           ///< a share or a quotient pooled over replications; taken bare
  times,           ///< a distribution of times; takes mean, p50 ... p99.9, max, share(x > t)
  per_replication  ///< one number a replication; takes mean and quantiles across replications
};
/// Where a metric exists: for the whole and each workload, or for each limit (`requests.slot_use`).
enum class MetricScope : unsigned char { workload, limit, run };

struct MetricAbout {
  std::string_view name;
  MetricShape shape;
  MetricScope scope;
  Dimension dimension;
  bool is_share;
  std::string_view about;
};

/// All metrics, in the order in which they are reported.
[[nodiscard]] std::span<const MetricAbout> metrics();

}  // namespace busyhour
