#pragma once
/// Erlang's formulas: Poisson requests on equal slots, when a request that finds none free is lost (B), waits (C), or
/// waits as long as its patience lasts (A).
///
/// `load` is the offered load in Erlang, rate x hold, finite and >= 0. Where a number is below the smallest double it
/// is 0. Cost: one step a slot; the inverses of B in the slots too, those in the load some sixty times that.
#include <cstdint>

#include "busyhour/theory/system.hpp"

namespace busyhour {

/// Share of requests lost on `slots` >= 0 slots; equal to the share of time that all are held. Any law of holds.
/// A. K. Erlang, Elektroteknikeren 13 (1917); B_k = a B_{k-1} / (k + a B_{k-1}), which only adds and so keeps its
/// digits.
[[nodiscard]] double erlang_b(std::int64_t slots, double load);
/// The fewest slots that lose at most the share `loss`, 0 < loss <= 1.
[[nodiscard]] std::int64_t erlang_b_slots(double load, double loss);
/// The load that loses exactly the share `loss` on 1.. slots, 0 <= loss < 1.
[[nodiscard]] double erlang_b_load(std::int64_t slots, double loss);

/// Share of requests that wait, load < slots. Holds must be exponential. C = B / (B + (1 - B)(c - a) / c).
[[nodiscard]] double erlang_c(std::int64_t slots, double load);
/// The fewest slots (more than `load`) on which at most the share `waiting` waits, 0 < waiting <= 1.
[[nodiscard]] std::int64_t erlang_c_slots(double load, double waiting);
/// The load of which exactly the share `waiting` waits, 0 <= waiting < 1.
[[nodiscard]] double erlang_c_load(std::int64_t slots, double waiting);

/// M/M/c, the system behind Erlang C; rate x hold < slots.
[[nodiscard]] QueueFigures mmc(const OpenSystem& system);
/// P(wait > t) = C exp(-(c/hold - rate) t), t >= 0.
[[nodiscard]] double mmc_wait_above(const OpenSystem& system, double t);
/// The shortest time within which the share `share` of requests, 0 <= share < 1, has its slot.
[[nodiscard]] double mmc_wait_percentile(const OpenSystem& system, double share);
/// The fewest slots with P(wait <= within) >= share, 0 <= share < 1: "80 % within 20 s".
[[nodiscard]] std::int64_t mmc_slots(double rate, double hold, double within, double share);

/// M/M/c+M: requests in line leave it after an exponential patience of mean `patience` > 0. Any load is stable.
/// C. Palm, Tele (1957); given that all slots are held the line is a birth-death chain of its own, of which q is the
/// share of its empty state: P(queued) = B / (B + (1 - B) q). Counts states until they hold less than 10^-40.
[[nodiscard]] QueueFigures erlang_a(const OpenSystem& system, double patience);
/// P(time in line > t), t >= 0, of all requests, served or not; with incomplete gamma functions of shape
/// s = slots x patience / hold at y = rate x patience (Baccelli & Hebuterne, Performance '81): relative error below
/// 10^-12 x max(1, s / 10^5).
[[nodiscard]] double erlang_a_wait_above(const OpenSystem& system, double patience, double t);
/// Share of all requests that have a slot within t >= 0 (infinite: at all).
[[nodiscard]] double erlang_a_served_within(const OpenSystem& system, double patience, double t);
/// The fewest slots that serve the share `share` within `within`; throws when 10^7 do not.
[[nodiscard]] std::int64_t erlang_a_slots(double rate, double hold, double patience, double within, double share);

}  // namespace busyhour
