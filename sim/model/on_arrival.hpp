#pragma once
/// What who waits at a full limit takes when it comes, and what when its turn has come.
#include "busyhour/model/door.hpp"

namespace busyhour {

/// Whether one that waits at `line` is asked here when it comes, not when it is served: a rate, but for the one it
/// waits at.
[[nodiscard]] inline bool on_arrival(const Route::Stop& stop, const Counter& line) {
  return !std::holds_alternative<Slots>(stop.counter->state) && stop.counter != &line;
}

}  // namespace busyhour
