#pragma once
/// What the limits ask of the other parts of a scenario, and what changes them while a run goes on.
#include "busyhour/scenario/scenario.hpp"
#include "decoder.hpp"
#include "written_plans.hpp"

namespace busyhour {

/// Reserved slots are kept for workloads that exist, and fit into the cap; only slots are sold beyond a cap; what is
/// counted is said by the workloads. What workloads reserve is reserved at the limits.
void check_limits(Decoder&, Scenario&);

/// `changes`, in the order of time.
void read_changes(Decoder&, const Named<WrittenChange>&, ProviderConfig&);

}  // namespace busyhour
