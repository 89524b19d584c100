#pragma once
/// The register of workloads: one line each.
#include <variant>

#include "busyhour/model/workloads/arrivals.hpp"
#include "busyhour/model/workloads/batch.hpp"
#include "busyhour/model/workloads/conversations.hpp"
#include "busyhour/model/workloads/trace.hpp"
#include "busyhour/model/workloads/workers.hpp"

namespace busyhour {

using WorkloadConfig = std::variant<ConversationsConfig,  //
                                    ArrivalsConfig,       //
                                    TraceConfig,          //
                                    WorkersConfig,        //
                                    BatchConfig>;
template <>
struct Choice<WorkloadConfig> {
  static constexpr std::string_view key = "kind", noun = "workload";
  static constexpr bool absent_means_first = false;
  static constexpr std::array<Later, 1> later{Later{"calls", "conversations that arrive and end"}};
};

}  // namespace busyhour
