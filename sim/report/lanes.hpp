#pragma once
/// A window of one limit laid out in lanes: who held which slot, who was turned away and came back when.
#include <string>
#include <vector>

#include "busyhour/experiment/results.hpp"

namespace busyhour::detail {

/// A span of time in a lane.
struct LaneBar {
  enum class Kind { holds, queues, pauses };
  double from = 0, to = 0;  ///< [s], cut to the window
  std::string who;
  int attempt = 1;  ///< of a pause: the one that was refused before it
  Kind kind = Kind::holds;
};
struct Lane {
  std::string name;  ///< "slot 2", "calls #3"
  std::vector<LaneBar> bars;
  std::vector<TimelineReject> rejects;
};
struct Lanes {
  std::vector<Lane> slots;    ///< from the first; the model does not number them, each taker gets the first free one
  std::vector<Lane> callers;  ///< those that were refused or queued, in the order in which that began
};
[[nodiscard]] Lanes lanes_of(const Timeline&);

/// The command that tells this window again, and writes its trace.
[[nodiscard]] std::string replay_of(const RunResult&, const Timeline&);
/// "12:30", "1:02:03.25".
[[nodiscard]] std::string clock_text(double seconds);

}  // namespace busyhour::detail
