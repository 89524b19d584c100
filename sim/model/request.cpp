#include "busyhour/model/request.hpp"

#include "open_request.hpp"
#include "pace.hpp"
#include "serve.hpp"
#include "submission.hpp"

namespace busyhour {

namespace {

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
  Waits(World& world, Caller& caller)
      : on_release{std::get_if<OnRelease>(&caller.client->retry)}, batch{caller.pace ? &*caller.pace : nullptr} {
    if (caller.client->in_flight) room.emplace(caller.bound);
    if (on_release) place.emplace(caller.line, world.calendar);
    in_batches = caller.client->adapt.has_value();
  }
  [[nodiscard]] bool any() const { return room || in_batches || in_line(); }
  [[nodiscard]] bool in_line() const { return on_release && on_release->dispatch == Dispatch::line; }
  const OnRelease* on_release;
  std::optional<OwnBound::Room> room;
  InBatch batch;
  std::optional<WaitingLine::Place> place;
  bool in_batches = false;
};

/// Its turn in the client's own line.
Task<void> stand_in_line(Waits& waits) {
  waits.place->join();
  while (!waits.place->is_head()) (void)co_await waits.place->turn();
}

/// Before the first attempt: room under the client's own bound, a place in a batch, its turn in the client's line.
Task<void> come_to_the_door(World& world, Waits& waits, Open& open) {
  while (waits.room && !waits.room->enter()) (void)co_await waits.room->wait();
  if (waits.in_batches) co_await waits.batch.begin(world.calendar);
  if (waits.in_line()) co_await stand_in_line(waits);
  open.leaves_line();
}

/// To the door or back from it. The tasks of one submission go together.
Duration journey(const World& world, Drawer& me, const Order& order) {
  if (!order.submission) return world.journey(me);
  Drawer sender = order.submission->sender(me);
  const Duration time = world.journey(sender);
  me.journeys = sender.journeys;
  return time;
}

/// When a refusal comes to the client, unless that has stopped waiting by then.
TimePoint heard_at(const World& world, Drawer& me, const Order& order, TimePoint leaves, Refusal& no) {
  const TimePoint heard = world.calendar.after(journey(world, me, order));
  no.timed_out = heard > leaves;
  return std::min(heard, leaves);
}

Answer ask(World& world, const Caller& caller, const Drawer& me, const Order& order, const Tries& tries,
           const RequestDone& done) {
  if (order.submission && tries.resubmitted == 0) return order.submission->ask(world, caller, me, done);
  return world.door.ask(route_of(caller, order), demand_of(caller, me, done, order));
}

std::optional<Duration> pause_of(const World& world, Caller& caller, Drawer& me, const Order& order, const Refusal& no,
                                 RetryMemory& memory) {
  return pause_after(*caller.client, no, memory, world.calendar.now(), caller.budget, [&] {
    const std::uint32_t number = me.retries++;
    return order.submission ? order.submission->sender(me).draw(purpose::retry, number)
                            : me.draw(purpose::retry, number);
  });
}

ServicePlan admitted(World& world, const Caller& caller, Drawer& me, const Order& order, const Permit& permit,
                     Waits& waits, Tries& tries, RequestDone& done) {
  waits.place.reset();
  if (caller.pace) tries.said = world.door.headers(route_of(caller, order));
  if (const auto begun = std::move(tries.begun)) return *begun;
  return begin_service(world, caller, me, order, permit.dearer(), tries, done);
}

/// Begins the service, and pays, when the queue lets it in.
class PaysAtTheDoor {
 public:
  PaysAtTheDoor(World& world, const Caller& caller, Drawer& me, const Order& order, Tries& tries, RequestDone& done)
      : world_{world}, caller_{caller}, me_{me}, order_{order}, tries_{tries}, done_{done} {}
  void granted(const Surcharge* dearer) {
    tries_.begun = std::make_unique<ServicePlan>(begin_service(world_, caller_, me_, order_, dearer, tries_, done_));
  }

 private:
  World& world_;
  const Caller& caller_;
  Drawer& me_;
  const Order& order_;
  Tries& tries_;
  RequestDone& done_;
};

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

/// Counts what is waited in a queue, however the wait ends.
class InQueue {
 public:
  InQueue(const Calendar& calendar, Duration& sum) : calendar_{calendar}, sum_{sum}, since_{calendar.now()} {}
  InQueue(const InQueue&) = delete;
  InQueue& operator=(const InQueue&) = delete;
  ~InQueue() { sum_ += calendar_.now() - since_; }

