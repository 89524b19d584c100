#include "busyhour/model/service_plan.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace busyhour {

namespace {

/// First byte and last byte, from admission; and when the service proper starts and the slot goes back.
struct Timing {
  Duration starts{}, first_byte{}, released{}, ends{};
};
Timing whole(Duration first_byte, Duration ends) { return {Duration{0}, first_byte, ends, ends}; }

Timing timing_of(const TimedService& s, const Order& order, const Drawer& me) {
  const Duration time = me.duration(s.time, purpose::service, order.draw_number);
  return whole(time, time);
}
Timing timing_of(const SpeechService& s, const Order& order, const Drawer& me) {
  const Duration first = me.duration(s.first_byte, purpose::service, order.draw_number);
  return whole(first, first + seconds(order.characters / order.speaking_rate / s.generation_speed));
}
Timing timing_of(const TokenService& s, const Order& order, const Drawer& me) {
  const Duration first = me.duration(s.first_token, purpose::service, order.draw_number);
  const double each = me.value(s.per_token, purpose::service_rest, order.draw_number);
  return whole(first, first + seconds(each * std::max(0.0, order.tokens_out - 1)));
}
Timing timing_of(const NoService&, const Order&, const Drawer&) { return {}; }

Timing in_stages(const EndpointConfig& endpoint, const Order& order, const Drawer& me) {
  const auto* held = std::get_if<HeldByStages>(&endpoint.slot_held);
  Timing t;
  Duration at{0};
  for (std::size_t i = 0; i < endpoint.stages.size(); ++i) {
    const auto& [name, law] = endpoint.stages[i];
    if (name == "service") t.starts = at;
    at += me.duration(law, purpose::stage(i), order.draw_number);
    if (held && held->to == name) t.released = at;
  }
  t.first_byte = t.ends = at;
  if (!held) t.released = at;
  return t;
}

Timing timing(const EndpointConfig& endpoint, const Order& order, const Drawer& me) {
  if (order.measured) return whole(*order.measured, *order.measured);
  if (!endpoint.stages.empty()) return in_stages(endpoint, order, me);
  return std::visit([&](const auto& s) { return timing_of(s, order, me); }, endpoint.service);
}

/// Price of a request, its seconds, tokens and characters, and of the surcharge; rounded once.
Money price_of(const EndpointConfig& e, const Order& order, Duration service, const Surcharge* dearer) {
  const double extra =
      e.price_per_second.value_or(0) * in_seconds(service) + e.price_per_token.value_or(0) * order.tokens_out +
      e.price_per_token_in.value_or(0) * order.tokens_in + e.price_per_character.value_or(0) * order.characters;
  const Money ordinary = e.price.value_or(Money{}) + dollars(extra);
  if (!dearer) return ordinary;
  const double more =
      (dearer->price - 1) * in_dollars(ordinary) + dearer->adds_per_second.value_or(0) * in_seconds(service);
  return ordinary + dearer->adds.value_or(Money{}) + dollars(more);
}

/// A wait that simulated time does not outlast [s].
constexpr double for_ever = 4.5e9;

/// The first delivery that gets through.
TimePoint delivered(const ByWebhook& hook, const Drawer& me, const Order& order, TimePoint ends) {
  TimePoint at = ends;
  double wait = hook.retry_first ? in_seconds(*hook.retry_first) : 0;
  for (std::uint32_t n = 1; hook.fails > 0 && at < end_of_time; ++n, wait *= hook.retry_factor) {
    Draw draw = me.draw(purpose::delivery, order.draw_number * 64 + n);
    if (uniform01(draw) >= hook.fails) return at;
    if (n >= hook.attempts || wait >= for_ever) return end_of_time;
    at += seconds(wait);
  }
  return std::min(at, end_of_time);
}

bool fails(const EndpointConfig& endpoint, const Order& order, const Drawer& me) {
  if (!endpoint.fails || endpoint.fails->share <= 0) return false;
  Draw draw = me.draw(purpose::fails, order.draw_number);
  return uniform01(draw) < endpoint.fails->share;
}

/// The draws of a further try stand apart from those of the first one.
Order nth_try(Order order, std::uint32_t n) {
  if (n > 0) order.draw_number = 0x8000'0000U | ((order.draw_number * 1024 + n) & 0x7fff'ffffU);
  return order;
}

