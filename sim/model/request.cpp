#include "busyhour/model/request.hpp"

namespace busyhour {

namespace {

Timing timing_of(const TimedService& s, const Order& order, const Drawer& me) {
  const Duration time = me.duration(s.time, purpose::service, order.draw_number);
  return {time, time};
}
Timing timing_of(const SpeechService& s, const Order& order, const Drawer& me) {
  const Duration first = me.duration(s.first_byte, purpose::service, order.draw_number);
  return {first, first + seconds(order.characters / order.speaking_rate / s.generation_speed)};
}
Timing timing_of(const TokenService& s, const Order& order, const Drawer& me) {
  const Duration first = me.duration(s.first_token, purpose::service, order.draw_number);
  const double each = me.value(s.per_token, purpose::service_rest, order.draw_number);
  return {first, first + seconds(each * std::max(0.0, order.tokens_out - 1))};
}

/// A request under way. However its story ends, it is said once: cut short, it counts as given up.
class Open {
 public:
  Open(World& world, const Caller& caller, const Drawer& me, const Order& order) : world_{world}, caller_{caller}, progress_{order.progress} {
    done.who = {caller.index, me.at.entity};
    done.number = order.number;
    done.outcome = Outcome::given_up;
  }
  Open(const Open&) = delete;
  Open& operator=(const Open&) = delete;
  ~Open() {
    if (done.attempts > 0 && !said_) say(world_.calendar.now());
  }
  void attempt(TimePoint now) {
    if (++done.attempts > 1) return;
    done.first_attempt = now;
    world_.observed.begun(now);
    if (!progress_ || progress_->belongs) return;
    progress_->belongs = now;
    world_.observed.begun(now);  // the turn
  }
  void refused() {
    ++done.rejected;
    done.first_rejected |= done.attempts == 1;
    if (progress_) progress_->rejected = true;
  }
  RequestDone completed() {
    done.outcome = Outcome::completed;
    say(world_.calendar.now());
    return done;
  }
  RequestDone given_up() {
    say(world_.calendar.now());
    return done;
  }
  RequestDone done;

 private:
  void say(TimePoint now) {
    said_ = true;
    done.known = now;
    if (caller_.finite) {
      --world_.pending;
      world_.last_resolved = now;
      world_.any_given_up |= done.outcome == Outcome::given_up;
    }
    world_.observed.say(done);
  }
  World& world_;
  const Caller& caller_;
  Progress* progress_;
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

const Route& route_of(const Caller& caller, const Order& order) { return order.kept && *order.kept ? caller.kept_already : caller.requests; }

/// Notes what the admission means for the client, and says when the provider will have sent its last byte.
TimePoint begin_service(World& world, const Caller& caller, Drawer& me, const Order& order, RequestDone& done) {
  const Timing t = order.measured ? Timing{*order.measured, *order.measured} : timing(caller.endpoint->service, order, me);
  const Duration back = world.journey(me);
  done.admitted = world.calendar.now();
  done.first_byte = done.admitted + t.first_byte + back;
  done.last_byte = done.admitted + t.last_byte + back;
  return done.admitted + t.last_byte;
}

/// Gives the slots back, but for those that a connection or a call goes on holding.
void end_service(const Order& order, Permit& permit) {
  if (order.kept && !*order.kept) {
    permit.last_byte();
    *order.kept = std::move(permit);
  }
  permit.release();
}

}  // namespace

Timing timing(const Service& service, const Order& order, const Drawer& me) {
  return std::visit([&](const auto& s) { return timing_of(s, order, me); }, service);
}

Task<RequestDone> send(World& world, Caller& caller, Drawer& me, const Order& order) {
  Open open{world, caller, me, order};
  RetryMemory memory;
  caller.budget.request_begins();
  for (;; ++memory.attempt) {
    if (world.travels) co_await world.calendar.delay(world.journey(me));
    open.attempt(world.calendar.now());
    memory.first_attempt = open.done.first_attempt;
    Demand demand;
    demand.who = open.done.who;
    demand.attempt = memory.attempt;
    demand.priority = caller.priority;
    Answer answer = world.door.ask(route_of(caller, order), demand);
    if (auto* ticket = std::get_if<Ticket>(&answer)) {
      const TimePoint since = world.calendar.now();
      auto permit = co_await ticket->admitted();
      open.done.queued += world.calendar.now() - since;
      if (permit) answer = std::move(*permit);
      else answer = ticket->refusal();
    }
    if (auto* permit = std::get_if<Permit>(&answer)) {
      {
        const Flight flight{world, caller.index};
        const TimePoint ends = begin_service(world, caller, me, order, open.done);
        co_await world.calendar.until(ends, Phase::release);
        end_service(order, *permit);
      }
      if (world.travels) co_await world.calendar.until(open.done.last_byte);
      co_return open.completed();
    }
    const Refusal no = std::get<Refusal>(answer);
    open.refused();
    if (world.travels) co_await world.calendar.delay(world.journey(me));
    const auto pause = pause_after(*caller.client, no, memory, world.calendar.now(), caller.budget, [&] { return me.draw(purpose::retry, me.retries++); });
    if (!pause) co_return open.given_up();
    co_await world.calendar.delay(*pause);
  }
}

Task<Permit> connect(World& world, Caller& caller, Drawer& me) {
  RetryMemory memory;
  memory.first_attempt = world.calendar.now();
  for (;; ++memory.attempt) {
    if (world.travels) co_await world.calendar.delay(world.journey(me));
    Demand demand;
    demand.who = {caller.index, me.at.entity};
    demand.attempt = memory.attempt;
    demand.priority = caller.priority;
    Answer answer = world.door.ask(caller.connection, demand);
    if (auto* ticket = std::get_if<Ticket>(&answer)) {
      auto permit = co_await ticket->admitted();
      if (permit) answer = std::move(*permit);
      else answer = ticket->refusal();
    }
    if (world.travels) co_await world.calendar.delay(world.journey(me));
    if (auto* permit = std::get_if<Permit>(&answer)) co_return std::move(*permit);
    BudgetLeft no_budget{NoRetry{}};
    const auto pause =
        pause_after(*caller.client, std::get<Refusal>(answer), memory, world.calendar.now(), no_budget, [&] { return me.draw(purpose::connection_retry, me.connection_retries++); });
    if (!pause) co_return Permit{};
    co_await world.calendar.delay(*pause);
  }
}

}  // namespace busyhour
