#include "busyhour/model/request.hpp"

#include <cmath>

#include "busyhour/model/service_plan.hpp"

namespace busyhour {

namespace {

/// A request under way. However its story ends, it is said once: cut short, it counts as given up.
class Open {
 public:
  Open(World& world, Caller& caller, const Drawer& me, const Order& order)
      : world_{world}, caller_{caller}, progress_{order.progress}, joined_{world.calendar.now()} {
    done.who = {caller.index, me.at.entity};
    done.number = order.number;
    done.outcome = Outcome::given_up;
  }
  Open(const Open&) = delete;
  Open& operator=(const Open&) = delete;
  ~Open() {
    if (said_ || (done.attempts == 0 && !(caller_.finite && world_.until_done))) return;
    if (done.attempts == 0) begin(joined_);  // a task that never came to its first attempt
    say();
  }
  /// Its turn in the client's own line has come.
  void leaves_line() { done.line_wait = world_.calendar.now() - joined_; }
  void attempt() {
    const TimePoint now = world_.calendar.now();
    if (++done.attempts == 1) {
      begin(now);
      caller_.budget.request_begins();
    }
    if (!progress_ || progress_->belongs) return;
    progress_->belongs = now;
    world_.observed.begun(now);  // the turn
  }
  void refused() {
    ++done.rejected;
    done.first_rejected |= done.attempts == 1;
    if (progress_) progress_->rejected = true;
  }
  RequestDone resolved(Outcome outcome) {
    done.outcome = outcome;
    say();
    return done;
  }
  RequestDone done;

 private:
  void begin(TimePoint at) {
    done.first_attempt = at;
    world_.observed.begun(at);
  }
  void say() {
    said_ = true;
    done.known = world_.calendar.now();
    if (caller_.finite) {
      --world_.pending;
      --caller_.unresolved;
      world_.last_resolved = done.known;
      world_.any_given_up |= done.outcome == Outcome::given_up;
    }
    world_.observed.say(done);
  }
  World& world_;
  Caller& caller_;
  Progress* progress_;
  TimePoint joined_;
  bool said_ = false;
};

/// Counts a request as in flight from admission until its slot goes back.
class Flight {
 public:
  Flight(World& world, std::uint32_t workload) : world_{world}, workload_{workload} { change(+1); }
  Flight(const Flight&) = delete;
  Flight& operator=(const Flight&) = delete;
  ~Flight() { change(-1); }

 private:
  void change(std::int64_t by) { world_.observed.say(workload_, InFlightChange{world_.calendar.now(), by}); }
  World& world_;
  std::uint32_t workload_;
};

const Route& route_of(const Caller& caller, const Order& order) {
  return order.kept && *order.kept ? caller.kept_already : caller.requests;
}

Demand demand_of(const Caller& caller, const Open& open, const Order& order) {
  Demand d;
  d.who = open.done.who;
  d.attempt = static_cast<int>(open.done.attempts);
  d.priority = caller.priority;
  d.tokens = static_cast<std::int64_t>(std::ceil(order.tokens_out));
  d.characters = static_cast<std::int64_t>(std::ceil(order.characters));
  return d;
}

/// Notes what the admission means for the client.
ServicePlan begin_service(World& world, const Caller& caller, Drawer& me, const Order& order, RequestDone& done) {
  const Duration back = world.journey(me);
  const ServicePlan plan = plan_service(world, caller, me, order, back);
  done.admitted = world.calendar.now();
  done.first_byte = plan.first_byte + back;
  done.last_byte = plan.ends + back;
  charge_if(world, ChargeWhen::on_submit, plan);
  return plan;
}

/// Gives the slots back, but for those that a connection or a call goes on holding.
void give_slots_back(const Order& order, Permit& permit) {
  if (order.kept && !*order.kept) {
    permit.last_byte();
    *order.kept = std::move(permit);
  }
  permit.release();
}

/// The provider's work, from admission until its last byte has left.
Task<void> serve(World& world, const Caller& caller, const Order& order, Permit permit, const ServicePlan& plan) {
  {
    const Flight flight{world, caller.index};
    if (world.wallet && world.wallet->when() == ChargeWhen::on_start) {
      co_await world.calendar.until(plan.starts);
      charge_if(world, ChargeWhen::on_start, plan);
    }
    co_await world.calendar.until(plan.released, Phase::release);
    if (plan.released == plan.ends) settle(world, *caller.endpoint, plan);
    give_slots_back(order, permit);
  }
  if (plan.released == plan.ends) co_return;
  co_await world.calendar.until(plan.ends, Phase::release);
  settle(world, *caller.endpoint, plan);
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

}  // namespace

Task<RequestDone> send(World& world, Caller& caller, Drawer& me, const Order& order) {
  Open open{world, caller, me, order};
  std::optional<OwnBound::Room> room;
  if (caller.client->in_flight) room.emplace(caller.bound);
  while (room && !room->enter()) (void)co_await room->wait();
  const auto* on_release = std::get_if<OnRelease>(&caller.client->retry);
  std::optional<WaitingLine::Place> place;
  if (on_release) place.emplace(caller.line, world.calendar);
  if (on_release && on_release->dispatch == Dispatch::line) {
    place->join();
    while (!place->is_head()) (void)co_await place->turn();
  }
  open.leaves_line();
  RetryMemory memory;
  memory.first_sent = world.calendar.now();
  for (;; ++memory.attempt) {
    if (world.travels) co_await world.calendar.delay(world.journey(me));
    open.attempt();
    Answer answer = world.door.ask(route_of(caller, order), demand_of(caller, open, order));
    if (auto* ticket = std::get_if<Ticket>(&answer)) {
      const TimePoint since = world.calendar.now();
      auto permit = co_await ticket->admitted();
      open.done.queued += world.calendar.now() - since;
      if (permit)
        answer = std::move(*permit);
      else
        answer = ticket->refusal();
    }
    if (auto* permit = std::get_if<Permit>(&answer)) {
      place.reset();
      const ServicePlan plan = begin_service(world, caller, me, order, open.done);
      co_await serve(world, caller, order, std::move(*permit), plan);
      if (plan.known > world.calendar.now()) co_await world.calendar.until(plan.known);
      caller.line.known_release();
      co_return open.resolved(plan.fails ? Outcome::failed : Outcome::completed);
    }
    const Refusal no = std::get<Refusal>(answer);
    open.refused();
    if (world.travels) co_await world.calendar.delay(world.journey(me));
    const TimePoint now = world.calendar.now();
    if (on_release) {
      if (!may_wait(*caller.client, *on_release, no, memory, now)) co_return open.resolved(Outcome::given_up);
      if (on_release->dispatch == Dispatch::each) place->join();
      (void)co_await place->release(longest_wait(*on_release, memory.first_sent, now));
      if (on_release->dispatch == Dispatch::each) place->leave();
      continue;
    }
    const auto pause = pause_after(*caller.client, no, memory, now, caller.budget,
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
    demand.who = {caller.index, me.at.entity};
    demand.attempt = memory.attempt;
    demand.priority = caller.priority;
    Answer answer = world.door.ask(caller.connection, demand);
    if (auto* ticket = std::get_if<Ticket>(&answer)) {
      auto permit = co_await ticket->admitted();
      if (permit)
        answer = std::move(*permit);
      else
        answer = ticket->refusal();
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
