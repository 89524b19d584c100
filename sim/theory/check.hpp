#pragma once
/// What the functions of this room refuse, said in a sentence.
#include <cmath>
#include <cstdint>
#include <stdexcept>

#include "busyhour/theory/system.hpp"

namespace busyhour::detail {

inline constexpr std::int64_t most_states = 10'000'000;

/// `holds` must be written so that it is false for what is not a number.
inline void require(bool holds, const char* sentence) {
  if (!holds) throw std::domain_error{sentence};
}
inline void require_slots(std::int64_t slots) {
  require(slots >= 1 && slots <= most_states, "the number of slots must be between 1 and ten million");
}
inline bool positive(double x) { return x > 0 && std::isfinite(x); }
inline void require_rate(double rate) { require(positive(rate), "the rate of requests must be above 0 and finite"); }
inline void require_hold(double hold) { require(positive(hold), "the mean hold must be above 0 and finite"); }
inline void require_time(double t) { require(t >= 0, "a time must not be negative"); }
inline void require_share(double share) { require(share >= 0 && share < 1, "a share must be at least 0 and below 1"); }

inline void require_system(const OpenSystem& system) {
  require_slots(system.slots);
  require_rate(system.rate);
  require_hold(system.hold);
}
inline void require_stable(const OpenSystem& system) {
  require_system(system);
  require(system.rate * system.hold < static_cast<double>(system.slots),
          "no steady state: the load is not below the number of slots");
}
inline void require_system(const ClosedSystem& system) {
  require_slots(system.slots);
  require(system.sources >= 1 && system.sources <= most_states,
          "the number of sources must be between 1 and ten million");
  require_hold(system.hold);
  require(system.think >= 0 && std::isfinite(system.think), "the mean think time must be finite and not negative");
}

}  // namespace busyhour::detail
