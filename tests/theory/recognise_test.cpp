/// Which model a scenario is, and whether the model's numbers stand under the right names.
///
/// The numbers are computed here a second time, from sums over the states (Engset, Erlang, machine repair) or from what
/// must hold between metrics whatever the model (Little's law, percentiles against the tail).
#include "busyhour/theory/recognise.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "busyhour/theory/balance.hpp"
#include "scenario/files_for_test.hpp"

namespace busyhour {
namespace {

const std::string clicks = R"(version: 1
provider:
  limits:
    slots: {counts: requests, cap: 4, when_full: {action: reject, status: 429}}
  endpoints:
    api: {service: {dist: exponential, mean: 2 s}}
workloads:
  clicks: {kind: arrivals, arrive: {dist: poisson, rate: 1.5 /s}}
run: {duration: 1 h, warm_up: 10 s, replications: 20, seed: 42}
)";
const std::string tasks = R"(version: 1
provider:
  account: {balance: $50, charge: {when: on_success}}
  limits:
    tasks: {counts: tasks, cap: 'max(1, floor(10% * balance / $1))', when_full: {action: reject, status: 200, code: 96}}
  endpoints:
    run: {service: {dist: exponential, mean: 60 s}, price: $4}
workloads:
  videos:
    kind: batch
    tasks: 20
    client: {retry: {kind: on_release, attempts: unlimited}}
run: {until: workload_done, replications: 20, seed: 7}
)";

TheoryAnswer of(const std::string& text, const std::vector<std::string>& sets = {}) {
  const Loaded loaded = load_text(text, sets);
  EXPECT_TRUE(loaded.scenario) << said(loaded);
  return loaded.scenario ? recognise(*loaded.scenario) : TheoryAnswer{};
}
std::string obstacles(const TheoryAnswer& answer) {
  std::string all;
  for (const std::string& one : answer.why_not) all += one + "; ";
  return all;
}
double value(const TheoryAnswer& answer, const std::string& key) {
  const TheoryMetric* m = answer.find(key);
  EXPECT_NE(m, nullptr) << answer.model << " knows no " << key;
  return m ? m->value : std::nan("");
}

/// Shares of time by a sum over the states: n -> n + 1 at rate up(n), back at rate down(n + 1).
std::vector<double> held_by_states(std::size_t slots, std::size_t states, const std::function<double(double)>& up,
                                   const std::function<double(double)>& down) {
  std::vector<double> weight{1};
  for (std::size_t n = 0; n < states; ++n)
    weight.push_back(weight.back() * up(static_cast<double>(n)) / down(static_cast<double>(n + 1)));
  double all = 0;
  for (const double w : weight) all += w;
  std::vector<double> held(slots + 1);
  for (std::size_t n = 0; n < weight.size(); ++n) held[std::min(n, slots)] += weight[n] / all;
  return held;
}
void expect_levels(const TheoryAnswer& answer, const std::string& limit, const std::vector<double>& exact) {
  ASSERT_EQ(answer.levels.size(), exact.size()) << answer.model;
  EXPECT_EQ(answer.levels_of, limit);
  double mean = 0;
  for (std::size_t k = 0; k < exact.size(); ++k) {
    EXPECT_NEAR(answer.levels[k], exact[k], 1e-12) << answer.model << ' ' << k;
    mean += static_cast<double>(k) * exact[k];
  }
  EXPECT_NEAR(value(answer, limit + ".full_time"), exact.back(), 1e-12) << answer.model;
  EXPECT_NEAR(value(answer, limit + ".slot_use") * static_cast<double>(exact.size() - 1), mean, 1e-12) << answer.model;
}

const std::string retried =
    "workloads.calls.client={retry: {kind: constant, pause: {dist: exponential, mean: 1 s}, "
    "attempts: unlimited}}";
const std::string queued = "provider.limits.requests.when_full={action: queue, capacity: unlimited}";
const std::string slots_queue = "provider.limits.slots.when_full={action: queue, capacity: unlimited}";

std::string rate_limit(const std::string& window) {
  return "provider.limits={slots: null, rate: {counts: requests, per: 1 s, cap: 10, window: " + window +
         ", when_full: {action: reject}}}";
}

struct Case {
  std::string text;
  std::vector<std::string> sets;
  std::string model;
};

