#include "busyhour/model/request.hpp"

#include <cmath>

#include "open_request.hpp"
#include "serve.hpp"

namespace busyhour {

namespace {

const Route& route_of(const Caller& caller, const Order& order) {
  return order.kept && *order.kept ? caller.kept_already : caller.requests;
}

Demand demand_of(const Caller& caller, const Drawer& me, const Open& open, const Order& order) {
  Demand d;
  d.who = open.done.who;
  d.attempt = static_cast<int>(open.done.attempts);
  d.priority = me.priority(caller);
  d.tokens = static_cast<std::int64_t>(std::ceil(order.tokens_out));
  d.characters = static_cast<std::int64_t>(std::ceil(order.characters));
  return d;
}

/// How long a request that waits for a release may go on waiting: the fallback, or what is left until its deadline.
std::optional<Duration> longest_wait(const OnRelease& rule, TimePoint first_sent, TimePoint now) {
  if (!rule.deadline) return rule.fallback;
  const Duration left = std::max(Duration{0}, first_sent + *rule.deadline - now);
  return rule.fallback ? std::min(*rule.fallback, left) : left;
}

bool may_wait(const ClientConfig& client, const OnRelease& rule, const Refusal& no, const RetryMemory& memory,
              TimePoint now) {
  return rule.attempts.allows(memory.attempt + 1) && recognises(client, no) &&
         (!rule.deadline || now < memory.first_sent + *rule.deadline);
}

/// What a request's own client makes it wait for.
struct Waits {
  Waits(World& world, Caller& caller) : on_release{std::get_if<OnRelease>(&caller.client->retry)} {
    if (caller.client->in_flight) room.emplace(caller.bound);
    if (on_release) place.emplace(caller.line, world.calendar);
  }
  [[nodiscard]] bool any() const { return room || in_line(); }
  [[nodiscard]] bool in_line() const { return on_release && on_release->dispatch == Dispatch::line; }
  const OnRelease* on_release;
  std::optional<OwnBound::Room> room;
  std::optional<WaitingLine::Place> place;
};

/// Before the first attempt: room under the client's own bound, then its turn in the client's line.
Task<void> come_to_the_door(Waits& waits) {
  while (waits.room && !waits.room->enter()) (void)co_await waits.room->wait();
  if (!waits.in_line()) co_return;
  waits.place->join();
  while (!waits.place->is_head()) (void)co_await waits.place->turn();
}

/// After a refusal: until a release is known, or the fallback has passed. Answers whether to try again.
Task<bool> wait_for_release(World& world, const ClientConfig& client, Waits& waits, Refusal no,
                            const RetryMemory& memory) {
  const TimePoint now = world.calendar.now();
  if (!may_wait(client, *waits.on_release, no, memory, now)) co_return false;
  if (!waits.in_line()) waits.place->join();
  (void)co_await waits.place->release(longest_wait(*waits.on_release, memory.first_sent, now));
  if (!waits.in_line()) waits.place->leave();
  co_return true;
}

/// In the provider's queue: a permit, or nothing when patience has run out.
Task<std::optional<Permit>> wait_in_queue(World& world, Ticket& ticket, Duration& queued) {
  const TimePoint since = world.calendar.now();
  std::optional<Permit> permit = co_await ticket.admitted();
  queued += world.calendar.now() - since;
  co_return permit;
}

/// What came of waiting there.
void take_up(Answer& answer, std::optional<Permit> permit) {
  if (permit)
    answer = std::move(*permit);
  else
    answer = std::get<Ticket>(answer).refusal();
}

}  // namespace

Task<RequestDone> send(World& world, Caller& caller, Drawer& me, const Order& order) {
  Open open{world, caller, me, order};
  Waits waits{world, caller};
  if (waits.any()) co_await come_to_the_door(waits);
  open.leaves_line();
  RetryMemory memory;
  memory.first_sent = world.calendar.now();
  for (;; ++memory.attempt) {
    if (world.travels) co_await world.calendar.delay(world.journey(me));
    open.attempt();
    Answer answer = world.door.ask(route_of(caller, order), demand_of(caller, me, open, order));
    if (auto* ticket = std::get_if<Ticket>(&answer)) {
      auto permit = co_await wait_in_queue(world, *ticket, open.done.queued);
      take_up(answer, std::move(permit));
    }
    if (auto* permit = std::get_if<Permit>(&answer)) {
      waits.place.reset();
      const ServicePlan plan = begin_service(world, caller, me, order, *permit, open.done);
      co_await serve(world, caller, order, std::move(*permit), plan);
      if (plan.known > world.calendar.now()) co_await world.calendar.until(plan.known);
      caller.line.known_release();
      co_return open.resolved(plan.fails ? Outcome::failed : Outcome::completed);
    }
    open.refused();
    if (world.travels) co_await world.calendar.delay(world.journey(me));
    const Refusal no = std::get<Refusal>(answer);
    if (waits.on_release) {
      const bool again = co_await wait_for_release(world, *caller.client, waits, no, memory);
      if (!again) co_return open.resolved(Outcome::given_up);
      continue;
    }
    const auto pause = pause_after(*caller.client, no, memory, world.calendar.now(), caller.budget,
                                   [&] { return me.draw(purpose::retry, me.retries++); });
    if (!pause) co_return open.resolved(Outcome::given_up);
    co_await world.calendar.delay(*pause);
  }
}

Task<Permit> connect(World& world, Caller& caller, Drawer& me) {
  RetryMemory memory;
  memory.first_sent = world.calendar.now();
  for (;; ++memory.attempt) {
    if (world.travels) co_await world.calendar.delay(world.journey(me));
    Demand demand;
    demand.who = me.who(caller);
    demand.attempt = memory.attempt;
    demand.priority = me.priority(caller);
    Answer answer = world.door.ask(caller.connection, demand);
    if (auto* ticket = std::get_if<Ticket>(&answer)) {
      auto permit = co_await ticket->admitted();
      take_up(answer, std::move(permit));
    }
    if (world.travels) co_await world.calendar.delay(world.journey(me));
    if (auto* permit = std::get_if<Permit>(&answer)) co_return std::move(*permit);
    const auto pause =
        pause_after(*caller.client, std::get<Refusal>(answer), memory, world.calendar.now(), caller.budget,
                    [&] { return me.draw(purpose::connection_retry, me.connection_retries++); });
    if (!pause) co_return Permit{};
    co_await world.calendar.delay(*pause);
  }
}

}  // namespace busyhour
