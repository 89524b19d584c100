#pragma once
/// What a request's work takes on average, where that does not depend on who else is there.
#include <cstddef>
#include <optional>

#include "busyhour/scenario/scenario.hpp"

namespace busyhour {

/// Mean time from a request's admission to its client knowing the end [s], of the workload at that place; nothing where
/// clients stop waiting or ask again after a failure, learn of the end by polls or webhooks, where classes differ,
/// where calls are interrupted, or for kinds that are neither `arrivals` nor plain `conversations`.
///
/// Whether a request is admitted, and when, is settled before its work is drawn: over the requests that a run counts,
/// what their work took less this mean has the mean 0, exactly and from the first instant (a martingale, optional
/// stopping).
[[nodiscard]] std::optional<double> mean_work(const Scenario& scenario, std::size_t workload);

}  // namespace busyhour
