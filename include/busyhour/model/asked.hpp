#pragma once
/// What is asked at the provider's door, and what its answers say.
#include <cstdint>
#include <optional>

#include "busyhour/base/time.hpp"
#include "busyhour/model/limits/counts.hpp"
#include "busyhour/model/observation.hpp"

namespace busyhour {

/// What a client hears when it is turned away.
struct Refusal {
  std::uint32_t limit = 0;  ///< its place in the scenario
  std::int64_t status = 429;
  std::optional<std::int64_t> code;
  std::optional<Duration> retry_after;
  bool may_retry = true;
  bool timed_out = false;  ///< nobody refused: the client has stopped waiting
};

/// When a held slot goes back.
enum class Hold : std::uint8_t { until_last_byte, until_closed, until_over };

/// What is asked at the door.
struct Demand {
  Who who;
  int attempt = 1;
  std::int64_t priority = 1;
  std::int64_t tokens_in = 0, tokens_out = 0, characters = 0;
  [[nodiscard]] std::int64_t amount(Counts counts) const {
    if (!counts_size(counts)) [[likely]]
      return 1;
    if (counts == Counts::characters) return characters;
    return (counts == Counts::tokens_in ? 0 : tokens_out) + (counts == Counts::tokens_out ? 0 : tokens_in);
  }
};

/// What the headers of an answer say: how much more would have been admitted just then.
struct Headers {
  std::optional<std::int64_t> slots, requests;  ///< of concurrency limits, of rate limits
};

}  // namespace busyhour
