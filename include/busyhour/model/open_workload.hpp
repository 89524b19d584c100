#pragma once
/// Requests that come by themselves: arrivals of an open population, and a trace replayed.
#include "busyhour/kernel/story.hpp"
#include "busyhour/model/request.hpp"
#include "busyhour/model/workloads/arrivals.hpp"
#include "busyhour/model/workloads/trace.hpp"

namespace busyhour {

/// Requests for ever, their gaps drawn. All arguments outlive the story.
[[nodiscard]] Process arrive(World& world, Caller& caller, const ArrivalsConfig& config);
/// The rows of one replication: those of the file, or blocks of them drawn anew. `source` is entity 0.
[[nodiscard]] std::shared_ptr<const std::vector<TraceRow>> rows_of(const TraceConfig& config, const Drawer& source);
/// These rows in order, their instants divided by `scale`. World, caller and config outlive the story.
[[nodiscard]] Process replay(World& world, Caller& caller, const TraceConfig& config,
                             std::shared_ptr<const std::vector<TraceRow>> rows);

}  // namespace busyhour
