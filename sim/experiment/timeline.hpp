#pragma once
/// The worst window of all replications, told once more with someone writing down what the door sees.
#include <vector>

#include "busyhour/experiment/results.hpp"
#include "busyhour/scenario/scenario.hpp"
#include "pool.hpp"

namespace busyhour {

/// One for each limit on requests; in `window` instead of the worst, if it is given.
[[nodiscard]] std::vector<Timeline> worst_windows(const Scenario&, Duration warm_up, const Pool&,
                                                  const std::optional<Window>& window = {});

}  // namespace busyhour
