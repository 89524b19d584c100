#pragma once
/// The register of workloads: one line each.
#include <variant>

#include "busyhour/model/workloads/arrivals.hpp"
#include "busyhour/model/workloads/batch.hpp"
#include "busyhour/model/workloads/calls.hpp"
#include "busyhour/model/workloads/conversations.hpp"
#include "busyhour/model/workloads/trace.hpp"
#include "busyhour/model/workloads/workers.hpp"

namespace busyhour {

using WorkloadConfig = std::variant<ConversationsConfig,  //
                                    CallsConfig,          //
                                    ArrivalsConfig,       //
                                    TraceConfig,          //
                                    WorkersConfig,        //
                                    BatchConfig>;
template <>
struct Choice<WorkloadConfig> {
  static constexpr std::string_view key = "kind", noun = "workload";
  static constexpr bool absent_means_first = false;
};

}  // namespace busyhour
