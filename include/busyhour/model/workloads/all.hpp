#pragma once
/// The register of workloads: one line each.
#include <variant>

#include "busyhour/model/workloads/arrivals.hpp"
#include "busyhour/model/workloads/conversations.hpp"
#include "busyhour/model/workloads/trace.hpp"

namespace busyhour {

using WorkloadConfig = std::variant<ConversationsConfig,  //
                                    ArrivalsConfig,       //
                                    TraceConfig>;
template <>
struct Choice<WorkloadConfig> {
  static constexpr std::string_view key = "kind", noun = "workload";
  static constexpr bool absent_means_first = false;
  static constexpr std::array<Later, 3> later{Later{"calls", "conversations that arrive and end"}, Later{"workers", "a batch done by so many workers"},
                                              Later{"batch", "all tasks at once"}};
};

}  // namespace busyhour
