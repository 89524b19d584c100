#pragma once
/// How long how many slots are held, beside what theory says.
#include <optional>

#include "busyhour/experiment/results.hpp"
#include "busyhour/scenario/scenario.hpp"
#include "pool.hpp"

namespace busyhour {

/// The first replications told a second time for it, ten at most; nothing if theory does not say it exactly.
[[nodiscard]] std::optional<LevelTimes> level_times(const Scenario&, Duration warm_up, const Pool&, std::size_t jobs);

}  // namespace busyhour