TEST(Recognise, TellsTheExactModels) {
  const std::string heavy = "provider.endpoints.api.service={dist: lognormal, mean: 2.5 s, cv: 200%}";
  const std::vector<Case> cases{
      {small, {}, "Engset's loss system, 8 sources on 4 slots"},
      {small, {heavy}, "Engset's loss system, 8 sources on 4 slots"},
      {small, {"workloads.calls.turn.pause=7.5 s"}, "Engset's loss system, 8 sources on 4 slots"},
      {small, {"provider.network=20 ms"}, "Engset's loss system, 8 sources on 4 slots"},
      {small,
       {retried, "provider.limits.requests.when_full.retry=never"},
       "Engset's loss system, 8 sources on 4 slots"},
      {small, {retried}, "finite-source retrial M/M/4//8"},
      {small, {queued}, "machine repair M/M/4//8"},
      {small, {queued, "workloads.calls.turn.pause=7.5 s"}, "machine repair M/M/4//8"},
      {small,
       {"provider.limits.requests.when_full={action: queue, capacity: 2}"},
       "machine repair M/M/4//8 with a line of 2"},
      {clicks, {}, "Erlang's loss system M/G/4/4"},
      {clicks, {"provider.endpoints.api.service=2 s"}, "Erlang's loss system M/G/4/4"},
      {clicks, {"workloads.clicks.arrive={dist: exponential, mean: 500 ms}"}, "Erlang's loss system M/G/4/4"},
      {clicks, {slots_queue}, "Erlang C, M/M/4"},
      {clicks, {"provider.limits.slots.when_full={action: queue, capacity: 6}"}, "M/M/4/10"},
      {clicks, {slots_queue, "provider.limits.slots.cap=1", "provider.endpoints.api.service=500 ms"}, "M/D/1"},
      {clicks,
       {slots_queue, "provider.limits.slots.cap=1",
        "provider.endpoints.api.service={dist: uniform, min: 0 s, max: 1 s}"},
       "M/G/1"},
      {clicks,
       {"workloads.clicks.client={retry: {kind: constant, pause: {dist: exponential, mean: 1 s}, attempts: "
        "unlimited}}"},
       "retrial M/M/4"},
      {clicks, {rate_limit("fixed")}, "fixed window of 10 per 1 s"},
      {clicks, {rate_limit("sliding_log")}, "sliding log of 10 per 1 s"},
      {clicks, {rate_limit("sliding_counter")}, "sliding counter of 10 per 1 s"},
      {clicks, {rate_limit("token_bucket, burst: 5")}, "token bucket with burst 5 of 10 per 1 s"},
      {clicks, {rate_limit("gcra, burst: 5")}, "GCRA with burst 5 of 10 per 1 s"},
      {tasks, {}, "death chain of 20 tasks"}};
  for (const Case& one : cases) {
    const TheoryAnswer answer = of(one.text, one.sets);
    EXPECT_EQ(answer.model, one.model) << testing::PrintToString(one.sets);
    EXPECT_TRUE(answer.is_exact()) << one.model << ": " << obstacles(answer);
  }
}

TEST(Recognise, SaysWhatStandsInTheWay) {
  const std::vector<Case> cases{
      {small, {"workloads.calls.turn.pause=7.5 s", "provider.endpoints.api.service=2 s"}, "phases never mix"},
      {small, {retried, "provider.endpoints.api.service=2 s"}, "the service is not exponential but constant"},
      {small, {retried, "workloads.calls.client.retry.attempts=3"}, "given up after 3 attempts"},
      {small, {retried, "workloads.calls.client.retry.pause=1 s"}, "not exponential but constant"},
      {small, {retried, "provider.network=20 ms"}, "round trip"},
      {small, {queued, "provider.endpoints.api.service=2 s"}, "the service is not exponential"},
      {small, {"workloads.calls.client.in_flight={at_most: 2}"}, "bounds its own requests"},
      {small, {"provider.endpoints.api.slot_held=whole_call"}, "held between requests"},
      {clicks, {"workloads.clicks.arrive={dist: gamma, mean: 1 s, cv: 200%}"}, "not Poisson"},
      {clicks,
       {"provider.limits.slots.when_full={action: queue, capacity: unlimited, patience: 5 s}"},
       "patience is a constant"},
      {clicks, {slots_queue, "provider.endpoints.api.service=2 s"}, "the service is not exponential"},
      {clicks, {slots_queue, "workloads.clicks.arrive.rate=3 /s"}, "no steady state"},
      {clicks,
       {"provider.limits.rate={counts: requests, per: 1 s, cap: 3, window: fixed, when_full: {action: reject}}"},
       "more than one limit"},
      {clicks,
       {"run={duration: null, warm_up: null, until: workload_done}",
        "workloads.batch={kind: batch, tasks: 5, client: {retry: none}}"},
       "there is no long run"},
      {tasks, {"provider.endpoints.run.fails={share: 2%, charged: false}"}, "some tasks fail"},
      {tasks, {"workloads.videos.client.completion={by: polling, first: 3 s}"}, "later than it is"}};
  for (const Case& one : cases) {
    const TheoryAnswer answer = of(one.text, one.sets);
    EXPECT_FALSE(answer.is_exact()) << testing::PrintToString(one.sets);
    EXPECT_NE(obstacles(answer).find(one.model), std::string::npos) << obstacles(answer) << " has no " << one.model;
  }
}

