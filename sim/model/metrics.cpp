#include <array>
#include <type_traits>

#include "busyhour/model/metrics/all.hpp"

namespace busyhour {

std::span<const MetricAbout> metrics() {
  static constexpr auto all = []<class... M>(std::type_identity<std::tuple<M...>>) {
    return std::array{M::about...,         detail::slot_use,      detail::full_time,
                      detail::makespan,    detail::last_resolved, detail::spend,
                      detail::balance_min, detail::balance_end,   detail::time_to_empty};
  }(std::type_identity<WorkloadMetrics>{});
  return all;
}

}  // namespace busyhour