 private:
  const Calendar& calendar_;
  Duration& sum_;
  TimePoint since_;
};

/// In the provider's queue: a permit, or nothing when patience has run out, the queue's or the client's.
Task<std::optional<Permit>> wait_in_queue(World& world, const Caller& caller, Drawer& me, const Order& order,
                                          Ticket& ticket, Tries& tries, RequestDone& done) {
  const auto until = tries.leaves == end_of_time ? std::nullopt : std::optional{tries.leaves};
  const InQueue waiting{world.calendar, done.queued};
  PaysAtTheDoor pays{world, caller, me, order, tries, done};
  const bool pays_at_once = world.wallet && world.wallet->takes_at_once();
  const Grantee hears = pays_at_once ? Grantee{pays} : Grantee{};
  co_return co_await ticket.admitted(until, hears);
}

/// What came of waiting there.
void take_up(Answer& answer, std::optional<Permit> permit, bool timed_out = false) {
  if (permit) {
    answer = std::move(*permit);
    return;
  }
  Refusal no = std::get<Ticket>(answer).refusal();
  no.timed_out = timed_out;
  answer = no;
}

/// What the door said counts there and then, whether or not the client lives to hear it.
Refusal refused(const Answer& answer, Open& open) {
  const Refusal no = std::get<Refusal>(answer);
  if (!no.timed_out) open.refused();
  return no;
}

/// The client knows the end of a request, or has stopped waiting for it.
void hear_of_end(Caller& caller, const Tries& tries, const ServicePlan& plan) {
  caller.line.known_release();
  if (!caller.pace) return;
  if (!plan.abandoned) caller.pace->heard(tries.said);
  plan.succeeds() ? caller.pace->succeeded() : caller.pace->failed();
}

/// After an end that is no success: whether the client submits it again, having waited for its turn.
Task<bool> goes_on(World& world, Caller& caller, Drawer& me, const Order& order, Waits& waits, Tries& tries,
                   const ServicePlan& plan) {
  Refusal no;
  no.timed_out = true;
  const TimePoint now = world.calendar.now();
  if (!plan.abandoned) {
    if (tries.resubmitted == caller.client->resubmit_failed) co_return false;
    ++tries.resubmitted;
    tries.memory = RetryMemory{.attempt = 0, .first_sent = now};
  } else if (!waits.on_release) {
    const auto pause = pause_of(world, caller, me, order, no, tries.memory);
    if (pause) co_await world.calendar.delay(*pause);
    co_return pause.has_value();
  } else if (!may_wait(*caller.client, *waits.on_release, no, tries.memory, now)) {
    co_return false;
  }
  if (waits.on_release) waits.place.emplace(caller.line, world.calendar);
  if (waits.in_line()) co_await stand_in_line(waits);
  co_return true;
}

TimePoint leaves_at(const World& world, const Caller& caller) {
  return caller.client->timeout ? std::min(world.calendar.after(*caller.client->timeout), end_of_time) : end_of_time;
}

/// Holds the slot and what follows, until the client knows the end -> how the request ends, or nothing if it is tried
/// again.
Task<std::optional<Outcome>> served(World& world, Caller& caller, Drawer& me, const Order& order, Permit& permit,
                                    Waits& waits, Tries& tries, RequestDone& done) {
  ServicePlan plan = admitted(world, caller, me, order, permit, waits, tries, done);
  co_await carry_out(world, caller, me, order, std::move(permit), tries, plan, done);
  hear_of_end(caller, tries, plan);
  if (plan.succeeds()) co_return Outcome::completed;
  const bool again = co_await goes_on(world, caller, me, order, waits, tries, plan);
  if (!again) co_return Outcome::failed;
  co_return std::nullopt;
}

}  // namespace

Task<RequestDone> send(World& world, Caller& caller, Drawer& me, const Order& order) {
  Open open{world, caller, me, order};
  Waits waits{world, caller};
  if (waits.any()) co_await come_to_the_door(world, waits, open);
  Tries tries;
  for (tries.memory.first_sent = world.calendar.now();; ++tries.memory.attempt) {
    if (caller.pace) {
      const bool may_try = co_await keep_pace(world.calendar, *caller.pace);
      if (!may_try) co_return open.resolved(Outcome::given_up);
      open.leaves_line();
    }
    tries.leaves = leaves_at(world, caller);
    if (order.progress) order.progress->last_sent = world.calendar.now();
    if (world.travels) co_await world.calendar.delay(journey(world, me, order));
    tries.leaves = std::max(tries.leaves, world.calendar.now());  // not before it has come to the door
    open.attempt();
    Answer answer = ask(world, caller, me, order, tries, open.done);
    if (auto* ticket = std::get_if<Ticket>(&answer)) {
      auto permit = co_await wait_in_queue(world, caller, me, order, *ticket, tries, open.done);
      take_up(answer, std::move(permit), world.calendar.now() >= tries.leaves);
    }
    if (auto* permit = std::get_if<Permit>(&answer)) {
      const auto end = co_await served(world, caller, me, order, *permit, waits, tries, open.done);
      if (end) co_return open.resolved(*end);
      continue;
    }
    Refusal no = refused(answer, open);
    if (world.travels && !no.timed_out) co_await world.calendar.until(heard_at(world, me, order, tries.leaves, no));
    if (caller.pace) caller.pace->failed();
    if (waits.on_release) {
      const bool again = co_await wait_for_release(world, *caller.client, waits, no, tries.memory);
      if (!again) co_return open.resolved(Outcome::given_up);
      continue;
    }
    const auto pause = pause_of(world, caller, me, order, no, tries.memory);
    if (!pause) co_return open.resolved(Outcome::given_up);
    co_await world.calendar.delay(*pause);
  }
}

Task<Permit> connect(World& world, Caller& caller, Drawer& me, const Route& route) {
  RetryMemory memory;
  memory.first_sent = world.calendar.now();
  for (;; ++memory.attempt) {
    if (world.travels) co_await world.calendar.delay(world.journey(me));
    Demand demand;
    demand.who = me.who(caller);
    demand.attempt = memory.attempt;
    demand.priority = me.priority(caller);
    Answer answer = world.door.ask(route, demand);
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
