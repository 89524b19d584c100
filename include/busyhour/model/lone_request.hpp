#pragma once
/// A request that belongs to no conversation: one arrival, one row of a trace, one task of a batch.
#include <memory>

#include "busyhour/kernel/story.hpp"
#include "busyhour/model/request.hpp"
#include "busyhour/model/workloads/demand.hpp"

namespace busyhour {

/// What a request asks for, as its workload or its own class says; its draws stand at its own number.
[[nodiscard]] Order order_of(const Demands& workload, const Drawer& me);

/// Told on its own, or as a task of a submission. World and caller outlive it.
[[nodiscard]] Process come(World& world, Caller& caller, Order order, std::uint32_t number,
                           std::shared_ptr<Submission> submission = {});

}  // namespace busyhour
