#pragma once
/// Replications told once more with someone writing down what the door sees: the worst window of all of them, and the
/// whole of the one that it is in.
#include <vector>

#include "busyhour/experiment/results.hpp"
#include "busyhour/scenario/scenario.hpp"
#include "pool.hpp"

namespace busyhour {

/// One for each limit on requests; in `window` instead of the worst, if it is given.
[[nodiscard]] std::vector<Timeline> worst_windows(const Scenario&, Duration warm_up, const Pool&,
                                                  const std::optional<Window>& window = {});

}  // namespace busyhour
