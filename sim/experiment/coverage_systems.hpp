#pragma once
/// The systems whose intervals are audited.
#include <optional>
#include <string>
#include <vector>

#include "busyhour/scenario/scenario.hpp"

namespace busyhour::detail {

struct AuditedSystem {
  std::string name;
  Scenario scenario;                 ///< of 30 replications; the length and the warm-up are given
  std::vector<std::string> metrics;  ///< as rules and columns call them: `added_delay.p95`
  std::optional<Scenario> other;     ///< then what is audited is other - scenario, paired
};

[[nodiscard]] std::vector<AuditedSystem> audited_systems();

}  // namespace busyhour::detail