// 8 sources with an idle load of 1/3 on 4 slots, from Engset's sums over the states.
TEST(Recognise, EngsetUnderItsNames) {
  const TheoryAnswer answer = of(small, {"provider.endpoints.api.fails={share: 5%}"});
  const auto weight = [](int n, int k) {
    return std::tgamma(n + 1.0) / std::tgamma(k + 1.0) / std::tgamma(n - k + 1.0) * std::pow(1.0 / 3, k);
  };
  double all = 0, held = 0, others = 0;
  for (int k = 0; k <= 4; ++k) all += weight(8, k), held += k * weight(8, k), others += weight(7, k);
  const double lost = weight(7, 4) / others;
  for (const char* key : {"first_attempt_rejected", "attempt_rejected", "turn_rejected", "calls.given_up"})
    EXPECT_NEAR(value(answer, key), lost, 1e-12) << key;
  EXPECT_NEAR(value(answer, "completed"), (1 - lost) * 0.95, 1e-12);
  EXPECT_NEAR(value(answer, "requests.full_time"), weight(8, 4) / all, 1e-12);
  EXPECT_NEAR(value(answer, "requests.slot_use"), held / all / 4, 1e-12);
  EXPECT_NEAR(value(answer, "in_flight"), held / all, 1e-12);
  EXPECT_NEAR(value(answer, "throughput"), held / all / 2.5 * 0.95, 1e-12);
  EXPECT_NEAR(value(answer, "response_time.mean"), 2.5, 1e-12);
  EXPECT_EQ(value(answer, "added_delay.p90"), 0);
  EXPECT_TRUE(std::isinf(value(answer, "added_delay.p99")));
}

TEST(Recognise, MachineRepairUnderItsNames) {
  const TheoryAnswer answer = of(small, {queued, "provider.network=100 ms"});
  // The journeys there and back lengthen the pause: 7.7 s.
  const double a = 2.5 / 7.7;
  double p = 1, all = 0, held = 0, line = 0;
  for (int n = 0; n <= 8; ++n) {
    all += p, held += std::min(n, 4) * p, line += std::max(0, n - 4) * p;
    p *= (8 - n) * a / std::min(n + 1, 4);
  }
  EXPECT_NEAR(value(answer, "throughput"), held / all / 2.5, 1e-12);
  EXPECT_NEAR(value(answer, "added_delay.mean"), line / held * 2.5, 1e-12);
  EXPECT_NEAR(value(answer, "response_time.mean"), line / held * 2.5 + 2.5 + 0.1, 1e-12);
  EXPECT_EQ(value(answer, "first_attempt_rejected"), 0);
}

TEST(Recognise, SeveralPoissonStreamsAreOne) {
  const TheoryAnswer answer =
      of(clicks, {"provider.endpoints.long={service: 10 s}", "workloads.clicks.endpoint=api",
                  "workloads.slow={kind: arrivals, endpoint: long, arrive: {dist: poisson, rate: 6 /min}}"});
  ASSERT_TRUE(answer.is_exact()) << obstacles(answer);
  const double load = 1.5 * 2 + 0.1 * 10;
  double sum = 0, term = 1;
  for (int k = 0; k <= 4; ++k) sum += term, term *= load / (k + 1);
  const double lost = std::pow(load, 4) / 24 / sum;
  EXPECT_NEAR(value(answer, "first_attempt_rejected"), lost, 1e-12);
  EXPECT_NEAR(value(answer, "slow.first_attempt_rejected"), lost, 1e-12);
  EXPECT_NEAR(value(answer, "slow.in_flight"), (1 - lost) * 1, 1e-12);
  EXPECT_NEAR(value(answer, "in_flight"), (1 - lost) * load, 1e-12);
}

