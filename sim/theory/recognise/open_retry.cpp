/// Poisson requests that try again until they are admitted: M/M/c with retries, and one slot with any law of holds.
#include "busyhour/theory/retrial.hpp"

#include "model.hpp"
#include "retries.hpp"

namespace busyhour::recognition {

std::optional<Candidate> open_retry(const Shape& s, const Door& door) {
  if (s.streams.size() != 1 || !door.slots() || !door.reject() || !s.retries(door)) return std::nullopt;
  Candidate c;
  const auto backoff = backoff_of(s, door, c.why_not);
  if (!backoff) return std::nullopt;
  const bool any_law = door.cap == 1 && !s.hold.is_exponential();
  c.model = any_law ? "retrial M/G/1" : "retrial M/M/" + std::to_string(door.cap);
  c.assumes = {streams_in_words(s), hold_in_words(s, any_law),
               "who finds no slot free tries again until admitted, each time after " + seconds_in_words(*backoff) +
                   " on average, exponential"};
  if (!any_law) ask_exponential(s.hold, "the service", c.why_not);
  c.fill = [&s, &door, any_law, backoff = *backoff](Findings to) {
    if (any_law) return tried_again(to, retrial_mg1(s.rate, s.hold.mean, s.hold.cv(), backoff), s, door);
    const OpenSystem system{door.cap, s.rate, s.hold.mean};
    const RetrialFigures f = retrial(system, backoff);
    tried_again(to, f, s, door);
    // The chain has some thirty levels beyond the mean, more near saturation.
    if (!quick(system.slots, 64 + static_cast<std::int64_t>(30 * f.mean_backing_off))) return;
    to.distribution(
        "added_delay", [=](double share) { return retrial_delay_percentile(system, backoff, share); },
        [=](double t) { return retrial_delay_above(system, backoff, t); });
  };
  return c;
}

}  // namespace busyhour::recognition
