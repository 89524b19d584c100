#pragma once
/// A window of the simulated clock as a user types it.
#include <optional>
#include <string>

#include "busyhour/stats/time_average.hpp"

namespace busyhour {

/// `12:30..13:30` ([h:]min:s, decimals allowed), `750 s..13.5 min`; nothing if it is none, or empty.
[[nodiscard]] std::optional<Window> window_of(const std::string& text);

}  // namespace busyhour
