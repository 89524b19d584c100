#pragma once
/// Scenes made up at random: every kind of workload, limit, queue and retry of the language's first part, in all
/// mixtures.
#include "tell.hpp"

namespace busyhour::testing {

/// Whether times are drawn from smooth laws (no two things happen at once but by the story's own logic) or are whole
/// tenths of a second (many do).
enum class Ties : std::uint8_t { rare, common };

/// Whether slots that are held longer than a request stand beside clients that leave, users who interrupt and requests
/// that queue again.
enum class Mixtures : std::uint8_t { some, all };

/// The same number gives the same scene.
[[nodiscard]] Scene made_up(std::uint64_t number, Ties = Ties::rare);

/// The same with what came later: accounts and top-ups, rates, classes, reserved slots and surcharges, stages, failures
/// and the provider's retries, timeouts, polls that cost, calls, interruptions, connections that are closed when idle.
/// Ties are rare.
[[nodiscard]] Scene made_up_widely(std::uint64_t number, Mixtures = Mixtures::all);

}  // namespace busyhour::testing
