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
/// The classes of a workload that has any.
[[nodiscard]] inline const Named<ClassConfig>& classes_of(const WorkloadConfig& workload) {
  static const Named<ClassConfig> none;
  return std::visit(
      [](const auto& w) -> const Named<ClassConfig>& {
        if constexpr (requires { w.classes; })
          return w.classes;
        else
          return none;
      },
      workload);
}

/// The names under which metrics are kept: the workloads in file order, then their classes ("calls.urgent").
[[nodiscard]] inline std::vector<std::string> scopes_of(const Named<WorkloadConfig>& workloads) {
  std::vector<std::string> names;
  for (const auto& [name, workload] : workloads) names.push_back(name);
  for (const auto& [name, workload] : workloads)
    for (const auto& [of, one] : classes_of(workload)) names.push_back(name + "." + of);
  return names;
}

template <>
struct Choice<WorkloadConfig> {
  static constexpr std::string_view key = "kind", noun = "workload";
  static constexpr bool absent_means_first = false;
};

}  // namespace busyhour
