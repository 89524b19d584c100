/// Poisson requests that wait in the provider's line: M/M/c, M/M/c/K, and one slot with any law of holds.
#include "../shares.hpp"
#include "busyhour/theory/erlang.hpp"
#include "busyhour/theory/queues.hpp"
#include "model.hpp"

namespace busyhour::recognition {
namespace {

Candidate named(const Shape& s, std::string model, bool exponential) {
  Candidate c;
  c.model = std::move(model);
  c.assumes = {streams_in_words(s), hold_in_words(s, !exponential),
               "who finds no slot free waits, first come first served"};
  return c;
}

/// One slot, an endless line. Only constants have percentiles beside the exponential law's.
Candidate one_slot(const Shape& s, const Door& door) {
  const bool constant = s.hold.kind == Law::Kind::constant;
  Candidate c = named(s, constant ? "M/D/1" : "M/G/1", false);
  c.assumes[1] = "each holds the slot " + seconds_in_words(s.hold.mean) +
                 (constant ? ", always" : " on average, coefficient of variation " + in_words(s.hold.cv()));
  c.fill = [&s, &door, constant](Findings to) {
    const QueueFigures f = mg1(s.rate, s.hold.mean, constant ? 0 : s.hold.cv());
    const double rate = s.rate, hold = s.hold.mean;
    if (constant)
      to.waiting_line(
          f, s, door, [=](double share) { return md1_wait_percentile(rate, hold, share); },
          [=](double t) { return md1_wait_above(rate, hold, t); });
    else
      to.waiting_line(f, s, door, {}, {});
  };
  return c;
}

Candidate bounded(const Shape& s, const Door& door, std::int64_t line) {
  const std::int64_t most = door.cap + line;
  Candidate c = named(s, "M/M/" + std::to_string(door.cap) + "/" + std::to_string(most), true);
  c.assumes.push_back("at most " + std::to_string(line) + " wait, one more is refused");
  ask_exponential(s.hold, "the service", c.why_not);
  if (s.retries(door)) c.why_not.push_back("who finds the line full tries again");
  c.fill = [&s, &door, most](Findings to) {
    const OpenSystem system{door.cap, s.rate, s.hold.mean};
    const QueueFigures f = mmck(system, most);
    to.waiting_line(
        f, s, door, [=](double share) { return mmck_wait_percentile(system, most, share); },
        [=](double t) { return mmck_wait_above(system, most, t); });
    to.levels(door, system, most);
  };
  return c;
}

Candidate endless(const Shape& s, const Door& door) {
  Candidate c = named(s, "Erlang C, M/M/" + std::to_string(door.cap), true);
  ask_exponential(s.hold, "the service", c.why_not);
  c.fill = [&s, &door](Findings to) {
    const OpenSystem system{door.cap, s.rate, s.hold.mean};
    to.waiting_line(
        mmc(system), s, door, [=](double share) { return mmc_wait_percentile(system, share); },
        [=](double t) { return mmc_wait_above(system, t); });
    to.levels(door, system, detail::no_end);
  };
  return c;
}

/// The language's patience is a constant; Palm's model has an exponential one.
Candidate impatient(const Shape& s, const Door& door, double patience) {
  Candidate c = named(s, "Erlang A, M/M/" + std::to_string(door.cap) + "+M", true);
  c.assumes.push_back("who waits gives up after " + seconds_in_words(patience) + " on average, exponential");
  c.why_not.push_back("the patience is a constant; the model's is exponential with that mean");
  ask_exponential(s.hold, "the service", c.why_not);
  if (s.retries(door)) c.why_not.push_back("who has lost patience tries again");
  c.fill = [&s, &door, patience](Findings to) {
    const QueueFigures f = erlang_a({door.cap, s.rate, s.hold.mean}, patience);
    to.put("given_up", f.given_up);
    to.put("completed", (1 - f.given_up) * s.success);
    to.carried(f.throughput, s);
    to.use_of(door, f.slot_use, f.full_time);
  };
  return c;
}

}  // namespace

std::optional<Candidate> open_queue(const Shape& s, const Door& door) {
  if (s.streams.empty() || !door.slots() || !door.queue()) return std::nullopt;
  const Queue& queue = *door.queue();
  std::optional<Candidate> c;
  if (queue.patience)
    c = impatient(s, door, in_seconds(*queue.patience));
  else if (!queue.capacity.unlimited)
    c = bounded(s, door, queue.capacity.count);
  else if (door.cap == 1 && !s.hold.is_exponential())
    c = one_slot(s, door);
  else
    c = endless(s, door);
  const auto& all = s.scenario->workloads;
  const auto priority = [](const auto& w) { return std::visit([](const auto& x) { return x.priority; }, w.second); };
  if (queue.discipline == Discipline::priority)
    for (const auto& one : all)
      if (priority(one) != priority(all.front())) {
        c->why_not.push_back("some are served before others");
        break;
      }
  return c;
}

}  // namespace busyhour::recognition
