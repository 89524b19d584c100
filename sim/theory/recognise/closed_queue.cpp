/// Conversations whose requests wait in the provider's line: machine repair, whatever the law of pauses.
#include <limits>

#include "busyhour/theory/machine_repair.hpp"
#include "model.hpp"

namespace busyhour::recognition {
namespace {

std::string sentence(const Queue& queue) {
  return queue.capacity.unlimited
             ? "who finds no slot free waits, first come first served"
             : "up to " + std::to_string(queue.capacity.count) + " wait, first come first served; one more is refused";
}

void look(const Shape& s, const Door& door, const Queue& queue, std::vector<std::string>& why_not) {
  ask_exponential(s.hold, "the service", why_not);
  if (queue.patience) why_not.push_back("the line has a patience");
  if (!queue.capacity.unlimited && s.retries(door)) why_not.push_back("who finds the line full tries again");
  if (s.think.mean <= 0 && !queue.capacity.unlimited) why_not.push_back("there is no pause");
}

}  // namespace

std::optional<Candidate> closed_queue(const Shape& s, const Door& door) {
  if (!s.closed || !s.closed->turn.pause || !door.slots() || !door.queue()) return std::nullopt;
  const Queue& queue = *door.queue();
  Candidate c;
  c.model = "machine repair M/M/" + std::to_string(door.cap) + "//" + std::to_string(s.sources()) +
            (queue.capacity.unlimited ? "" : " with a line of " + std::to_string(queue.capacity.count));
  c.assumes = {sources_in_words(s, true), hold_in_words(s, false), sentence(queue)};
  look(s, door, queue, c.why_not);
  c.fill = [&s, &door, &queue](Findings to) {
    const ClosedSystem system{door.cap, s.sources(), s.hold.mean, s.think.mean};
    const auto line = queue.capacity.unlimited ? std::nullopt : std::optional{queue.capacity.count};
    const QueueFigures f = machine_repair(system, line);
    to.waiting_line(
        f, s, door, [=](double share) { return machine_repair_wait_percentile(system, share, line); },
        [=](double t) { return machine_repair_wait_above(system, t, line); });
    to.levels(door, system, line ? door.cap + std::min(*line, system.sources) : system.sources);
    to.put("turn_rejected", f.rejected);
  };
  return c;
}

}  // namespace busyhour::recognition
