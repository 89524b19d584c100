#pragma once
/// More demand than a limit carries, where nothing that meets a full limit is ever lost: what waits grows for as long
/// as one looks, so there is no steady state to speak of.
#include <optional>
#include <string>

#include "busyhour/scenario/scenario.hpp"

namespace busyhour {

/// The first limit that independent arrivals ask at or above its capacity in the long run, in words: "slots: 12
/// requests a second for 1 s each ask for 12 slots of 10, and what finds them taken waits or comes again without end".
/// Known of workloads of arrivals at a mean rate, with a queue without bound or retries without end; nothing is said of
/// others.
[[nodiscard]] std::optional<std::string> overload_of(const Scenario&);

}  // namespace busyhour
