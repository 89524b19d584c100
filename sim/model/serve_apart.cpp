#include <memory>

#include "serve.hpp"

namespace busyhour {

namespace {

/// What the provider's story and the client's share.
struct Work {
  Work(const ServicePlan& p, Calendar& calendar) : plan{p}, done{calendar} {}
  ServicePlan plan;
  Wakeup done;
  bool over = false;
};

/// Whether the provider lets it queue again.
bool queues_again(const EndpointConfig& endpoint, const ServicePlan& plan, std::uint32_t tries, Duration since) {
  const auto& retries = endpoint.retries;
  return plan.fails && !plan.stopped && retries && retries->between == BetweenTries::queues_again &&
         tries < retries->attempts && !(retries->within && since > *retries->within);
}

/// A further try of the provider's, drawn and paid for when the queue lets it in.
class TriesAgain {
 public:
  TriesAgain(World& world, const Caller& caller, const Drawer& me, const Order& order, Work& work, std::uint32_t tries)
      : world_{world}, caller_{caller}, me_{me}, order_{order}, work_{work}, tries_{tries} {}
  void granted(const Surcharge* dearer) {
    work_.plan = plan_service(world_, caller_, me_, order_, {Duration{0}, dearer, end_of_time, tries_});
    charge_at_the_door(world_, work_.plan);
  }

 private:
  World& world_;
  const Caller& caller_;
  const Drawer& me_;
  const Order& order_;
  Work& work_;
  std::uint32_t tries_;
};

/// The provider's own retries ask at the door again, but not for what the conversation holds; one that is refused there
/// ends the request.
Process work_off(World& world, Caller& caller, Drawer me, Order order, const Route* again, Permit permit, Demand demand,
                 std::shared_ptr<Work> work) {
  const TimePoint admitted = world.calendar.now();
  for (std::uint32_t tries = 1;; ++tries) {
    ServicePlan plan = work->plan;
    plan.known = plan.ends;  // this story ends with the work
    co_await carry_out_together(world, caller, order, std::move(permit), plan);
    if (!queues_again(me.endpoint(caller), plan, tries, world.calendar.now() - admitted)) break;
    Answer answer = world.door.ask(*again, demand);
    TriesAgain next{world, caller, me, order, *work, tries};
    const Grantee hears{next};
    auto* ticket = std::get_if<Ticket>(&answer);
    if (ticket) {
      auto waited = co_await ticket->admitted(std::nullopt, hears);
      if (!waited) break;
      permit = std::move(*waited);
    } else {
      auto* let_in = std::get_if<Permit>(&answer);
      if (!let_in) break;
      permit = std::move(*let_in);
      next.granted(permit.dearer());
    }
  }
  work->over = true;
  work->done.fire();
}

/// Polls that are attempts themselves: what they ask may be refused, and then they tell nothing. Answers whether the
/// client has learned of the end before it left.
Task<bool> poll(World& world, const Caller& caller, Demand demand, TimePoint leaves, const Work& work) {
  const auto& polling = std::get<ByPolling>(caller.client->completion);
  double wait = in_seconds(polling.first);
  const auto next = [&] {
    const bool comes = wait < in_seconds(end_of_time - world.calendar.now()) - 1;
    return comes ? world.calendar.after(seconds(wait)) : end_of_time;
  };
  for (TimePoint at = next();; at = next()) {
    if (at > leaves || at == end_of_time) {
      co_await world.calendar.until(leaves);
      co_return false;
    }
    co_await world.calendar.until(at);
    Answer answer = world.door.ask(caller.polls, demand);
    if (work.over && std::holds_alternative<Permit>(answer)) co_return true;
    wait *= polling.factor;
    if (polling.cap) wait = std::min(wait, in_seconds(*polling.cap));
  }
}

bool polls_cost(const Caller& caller) {
  const auto* polling = std::get_if<ByPolling>(&caller.client->completion);
  return polling && !polling->endpoint.empty();
}

}  // namespace

Task<void> carry_out_apart(World& world, Caller& caller, Drawer& me, const Order& order, Permit permit,
                           const Tries& tries, ServicePlan& plan, RequestDone& done) {
  const auto work = std::make_shared<Work>(plan, world.calendar);
  const Demand demand = demand_of(caller, me, done, order);
  const Duration back = done.last_byte - plan.ends;
  Order own = order;  // its conversation may have gone on
  own.kept = nullptr;
  own.progress = nullptr;
  const TimePoint admitted = world.calendar.now();
  const Route* again = order.kept ? &caller.kept_already : &caller.requests;
  if (takes_longer(caller, order, permit)) order.kept->hold(permit.split());
  world.stories->spawn(work_off(world, caller, me, own, again, std::move(permit), demand, work));
  if (plan.abandoned) {
    co_await world.calendar.until(plan.known);
    co_return;
  }
  bool knows = true;
  if (polls_cost(caller)) {
    knows = co_await poll(world, caller, demand, tries.leaves, *work);
  } else {
    (void)co_await work->done.fired();
    const TimePoint known = known_at(caller.client->completion, me, order, admitted, world.calendar.now());
    co_await world.calendar.until(known);
  }
  plan = work->plan;
  plan.abandoned = !knows;
  done.first_byte = plan.first_byte + back;
  done.last_byte = plan.ends + back;
  if (knows && back > Duration{0}) co_await world.calendar.delay(back);
}

}  // namespace busyhour
