#pragma once
/// What the user hears of one turn: sounds one after another, and the silence between them. Plain arithmetic, no
/// calendar.
#include <algorithm>
#include <optional>

#include "busyhour/base/time.hpp"

namespace busyhour {

/// The first sound starts at its first byte, the next at the later of its first byte and the end of the one before; a
/// sound never ends before its last byte.
class Playback {
 public:
  /// Adds a sound; answers the silence before it, unless it is the first.
  std::optional<Duration> sound(TimePoint first_byte, TimePoint last_byte, Duration audio) {
    const TimePoint starts = std::max(first_byte, ends_.value_or(first_byte));
    const auto silence = ends_ ? std::optional{starts - *ends_} : std::nullopt;
    if (!ends_) begins_ = starts;
    ends_ = std::max(starts + audio, last_byte);
    return silence;
  }
  [[nodiscard]] bool silent() const { return !ends_; }
  [[nodiscard]] TimePoint begins() const { return begins_; }
  /// The end of the sound that plays last; nothing while nothing has sounded.
  [[nodiscard]] const std::optional<TimePoint>& ends() const { return ends_; }

 private:
  TimePoint begins_{};
  std::optional<TimePoint> ends_;
};

}  // namespace busyhour
