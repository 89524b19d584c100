#pragma once
/// Requests that come by themselves: arrivals of an open population, and a trace replayed.
#include "busyhour/kernel/story.hpp"
#include "busyhour/model/request.hpp"
#include "busyhour/model/workloads/arrivals.hpp"
#include "busyhour/model/workloads/trace.hpp"

namespace busyhour {

/// Requests for ever, their gaps drawn. All arguments outlive the story.
[[nodiscard]] Process arrive(World& world, Caller& caller, const ArrivalsConfig& config);
/// The rows of a trace, each once, its instant divided by `scale`. All arguments outlive the story.
[[nodiscard]] Process replay(World& world, Caller& caller, const TraceConfig& config);

}  // namespace busyhour
