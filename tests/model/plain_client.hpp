#pragma once
/// What a client does after a refusal, plainly.
#include <functional>
#include <optional>

#include "busyhour/model/clients/client.hpp"
#include "plain_door.hpp"

namespace busyhour::plain {

/// One workload's client: its rule and its saved-up retries.
class Client {
 public:
  explicit Client(const ClientConfig&);

  /// One thing being tried: a request or a connection.
  struct Trying {
    std::int64_t attempts = 0;          ///< made so far
    TimePoint first_attempt;            ///< at the door
    std::optional<double> drawn_pause;  ///< [s] the last one that was drawn
  };
  /// A request's first attempt earns retries.
  void earn();
  /// How long to wait before the next attempt, or nothing: give up. `draw` gives the place of one draw, counted by
  /// whoever asks; `trip` is the time from sending to the door.
  std::optional<Duration> pause_after(const Refusal&, Trying&, TimePoint now, Duration trip,
                                      const std::function<Draw()>& draw);

 private:
  [[nodiscard]] bool recognises(const Refusal&) const;
  [[nodiscard]] const RetryBounds* bounds() const;
  [[nodiscard]] Duration pause(const Refusal&, Trying&, const std::function<Draw()>& draw) const;

  const ClientConfig& config_;
  double saved_up_ = 0;
};

}  // namespace busyhour::plain