/// One try after the other on one slot, until one succeeds or the provider gives up.
struct Course {
  Timing timing;
  bool fails = false;
};
Course course(const EndpointConfig& endpoint, const Order& order, const Drawer& me, std::uint32_t nth) {
  const Order first = nth_try(order, nth);
  Course c{timing(endpoint, first, me), fails(endpoint, first, me)};
  const auto& retries = endpoint.retries;
  if (!c.fails || !retries || retries->between != BetweenTries::holds_slot) return c;
  for (std::int64_t n = 1; c.fails && n < retries->attempts; ++n) {
    const Duration so_far = c.timing.ends;
    if (retries->within && so_far > *retries->within) break;
    const Order further = nth_try(order, nth + static_cast<std::uint32_t>(n));
    const Timing next = timing(endpoint, further, me);
    c.timing.first_byte = so_far + next.first_byte;
    c.timing.released = so_far + next.released;
    c.timing.ends = so_far + next.ends;
    c.fails = fails(endpoint, further, me);
  }
  return c;
}

/// Whether a request can be stopped so long after its admission.
bool can_be_stopped(const EndpointConfig& endpoint, const Order& order, const Drawer& me, Duration since) {
  if (!endpoint.abandoned || !endpoint.abandoned->stops) return false;
  const auto& in = endpoint.abandoned->in;
  if (in.empty()) return true;
  Duration at{0};
  for (std::size_t i = 0; i < endpoint.stages.size(); ++i) {
    at += me.duration(endpoint.stages[i].second, purpose::stage(i), order.draw_number);
    if (since < at) return std::find(in.begin(), in.end(), endpoint.stages[i].first) != in.end();
  }
  return false;
}

/// The client leaves before it knows the end; the provider stops, or goes on.
void abandon(ServicePlan& plan, const EndpointConfig& endpoint, const Order& order, const Drawer& me, TimePoint now,
             const Admission& admission) {
  plan.abandoned = true;
  plan.known = admission.leaves;
  const TimePoint stop = std::max(now, admission.leaves + admission.back);
  if (stop >= plan.ends || !can_be_stopped(endpoint, order, me, stop - now)) return;
  plan.stopped = true;
  plan.ends = stop;
  plan.released = std::min(plan.released, stop);
  plan.starts = std::min(plan.starts, stop);
  plan.price = price_of(endpoint, order, plan.ends - plan.starts, admission.dearer);
}

}  // namespace

TimePoint known_at(const Completion& by, const Drawer& me, const Order& order, TimePoint admitted, TimePoint ends) {
  if (const auto* polling = std::get_if<ByPolling>(&by)) return polled(*polling, admitted, ends);
  if (const auto* hook = std::get_if<ByWebhook>(&by)) return delivered(*hook, me, order, ends);
  return ends;
}

TimePoint polled(const ByPolling& polling, TimePoint admitted, TimePoint ends) {
  double wait = in_seconds(polling.first);
  TimePoint at = admitted + polling.first;
  while (at < ends) {
    const double before = std::exchange(wait, wait * polling.factor);
    if (polling.cap) wait = std::min(wait, in_seconds(*polling.cap));
    if (wait >= for_ever) return end_of_time;
    const Duration each = seconds(wait);
    at +=
        wait == before ? (ends - at + each - Duration{1}) / each * each : each;  // the waits stay as long from here on
  }
  return std::min(at, end_of_time);
}

ServicePlan plan_service(const World& world, const Caller& caller, const Drawer& me, const Order& order,
                         const Admission& admission) {
  const EndpointConfig& endpoint = me.endpoint(caller);
  const Course c = course(endpoint, order, me, admission.nth);
  const Timing& t = c.timing;
  const TimePoint now = world.calendar.now();
  ServicePlan plan{now + t.starts,
                   now + t.first_byte,
                   now + t.released,
                   now + t.ends,
                   {},
                   c.fails,
                   price_of(endpoint, order, t.ends - t.starts, admission.dearer)};
  plan.known = known_at(caller.client->completion, me, order, now, plan.ends);
  plan.known = std::min(plan.known + admission.back, end_of_time);
  if (admission.leaves < plan.known) abandon(plan, endpoint, nth_try(order, admission.nth), me, now, admission);
  return plan;
}

void charge_if(World& world, ChargeWhen moment, const ServicePlan& plan) {
  if (world.wallet && world.wallet->when() == moment) world.wallet->charge(plan.price);
}

void charge_at_the_door(World& world, const ServicePlan& plan) {
  charge_if(world, ChargeWhen::on_submit, plan);
  if (plan.starts <= world.calendar.now()) charge_if(world, ChargeWhen::on_start, plan);
}

void settle(World& world, const EndpointConfig& endpoint, const ServicePlan& plan) {
  if (!world.wallet) return;
  const bool free = plan.stopped ? !endpoint.abandoned->charged : plan.fails && !endpoint.fails->charged;
  if (world.wallet->takes_at_once() && free) world.wallet->refund(plan.price);
  if (!free) charge_if(world, ChargeWhen::on_end, plan);
  if (plan.stopped ? !free : !plan.fails) charge_if(world, ChargeWhen::on_success, plan);
}

}  // namespace busyhour
