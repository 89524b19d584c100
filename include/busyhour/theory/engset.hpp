#pragma once
/// Engset's formulas: a fixed number of sources on slots, a request that finds none free is lost and its source thinks
/// anew (a fresh think time, as if it had been served).
///
/// `idle_load` = hold / think, what one idle source offers in Erlang, > 0; not the duty hold / (hold + think). Depends
/// on the means only, not on the laws of holds and think times. `sources` may be a fraction (a mean population, or to
/// draw a smooth curve): the same recursion interpolates. T. O. Engset, ETZ 39 (1918).
#include <cstdint>

namespace busyhour {

struct EngsetFigures {
  double call_congestion = 0;  ///< share of requests lost; what a source sees: the time congestion of the others alone
  double time_congestion = 0;  ///< share of time with every slot held
  double offered_load = 0;  ///< [E] rate of requests x hold; more than sources x duty, since losses shorten the cycle
  double carried_load = 0;  ///< [E] mean number of slots held
};

/// hold / think from the duty hold / (hold + think), 0 <= duty < 1.
[[nodiscard]] double idle_load(double duty);

/// slots >= 1; sources >= 0, below 10^15. No source is refused while sources <= slots. Cost: one step a slot.
[[nodiscard]] EngsetFigures engset(std::int64_t slots, double sources, double idle_load);
/// The fewest slots with a call congestion of at most `loss` >= 0.
[[nodiscard]] std::int64_t engset_slots(std::int64_t sources, double idle_load, double loss);
/// The most sources with a call congestion of at most `loss`, 0 <= loss < 1; throws if that is beyond 10^15.
[[nodiscard]] std::int64_t engset_sources(std::int64_t slots, double idle_load, double loss);
/// The idle load with a call congestion of exactly `loss`, 0 < loss < 1, sources > slots.
[[nodiscard]] double engset_idle_load(std::int64_t slots, double sources, double loss);

}  // namespace busyhour
