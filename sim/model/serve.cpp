#include "serve.hpp"

#include <algorithm>
#include <cmath>

namespace busyhour {

namespace {

/// Counts a request as in flight from admission until its slot goes back.
class Flight {
 public:
  Flight(World& world, const Who& who) : world_{world}, who_{who} { change(+1); }
  Flight(const Flight&) = delete;
  Flight& operator=(const Flight&) = delete;
  ~Flight() { change(-1); }

 private:
  void change(std::int64_t by) { world_.observed.say(who_, InFlightChange{world_.calendar.now(), by}); }
  World& world_;
  Who who_;
};

/// Gives the slots back, but for those that a connection or a call goes on holding.
void give_slots_back(const Caller& caller, const Order& order, Permit& permit) {
  if (takes_longer(caller, order, permit)) {
    permit.last_byte();
    order.kept->hold(std::move(permit));
  }
  permit.release();
}

}  // namespace

const Route& route_of(const Caller& caller, const Order& order) {
  return order.kept ? order.kept->route(caller) : caller.requests;
}

const Route& Kept::route(const Caller& caller) const {
  if (!first && !again) return caller.requests;
  return again || !first.is_closed() ? caller.kept_already : caller.call_kept;
}

bool takes_longer(const Caller& caller, const Order& order, const Permit& permit) {
  return order.kept && permit.route() != &caller.kept_already;
}

Demand demand_of(const Caller& caller, const Drawer& me, const RequestDone& done, const Order& order) {
  Demand d;
  d.who = done.who;
  d.attempt = static_cast<int>(done.attempts);
  d.priority = me.priority(caller);
  d.tokens_in = static_cast<std::int64_t>(std::ceil(order.tokens_in));
  d.tokens_out = static_cast<std::int64_t>(std::ceil(order.tokens_out));
  d.characters = static_cast<std::int64_t>(std::ceil(order.characters));
  return d;
}

namespace {

/// The user interrupts: the client waits no longer, and the provider stops or goes on. What the conversation holds
/// anyway is not given back for it.
void cut_off(BargeIn& user, Duration back, TimePoint now, ServicePlan& plan) {
  if (plan.fails || plan.abandoned) return;
  if (!user.at) user.at = plan.first_byte + back + user.after;
  if (*user.at >= plan.known) return;
  plan.cut_off = true;
  plan.abandoned = true;
  plan.known = *user.at;
  if (!user.frees_slot) return;
  plan.ends = std::min(plan.ends, std::max(now, *user.at + back));
  plan.released = std::min(plan.released, plan.ends);
  plan.starts = std::min(plan.starts, plan.ends);
}

}  // namespace

namespace {

/// A user may interrupt before the client would have stopped waiting; one who is not answered has no sound to
/// interrupt.
ServicePlan unless_interrupted(const World& world, BargeIn& user, Duration back, const ServicePlan& left,
                               ServicePlan whole) {
  const bool sounds = user.at.has_value();
  cut_off(user, back, world.calendar.now(), whole);
  if (whole.cut_off && whole.known < left.known) return whole;
  if (!sounds) user.at.reset();
  return left;
}

}  // namespace

ServicePlan begin_service(World& world, const Caller& caller, Drawer& me, const Order& order, const Surcharge* dearer,
                          const Tries& tries, RequestDone& done) {
  const Duration back = world.journey(me);
  const auto nth = static_cast<std::uint32_t>(tries.resubmitted) * 32;
  ServicePlan plan = plan_service(world, caller, me, order, {back, dearer, tries.leaves, nth});
  if (order.barge_in && plan.abandoned)
    plan = unless_interrupted(world, *order.barge_in, back, plan,
                              plan_service(world, caller, me, order, {back, dearer, end_of_time, nth}));
  else if (order.barge_in)
    cut_off(*order.barge_in, back, world.calendar.now(), plan);
  done.admitted = world.calendar.now();
  done.first_byte = plan.first_byte + back;
  done.last_byte = plan.cut_off ? std::min(plan.ends + back, plan.known) : plan.ends + back;
  charge_at_the_door(world, plan);
  return plan;
}

Task<void> carry_out(World& world, Caller& caller, Drawer& me, const Order& order, Permit permit, const Tries& tries,
                     ServicePlan& plan, RequestDone& done) {
  if (caller.apart || plan.abandoned) [[unlikely]]
    return carry_out_apart(world, caller, me, order, std::move(permit), tries, plan, done);
  return carry_out_together(world, caller, order, std::move(permit), plan);
}

Task<void> carry_out_together(World& world, const Caller& caller, const Order& order, Permit permit,
                              const ServicePlan& plan) {
  {
    const Flight flight{world, permit.who()};
    if (world.wallet && world.wallet->when() == ChargeWhen::on_start && plan.starts > world.calendar.now()) {
      co_await world.calendar.until(plan.starts);
      charge_if(world, ChargeWhen::on_start, plan);
    }
    co_await world.calendar.until(plan.released, Phase::release);
    if (plan.released == plan.ends) settle(world, *caller.endpoint, plan);
    give_slots_back(caller, order, permit);
  }
  if (plan.released != plan.ends) {
    co_await world.calendar.until(plan.ends, Phase::release);
    settle(world, *caller.endpoint, plan);
  }
  if (plan.known > world.calendar.now()) co_await world.calendar.until(plan.known);
}

}  // namespace busyhour
