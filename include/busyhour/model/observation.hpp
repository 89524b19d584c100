#pragma once
/// All that a run ever says. Each observation carries the instant it belongs to, so that listeners can leave out the
/// warm-up.
#include <cstdint>
#include <limits>

#include "busyhour/base/time.hpp"

namespace busyhour {

/// Which workload (its place in the scenario) and who in it: a conversation's number, or a request's. A class is heard
/// beside its workload, at its own place behind all workloads; 0: none.
struct Who {
  std::uint32_t workload = 0, entity = 0, of_class = 0;
  bool operator==(const Who&) const = default;
};

enum class Outcome : std::uint8_t { completed, given_up, failed };

/// One request, resolved. Said once, when the client knows its end or gives it up.
struct RequestDone {
  Who who;
  std::uint32_t number = 0;  ///< which of its owner's requests
  TimePoint first_attempt;   ///< it belongs here
  Outcome outcome = Outcome::completed;
  std::uint32_t attempts = 0;  ///< the first one included
  std::uint32_t rejected = 0;  ///< attempts that were
  bool first_rejected = false;
  TimePoint admitted;    ///< meaningless if given up
  TimePoint first_byte;  ///< likewise
  TimePoint last_byte;   ///< likewise
  TimePoint known;       ///< the client knows the end
  Duration queued{};     ///< time in the provider's queue, all attempts
  Duration line_wait{};  ///< time in the client's own line before the first attempt
  bool operator==(const RequestDone&) const = default;
};

/// One turn of a conversation, whole.
struct TurnDone {
  Who who;
  std::uint32_t number = 0;        ///< which of its owner's turns
  TimePoint belongs;               ///< first attempt of its first request; the end of `think` if it has none
  bool has_voice = false;          ///< a turn with `say`: only then do the sound's fields mean anything
  bool rejected = false;           ///< at least one of its attempts was, or it had no connection
  bool silent = false;             ///< no sound at all
  Duration first_audio_delay{};    ///< what refusals and queueing added before the first sound
  Duration time_to_first_audio{};  ///< end of the user's speech to the first audible byte
  bool operator==(const TurnDone&) const = default;
};

/// A conversation of an open population has asked for its connection, and got it or was refused for good.
struct ConversationBegun {
  Who who;
  TimePoint arrived;  ///< it belongs here
  bool refused = false;
  bool operator==(const ConversationBegun&) const = default;
};

/// Between two sounds of one turn: 0 if they meet.
struct PlaybackGap {
  Who who;
  TimePoint belongs;  ///< as its turn
  Duration silence{};
  bool operator==(const PlaybackGap&) const = default;
};

}  // namespace busyhour
