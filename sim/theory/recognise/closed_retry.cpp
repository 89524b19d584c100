/// Conversations that try again until they are admitted: the finite-source retrial chain.
#include <algorithm>

#include "busyhour/theory/retrial.hpp"

#include "model.hpp"
#include "retries.hpp"

namespace busyhour::recognition {

std::optional<Candidate> closed_retry(const Shape& s, const Door& door) {
  if (!s.closed || !s.closed->turn.pause || !door.slots() || !door.reject() || !s.retries(door)) return std::nullopt;
  Candidate c;
  const auto backoff = backoff_of(s, door, c.why_not);
  if (!backoff) return std::nullopt;
  c.model = "finite-source retrial M/M/" + std::to_string(door.cap) + "//" + std::to_string(s.sources());
  c.assumes = {sources_in_words(s, false), hold_in_words(s, false),
               "who finds no slot free tries again until admitted, each time after " + seconds_in_words(*backoff) +
                   " on average, exponential"};
  ask_exponential(s.hold, "the service", c.why_not);
  ask_exponential(s.think, "the pause", c.why_not);
  c.fill = [&s, &door, backoff = *backoff](Findings to) {
    const ClosedSystem system{door.cap, s.sources(), s.hold.mean, s.think.mean};
    require_solvable(system.slots, std::max<std::int64_t>(0, system.sources - system.slots));
    const RetrialFigures f = retrial(system, backoff);
    tried_again(to, f, s, door);
    to.put("turn_rejected", f.first_attempt_rejected);
    if (!quick(system.slots, system.sources - system.slots)) return;
    to.distribution(
        "added_delay", [=](double share) { return retrial_delay_percentile(system, backoff, share); },
        [=](double t) { return retrial_delay_above(system, backoff, t); });
  };
  return c;
}

}  // namespace busyhour::recognition
