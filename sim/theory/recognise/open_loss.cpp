/// Poisson requests on slots, refused ones lost: Erlang B, whatever the law of holds.
#include "busyhour/theory/erlang.hpp"

#include "model.hpp"

namespace busyhour::recognition {

std::optional<Candidate> open_loss(const Shape& s, const Door& door) {
  if (s.streams.empty() || !door.slots() || !door.reject() || s.retries(door)) return std::nullopt;
  Candidate c;
  c.model = "Erlang's loss system M/G/" + std::to_string(door.cap) + "/" + std::to_string(door.cap);
  c.assumes = {streams_in_words(s), hold_in_words(s, true), "who finds no slot free is refused for good"};
  c.fill = [&s, &door](Findings to) {
    const double load = s.rate * s.hold.mean, lost = erlang_b(door.cap, load);
    to.refused_for_good(lost, s);
    to.carried(s.rate * (1 - lost), s);
    to.use_of(door, load * (1 - lost) / static_cast<double>(door.cap), lost);
    to.levels(door, OpenSystem{door.cap, s.rate, s.hold.mean}, door.cap);
    to.response(0, s);
    if (s.streams.size() < 2) return;
    for (const Stream& one : s.streams) {  // each sees what time averages see
      to.put("first_attempt_rejected", lost, one.workload);
      to.put("given_up", lost, one.workload);
      to.put("throughput", one.rate * (1 - lost) * s.success, one.workload);
      to.put("in_flight", one.rate * (1 - lost) * one.hold.mean, one.workload);
    }
  };
  return c;
}

}  // namespace busyhour::recognition
