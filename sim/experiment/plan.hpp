#pragma once
/// From a scenario to what one replication is told.
#include "busyhour/model/replication.hpp"
#include "busyhour/scenario/scenario.hpp"

namespace busyhour {

/// The plan of replication `number`; the scenario outlives it.
[[nodiscard]] ReplicationPlan plan_of(const Scenario& scenario, Duration warm_up, std::uint32_t number);

}  // namespace busyhour
