#pragma once
/// Machine repair, M/M/c//N: a fixed number of sources, requests that find no slot free wait in line, first come first
/// served; the source waits with them.
///
/// Holds are exponential; think times may have any law with the mean given, and think = 0 is allowed when no request
/// is refused. A request sees the system as the other sources alone would be in the long run (Sevcik & Mitrani, JACM
/// 28, 1981; Lavenberg & Reiser, J. Appl. Prob. 17, 1980). Cost: one step a source.
#include <cstdint>
#include <optional>

#include "busyhour/theory/system.hpp"

namespace busyhour {

/// `line` is how many may wait (>= 0; absent: all). A request refused is lost and its source thinks anew; line = 0 is
/// Engset's system.
[[nodiscard]] QueueFigures machine_repair(const ClosedSystem& system, std::optional<std::int64_t> line = std::nullopt);
/// P(wait > t), t >= 0, of the requests let in: Erlang waits mixed over what they find.
[[nodiscard]] double machine_repair_wait_above(const ClosedSystem& system, double t,
                                               std::optional<std::int64_t> line = std::nullopt);
/// The shortest time within which the share `share` of them, 0 <= share < 1, has its slot.
[[nodiscard]] double machine_repair_wait_percentile(const ClosedSystem& system, double share,
                                                    std::optional<std::int64_t> line = std::nullopt);

/// Kleinrock's saturation point slots x (hold + think) / hold: the number of sources whose perfectly timed requests
/// would fill every slot (Queueing Systems II, 1976). "4 conversations per slot" is a duty of 25 %.
[[nodiscard]] double saturation(const ClosedSystem& system);

}  // namespace busyhour
