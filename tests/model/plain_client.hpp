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
    std::int64_t attempts = 0;  ///< made so far
    TimePoint first_sent;       ///< by the client
    Duration before{};          ///< the pause before this attempt
  };
  /// A request's first attempt earns retries.
  void earn();
  /// How long to wait before the next attempt, or nothing: give up. `draw` makes the next retry draw of whoever asks; a
  /// refusal that may be retried uses one, whatever becomes of it.
  std::optional<Duration> pause_after(const Refusal&, Trying&, TimePoint now, const std::function<Draw()>& draw);

 private:
  [[nodiscard]] bool recognises(const Refusal&) const;
  [[nodiscard]] const RetryBounds* bounds() const;
  [[nodiscard]] Duration drawn_pause(const Trying&, Draw) const;

  const ClientConfig& config_;
  double saved_up_ = 0;
};

}  // namespace busyhour::plain
