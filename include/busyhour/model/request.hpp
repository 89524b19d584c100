#pragma once
/// One request, from its first attempt until the client knows its end or gives it up. The one telling for every
/// workload.
#include "busyhour/kernel/story.hpp"
#include "busyhour/model/world.hpp"

namespace busyhour {

/// What a turn learns of its requests while they go on.
struct Progress {
  std::optional<TimePoint> belongs;    ///< first attempt of the first request
  bool rejected = false;               ///< any attempt was
  std::optional<TimePoint> last_sent;  ///< when the client sent its last attempt
};

/// A user who interrupts a turn. Once the first sound is known, so is the instant.
struct BargeIn {
  Duration after{};             ///< from the first sound
  bool frees_slot = false;      ///< the provider stops at once
  std::optional<TimePoint> at;  ///< the client waits no longer
  [[nodiscard]] bool by(TimePoint t) const { return at && *at <= t; }
};

/// What a conversation holds beyond its requests: some of it until its connection closes, the rest until it ends. A
/// connection that was lost gives back its part; the next request takes that anew.
struct Kept {
  Permit first, again;
  /// Nothing is held; or all but what comes back at the last byte; or only what a lost connection leaves.
  [[nodiscard]] const Route& route(const Caller& caller) const;
  void hold(Permit permit) { (first ? again : first) = std::move(permit); }
  void connection_closed() {
    first.connection_closed();
    again.release();
  }
  void release() {
    first.release();
    again.release();
  }
};

class Submission;

/// What is asked for. Lives with its teller as long as the request does.
struct Order {
  std::uint32_t number = 0;       ///< which of its owner's requests
  std::uint32_t draw_number = 0;  ///< the place of its draws
  double tokens_in = 0, tokens_out = 0, characters = 0;
  double speaking_rate = 1;          ///< [characters / s]
  std::optional<Duration> measured;  ///< a trace's own service time
  Kept* kept = nullptr;              ///< where slots go that are held longer than the request
  Progress* progress = nullptr;      ///< of the turn that it is part of
  BargeIn* barge_in = nullptr;       ///< in a turn that is interrupted
  Submission* submission = nullptr;  ///< of a task that is submitted together with others
};

/// `order` and `me` must outlive the request.
[[nodiscard]] Task<RequestDone> send(World& world, Caller& caller, Drawer& me, const Order& order);

/// A connection for a whole conversation, by `route`, or an empty Permit: refused, after whatever `client.retry` says.
[[nodiscard]] Task<Permit> connect(World& world, Caller& caller, Drawer& me, const Route& route);

}  // namespace busyhour
