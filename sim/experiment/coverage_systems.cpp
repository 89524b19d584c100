#include "coverage_systems.hpp"

#include "small_worlds.hpp"

namespace busyhour::detail {
namespace {

Scenario lasting(Scenario s, double warm_up, double counted) {
  s.run.warm_up = seconds(warm_up);
  s.run.duration = seconds(warm_up + counted);
  return s;
}

const NamedLaw second = exponential(1);

/// Four requests a second for ten slots of one second each lose 0.5 %, for fourteen 3 in 100,000.
Scenario loss(std::int64_t slots, double rate, double counted) {
  return lasting(open_world(slots, rate, second, Reject{}), 20, counted);
}
Scenario engset(std::int64_t callers, double counted) {
  return lasting(closed_world(4, callers, law("gamma", 2, .5), exponential(6), Reject{}), 60, counted);
}
Scenario queue(std::int64_t slots, double rate, double counted) {
  return lasting(open_world(slots, rate, second, line()), 60, counted);
}
Scenario machines(double counted) { return lasting(closed_world(2, 8, second, exponential(4), line()), 60, counted); }
Scenario retry(double counted, double pause = .8) {
  return lasting(closed_world(4, 8, exponential(2), exponential(6), Reject{}, again(pause)), 60, counted);
}

template <class Limit>
Scenario limiter(std::int64_t cap, double rate, double counted, std::int64_t burst = 0) {
  Limit limit;
  limit.per = seconds(1);
  limit.cap = whole(cap);
  limit.when_full = Reject{};
  if constexpr (requires { limit.burst; }) limit.burst = burst;
  ArrivalsConfig load;
  load.arrive = PoissonArrivals{rate};
  return lasting(world(limit, "rate", Distribution::constant(.01), load), 20, counted);
}

/// A balance of $60 for 60 tasks at $1 each, a tenth of it in slots: the last ones go one by one.
Scenario batch() {
  BatchConfig work;
  work.tasks = 60;
  OnRelease wait;
  wait.attempts = {0, true};
  work.client.retry = wait;
  ConcurrencyLimit limit = slots(1, Reject{});
  limit.cap.text = "max(1, floor(10% * balance / $1))";
  limit.cap.expression =
      Expression::read(limit.cap.text, [](std::string_view) { return std::optional{dimension::money}; });
  Scenario s = world(limit, "slots", second.law, work);
  s.provider.account = AccountConfig{};
  s.provider.account->balance = dollars(60);
  s.provider.endpoints.front().second.price = dollars(1);
  s.run.until = Until::workload_done;
  return s;
}

/// The turn of a voice agent, with sentences, playback and retries: what Waves' example has, six calls on two slots.
Scenario voice(double counted) {
  TurnConfig turn;
  turn.user_speaks = law("lognormal", 4, .8).law;
  turn.think.emplace_back("think", law("lognormal", 1.1, .4).law);
  turn.say = Say{fitted({"discrete", {}, {{1, .3}, {2, .4}, {3, .3}}, {}}), law("lognormal", 75, .5).law, 15, {}, {}};
  turn.gap = law("lognormal", .6, .8).law;
  ExponentialRetry backoff;
  backoff.first = seconds(.25), backoff.factor = 2, backoff.cap = seconds(8);
  backoff.jitter = Jitter::full, backoff.attempts = {6, false};
  ConversationsConfig calls;
  calls.count = 6;
  calls.turn = turn;
  calls.client.retry = backoff;
  Scenario s = world(slots(2, Reject{}), "slots", Distribution::constant(1), calls);
  s.provider.endpoints.front().second.service = SpeechService{law("lognormal", .2, .4).law, 3.3};
  return lasting(std::move(s), 120, counted);
}

}  // namespace

std::vector<AuditedSystem> audited_systems() {
  const std::vector<std::string> waits{"added_delay.mean", "added_delay.p50", "added_delay.p95",
                                       "share(added_delay > 1 s)", "slots.full_time"};
  return {{"loss, 8 erlangs on 10 slots (Erlang B)",
           loss(10, 8, 100),
           {"first_attempt_rejected", "slots.full_time", "slots.slot_use", "throughput"},
           {}},
          {"loss, rarely: 4 erlangs on 10 slots (Erlang B)",
           loss(10, 4, 100),
           {"first_attempt_rejected", "slots.full_time"},
           {}},
          {"loss, hardly ever: 4 erlangs on 12 slots (Erlang B)", loss(12, 4, 100), {"first_attempt_rejected"}, {}},
          {"8 callers on 4 slots, refused ones pause (Engset)",
           engset(8, 400),
           {"first_attempt_rejected", "slots.slot_use", "in_flight"},
           {}},
          {"queue, 1.4 erlangs on 2 slots (M/M/2)", queue(2, 1.4, 600), waits, {}},
          {"queue, 0.8 erlangs on 1 slot (M/M/1)", queue(1, .8, 1500), waits, {}},
          {"8 callers in line for 2 slots (machine repair)",
           machines(200),
           {"added_delay.mean", "added_delay.p90", "added_delay.p95", "share(added_delay > 1 s)", "slots.full_time"},
           {}},
          {"8 callers on 4 slots, retry (finite-source retrial)",
           retry(400),
           {"added_delay.mean", "attempts_per_request", "attempt_rejected", "first_attempt_rejected"},
           {}},
          {"token bucket, 10 a second, burst 5",
           limiter<TokenBucket>(10, 10, 50, 5),
           {"first_attempt_rejected", "throughput"},
           {}},
          {"fixed window, 10 a second", limiter<FixedWindow>(10, 10, 50), {"first_attempt_rejected"}, {}},
          {"60 tasks on a balance (death chain)", batch(), {"makespan.mean", "time_to_empty.mean"}, {}},
          {"voice turns, 6 calls on 2 slots",
           voice(600),
           {"turn_rejected", "first_audio_delay.mean", "first_audio_delay.p95", "time_to_first_audio.mean",
            "time_to_first_audio.p95"},
           {}},
          {"2 more callers (Engset)", engset(8, 400), {"first_attempt_rejected", "slots.slot_use"}, engset(10, 400)},
          {"1 slot more (M/M/2, M/M/3)",
           queue(2, 1.4, 600),
           {"added_delay.mean", "added_delay.p95", "slots.slot_use"},
           queue(3, 1.4, 600)},
          {"a shorter pause (retrial)", retry(400), {"added_delay.mean", "attempt_rejected"}, retry(400, .4)},
          {"loss, one in 1,500: 4 erlangs on 12 slots for longer (Erlang B)",
           loss(12, 4, 400),
           {"first_attempt_rejected", "slots.full_time"},
           {}}};
}
}  // namespace busyhour::detail