// What must hold between the numbers of any model.
TEST(Recognise, NumbersAgreeWithEachOther) {
  const std::vector<Case> cases{
      {small, {}, ""},
      {small, {retried}, ""},
      {small, {queued}, ""},
      {small, {"provider.limits.requests.when_full={action: queue, capacity: 1}"}, ""},
      {clicks, {slots_queue}, ""},
      {clicks, {"provider.limits.slots.when_full={action: queue, capacity: 2}"}, ""},
      {clicks, {slots_queue, "provider.limits.slots.cap=1", "provider.endpoints.api.service=500 ms"}, ""}};
  for (const Case& one : cases) {
    const TheoryAnswer answer = of(one.text, one.sets);
    const std::string limit = one.text == small ? "requests" : "slots";
    SCOPED_TRACE(answer.model);
    const double slots = one.sets.size() == 3 ? 1 : 4;
    EXPECT_NEAR(value(answer, "in_flight"), value(answer, limit + ".slot_use") * slots, 1e-9);
    EXPECT_NEAR(value(answer, "completed") + value(answer, "given_up"), 1, 1e-12);
    const double hold = value(answer, "response_time.mean") - value(answer, "added_delay.mean");
    EXPECT_NEAR(value(answer, "in_flight"), value(answer, "throughput") * hold, 1e-9);
    const TheoryTail* tail = answer.tail("added_delay");
    ASSERT_NE(tail, nullptr);
    for (const auto& [name, q] : {std::pair{"p90", .9}, {"p95", .95}, {"p99", .99}, {"p99.9", .999}}) {
      const double x = value(answer, std::string{"added_delay."} + name);
      if (x == 0 || std::isinf(x)) {
        EXPECT_EQ(tail->above(0) <= 1 - q, x == 0) << name;
      } else {
        EXPECT_NEAR(tail->above(x), 1 - q, 1e-7) << name;
      }
    }
  }
}

// The balance of a saturating client, by balance.hpp; and the batch's end, by hand.
TEST(Recognise, BatchOnABalance) {
  const TheoryAnswer answer = of(tasks);
  const SaturatingClient client{dollars(50), dollars(10), dollars(4), 60, 1};
  EXPECT_NEAR(value(answer, "time_to_empty.mean"), balance_time_below(client, Money{1}).mean, 1e-9);
  // $50, 46 ... 2 are 5, 4, 4, 3, 3, 3, 2, 2, 1, 1, 1, 1, 1 slots; then one by one at no money.
  EXPECT_NEAR(value(answer, "makespan.mean"), 60 * (1. / 5 + 2. / 4 + 3. / 3 + 2. / 2 + 12), 1e-9);
  EXPECT_NEAR(value(answer, "spend.mean"), 80, 1e-12);
  EXPECT_NEAR(value(answer, "balance.end.mean"), -30, 1e-12);
}

// 1.5 requests a second hold one of four slots for 2 s: refused, in an endless line, in a line of three.
TEST(Recognise, HowLongSoManySlotsAreHeldOpen) {
  const auto arrive = [](double) { return 3.0; };
  const auto leave = [](double n) { return std::min(n, 4.0); };
  expect_levels(of(clicks), "slots", held_by_states(4, 4, arrive, leave));
  const std::string queue = "provider.limits.slots.when_full={action: queue, capacity: ";
  expect_levels(of(clicks, {queue + "unlimited}"}), "slots", held_by_states(4, 400, arrive, leave));
  expect_levels(of(clicks, {queue + "3}"}), "slots", held_by_states(4, 7, arrive, leave));
}

// Eight callers think 7.5 s and hold one of four slots for 2.5 s: refused, in an endless line, in a line of two.
TEST(Recognise, HowLongSoManySlotsAreHeldClosed) {
  const auto ask = [](double n) { return (8 - n) / 7.5; };
  const auto leave = [](double n) { return std::min(n, 4.0) / 2.5; };
  expect_levels(of(small), "requests", held_by_states(4, 4, ask, leave));
  expect_levels(of(small, {queued}), "requests", held_by_states(4, 8, ask, leave));
  const std::string two = "provider.limits.requests.when_full={action: queue, capacity: 2}";
  expect_levels(of(small, {two}), "requests", held_by_states(4, 6, ask, leave));
}

}  // namespace
}  // namespace busyhour
