#pragma once
/// How a run begins: with a warm-up that is given, or found on its first replications.
#include <optional>

#include "busyhour/experiment/run.hpp"
#include "stored_trial.hpp"

namespace busyhour {

[[nodiscard]] inline bool is_interrupted(const RunOptions& options) {
  return options.interrupted && options.interrupted->load(std::memory_order_relaxed);
}

/// The given warm-up, or the one found on the first replications, unless that is known already.
[[nodiscard]] Beginning beginning_of(const Scenario& scenario, const RunOptions& options,
                                     const std::optional<StoredTrial>& stored);

}  // namespace busyhour
