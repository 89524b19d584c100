#pragma once
/// Poisson requests on slots with a bounded line, and the single slot with any law of holds. (The unbounded line on
/// several slots is mmc() in erlang.hpp.)
#include <cstdint>

#include "busyhour/theory/system.hpp"

namespace busyhour {

/// M/M/c/K: at most `capacity` requests inside, on slots or in line (slots <= capacity <= 10^7); the rest is refused.
/// p_n ~ prod rate / (min(i, c) / hold). Any load.
[[nodiscard]] QueueFigures mmck(const OpenSystem& system, std::int64_t capacity);
/// P(wait > t), t >= 0, of the requests let in.
[[nodiscard]] double mmck_wait_above(const OpenSystem& system, std::int64_t capacity, double t);
/// The shortest time within which the share `share` of them, 0 <= share < 1, has its slot.
[[nodiscard]] double mmck_wait_percentile(const OpenSystem& system, std::int64_t capacity, double share);

/// M/G/1: one slot, holds of any law with mean `hold` and coefficient of variation `cv` >= 0, rate x hold < 1.
/// Wait = rho hold (1 + cv^2) / (2 (1 - rho)) (Pollaczek 1930, Khinchin 1932).
[[nodiscard]] QueueFigures mg1(double rate, double hold, double cv);

/// M/D/1: one slot, every hold the same, rate x hold < 1. Its means are mg1(rate, hold, 0).
///
/// P(wait > t) from the numbers left behind in the system and the Poisson arrivals in what is missing to a whole number
/// of holds (Franx, Oper. Res. Letters 29, 2001); only positive terms, so that far tails keep their digits where
/// Erlang's alternating sum needs sixty of them.
[[nodiscard]] double md1_wait_above(double rate, double hold, double t);
[[nodiscard]] double md1_wait_percentile(double rate, double hold, double share);

}  // namespace busyhour
