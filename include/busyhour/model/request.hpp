#pragma once
/// One request, from its first attempt until the client knows its end or gives it up. The one telling for every
/// workload.
#include "busyhour/kernel/story.hpp"
#include "busyhour/model/world.hpp"

namespace busyhour {

/// What a turn learns of its requests while they go on.
struct Progress {
  std::optional<TimePoint> belongs;  ///< first attempt of the first request
  bool rejected = false;             ///< any attempt was
};

/// A user who interrupts a turn. Once the first sound is known, so is the instant.
struct BargeIn {
  Duration after{};             ///< from the first sound
  bool frees_slot = false;      ///< the provider stops at once
  std::optional<TimePoint> at;  ///< the client waits no longer
  [[nodiscard]] bool by(TimePoint t) const { return at && *at <= t; }
};

/// What is asked for. Lives with its teller as long as the request does.
struct Order {
  std::uint32_t number = 0;       ///< which of its owner's requests
  std::uint32_t draw_number = 0;  ///< the place of its draws
  double tokens_out = 0, characters = 0;
  double speaking_rate = 1;          ///< [characters / s]
  std::optional<Duration> measured;  ///< a trace's own service time
  Permit* kept = nullptr;            ///< where slots go that are held longer than the request
  Progress* progress = nullptr;      ///< of the turn that it is part of
  BargeIn* barge_in = nullptr;       ///< in a turn that is interrupted
};

/// `order` and `me` must outlive the request.
[[nodiscard]] Task<RequestDone> send(World& world, Caller& caller, Drawer& me, const Order& order);

/// A connection for a whole conversation, or an empty Permit: refused, after whatever `client.retry` says.
[[nodiscard]] Task<Permit> connect(World& world, Caller& caller, Drawer& me);

}  // namespace busyhour
