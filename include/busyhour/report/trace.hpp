#pragma once
/// The worst window as a trace that chrome://tracing and Perfetto open: one track a slot, one track a caller that was
/// turned away, and the level of each limit.
#include <string>

#include "busyhour/experiment/results.hpp"

namespace busyhour {

/// JSON in the Trace Event Format (object form); times in microseconds of the simulated clock.
[[nodiscard]] std::string chrome_trace(const RunResult&);

}  // namespace busyhour
