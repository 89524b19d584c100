/// Conversations that pause and ask, refused ones pause again: Engset, whatever the laws.
#include "busyhour/theory/engset.hpp"

#include "model.hpp"

namespace busyhour::recognition {

std::optional<Candidate> closed_loss(const Shape& s, const Door& door) {
  if (!s.closed || !s.closed->turn.pause || !door.slots() || !door.reject() || s.retries(door)) return std::nullopt;
  Candidate c;
  c.model = "Engset's loss system, " + std::to_string(s.sources()) + " sources on " + std::to_string(door.cap) +
            (door.cap == 1 ? " slot" : " slots");
  c.assumes = {sources_in_words(s, true), hold_in_words(s, true),
               "who finds no slot free is refused for good and thinks anew"};
  if (s.hold.is_lattice() && s.think.is_lattice())
    c.why_not.push_back("service and pause take only certain values: phases never mix");
  if (s.think.mean <= 0) c.why_not.push_back("there is no pause: who is refused asks again at once, for ever");
  c.fill = [&s, &door](Findings to) {
    const EngsetFigures f = engset(door.cap, static_cast<double>(s.sources()), s.hold.mean / s.think.mean);
    to.refused_for_good(f.call_congestion, s);
    to.carried(f.carried_load / s.hold.mean, s);
    to.use_of(door, f.carried_load / static_cast<double>(door.cap), f.time_congestion);
    to.levels(door, ClosedSystem{door.cap, s.sources(), s.hold.mean, s.think.mean}, door.cap);
    to.response(0, s);
  };
  return c;
}

}  // namespace busyhour::recognition
