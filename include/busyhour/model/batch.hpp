#pragma once
/// Finite work: all tasks at once, or done by so many workers.
#include "busyhour/kernel/story.hpp"
#include "busyhour/model/request.hpp"
#include "busyhour/model/workloads/batch.hpp"
#include "busyhour/model/workloads/workers.hpp"

namespace busyhour {

/// Begins every task at this instant, in order. All arguments outlive the story.
[[nodiscard]] Process submit_all(World& world, Caller& caller, const BatchConfig& config);
/// Takes the next task, and after it the next, until there is none. All arguments outlive the story.
[[nodiscard]] Process work(World& world, Caller& caller, const WorkersConfig& config);

}  // namespace busyhour
