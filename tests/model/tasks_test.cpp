/// Tasks, batches, workers, the client's waiting line and the account, told as small stories with constants.
#include <gtest/gtest.h>

#include <cmath>

#include "busyhour/model/replication.hpp"
#include "busyhour/model/service_plan.hpp"

namespace busyhour {
namespace {

using namespace std::chrono_literals;

Expression formula(const std::string& text) {
  return Expression::read(
      text, [](std::string_view name) { return name == "balance" ? std::optional{dimension::money} : std::nullopt; });
}

/// A provider with one endpoint and one limit on tasks, one workload, and everything that was said of it.
struct Story {
  ProviderConfig provider;
  Named<WorkloadConfig> workloads;
  std::optional<Duration> stop_after;
  Recorder said;
  ReplicationResult result;

  Story(Duration service, const std::string& cap) {
    EndpointConfig run;
    run.service = TimedService{Distribution::constant(in_seconds(service))};
    provider.endpoints.emplace_back("run", run);
    if (cap.empty()) return;
    ConcurrencyLimit tasks;
    tasks.counts = Counts::tasks;
    tasks.cap = {cap, formula(cap)};
    tasks.when_full = Reject{};
    provider.limits.emplace_back("tasks", tasks);
  }
  EndpointConfig& endpoint() { return provider.endpoints.front().second; }
  ConcurrencyLimit& limit() { return std::get<ConcurrencyLimit>(provider.limits.front().second); }
  void batch(std::int64_t tasks, ClientConfig client) {
    BatchConfig b;
    b.tasks = tasks;
    b.client = std::move(client);
    workloads.emplace_back("batch", b);
  }
  void tell() {
    ReplicationPlan plan;
    plan.provider = &provider;
    plan.workloads = &workloads;
    plan.stop_after = stop_after;
    Listeners listeners;
    listeners.recorder = &said;
    result = replicate(plan, listeners);
  }
  [[nodiscard]] const RequestDone& request(std::uint32_t entity) const {
    for (const RequestDone& r : said.requests)
      if (r.who.entity == entity) return r;
    throw std::out_of_range{"no such request"};
  }
  [[nodiscard]] double number(std::string_view metric) const {
    for (const Measured& m : result.measured)
      if (m.metric == metric && std::holds_alternative<double>(m.value)) return std::get<double>(m.value);
    throw std::out_of_range{"no such metric"};
  }
};

Duration since_start(TimePoint t) { return t.time_since_epoch(); }

ClientConfig waits(std::optional<Duration> fallback, Completion completion, Dispatch dispatch = Dispatch::line) {
  OnRelease rule;
  rule.attempts = {0, true};
  rule.fallback = fallback;
  rule.dispatch = dispatch;
  ClientConfig client;
  client.retry = rule;
  client.completion = completion;
  return client;
}

// Wiro's table (providers.md 1.1): 10% of the balance, at least 1; at exactly $250 still 25, above it no limit.
TEST(Wiro, TheBalanceSetsTheLimit) {
  const Expression cap = formula("max(1, floor(10% * balance / $1))"), unlimited = formula("balance > $250");
  const std::pair<double, double> table[] = {{10, 1}, {50, 5},  {100, 10}, {150, 15}, {250, 25}, {19.99, 1},  {20, 2},
                                             {9, 1},  {0.5, 1}, {-3, 1},   {29, 2},   {30, 3},   {249.99, 24}};
  for (const auto& [balance, tasks] : table) EXPECT_EQ(value_at(cap, dollars(balance)), tasks) << balance;
  EXPECT_EQ(value_at(unlimited, dollars(250)), 0);
  EXPECT_EQ(value_at(unlimited, dollars(250.01)), 1);
}

TEST(WaitingLine, TasksGoInOrderAndWaitBeforeTheirFirstAttempt) {
  Story s{10s, "1"};
  s.batch(3, waits(std::nullopt, ByWebsocket{}));
  s.tell();
  // 0 s: task 0 in, task 1 refused, task 2 waits in the line. 10 s: task 0 known, task 1 in, task 2 refused. 20 s: task
  // 2 in. 30 s: done.
  EXPECT_EQ(since_start(s.request(0).admitted), 0s);
  EXPECT_EQ(since_start(s.request(1).first_attempt), 0s);
  EXPECT_EQ(since_start(s.request(1).admitted), 10s);
  EXPECT_EQ(s.request(1).attempts, 2U);
  EXPECT_EQ(since_start(s.request(2).first_attempt), 10s);
  EXPECT_EQ(s.request(2).line_wait, 10s);
  EXPECT_EQ(since_start(s.request(2).admitted), 20s);
  EXPECT_EQ(s.number("makespan"), 30);
}

TEST(WaitingLine, AllReleasesOfAnInstantWakeItOnceAfterTheLast) {
  Story s{10s, "2"};
  s.batch(4, waits(std::nullopt, ByWebsocket{}));
  s.tell();
  // 0 s: 0 and 1 in, 2 refused, 3 waits. 10 s: both known; 2 tries and is in, 3 makes its first attempt and is in.
  EXPECT_EQ(s.request(2).attempts, 2U);
  EXPECT_EQ(s.request(3).attempts, 1U);
  EXPECT_EQ(s.request(3).line_wait, 10s);
  EXPECT_EQ(since_start(s.request(3).admitted), 10s);
  EXPECT_EQ(s.number("makespan"), 20);
}

TEST(WaitingLine, TheFallbackCountsFromTheLastRefusal) {
  Story s{10s, "1"};
  s.batch(2, waits(4s, ByPolling{60s, 1, std::nullopt}));
  s.tell();
  // The slot is free at 10 s, but the client would learn of it at 60 s: it tries at 0, 4, 8 and 12 s.
  EXPECT_EQ(s.request(1).attempts, 4U);
  EXPECT_EQ(since_start(s.request(1).admitted), 12s);
  EXPECT_EQ(s.number("makespan"), 72);  // polled 60 s after admission
}

TEST(WaitingLine, WithDispatchEachEveryTaskTriesAndWakes) {
  Story s{10s, "1"};
  s.batch(3, waits(std::nullopt, ByWebsocket{}, Dispatch::each));
  s.tell();
  // 0 s: all try, 1 and 2 refused. 10 s: both wake, 1 is in, 2 refused. 20 s: 2 is in.
  EXPECT_EQ(s.request(1).attempts, 2U);
  EXPECT_EQ(s.request(2).attempts, 3U);
  EXPECT_EQ(s.request(2).line_wait, 0s);
  EXPECT_EQ(s.number("makespan"), 30);
}

TEST(WaitingLine, ARefusalThatIsNotRetriedGivesUpAndTheLineGoesOn) {
  Story s{10s, "1"};
  ClientConfig client = waits(std::nullopt, ByWebsocket{});
  client.retry_on = {"code 96"};  // this refusal has none
  s.batch(3, client);
  s.tell();
  EXPECT_EQ(s.request(1).outcome, Outcome::given_up);
  EXPECT_EQ(s.request(2).outcome, Outcome::given_up);
  EXPECT_EQ(since_start(s.request(2).first_attempt), 0s);
  EXPECT_TRUE(std::isinf(s.number("makespan")));
  EXPECT_EQ(s.number("last_resolved"), 10);
}

TEST(Client, ItsOwnBoundLetsRequestsWaitInOrder) {
  Story s{1s, ""};
  ClientConfig client;
  client.in_flight = InFlightBound{2};
  s.batch(5, client);
  s.tell();
  EXPECT_EQ(since_start(s.request(2).first_attempt), 1s);
  EXPECT_EQ(s.request(2).line_wait, 1s);
  EXPECT_EQ(since_start(s.request(4).first_attempt), 2s);
  EXPECT_EQ(s.number("makespan"), 3);
}

TEST(Workers, TakeTheNextTaskAfterTheirTurnaround) {
  Story s{1s, ""};
  WorkersConfig w;
  w.workers = 2;
  w.tasks = 5;
  w.client.turnaround = Distribution::constant(0.5);
  s.workloads.emplace_back("prompts", w);
  s.tell();
  EXPECT_EQ(since_start(s.request(1).first_attempt), 0s);
  EXPECT_EQ(since_start(s.request(2).first_attempt), 1500ms);
  EXPECT_EQ(since_start(s.request(4).first_attempt), 3s);
  EXPECT_EQ(s.number("makespan"), 4);
}

TEST(Account, SuccessIsChargedWhenTheLastStageEnds) {
  Story s{1s, "1"};
  s.endpoint().service = NoService{};
  s.endpoint().stages = {{"queue", Distribution::constant(1)},
                         {"service", Distribution::constant(5)},
                         {"postprocess", Distribution::constant(2)}};
  s.endpoint().slot_held = HeldByStages{"queue", "postprocess"};
  s.endpoint().price = dollars(0.13);
  s.provider.account = AccountConfig{dollars(1), ChargeConfig{ChargeWhen::on_success}, std::nullopt};
  s.batch(3, waits(std::nullopt, ByWebsocket{}));
  s.tell();
  EXPECT_EQ(s.number("makespan"), 24);  // eight seconds each, one at a time
  EXPECT_DOUBLE_EQ(s.number("spend"), 0.39);
  EXPECT_DOUBLE_EQ(s.number("balance.end"), 0.61);
  EXPECT_DOUBLE_EQ(s.number("balance.min"), 0.61);
}

TEST(Account, ASlotMayGoBackBeforeTheLastStageEnds) {
  Story s{1s, "1"};
  s.endpoint().service = NoService{};
  s.endpoint().stages = {{"queue", Distribution::constant(1)},
                         {"service", Distribution::constant(5)},
                         {"postprocess", Distribution::constant(2)}};
  s.endpoint().slot_held = HeldByStages{"queue", "service"};
  ConstantRetry retry;
  retry.pause = Distribution::constant(1);
  retry.attempts = {0, true};
  ClientConfig client;
  client.retry = retry;
  s.batch(2, client);
  s.tell();
  EXPECT_EQ(since_start(s.request(1).admitted), 6s);
  EXPECT_EQ(s.number("makespan"), 14);
}

// language.md: "fails: {charged: false} refunds at the end what was taken earlier. A failing task goes through all its
// stages."
TEST(Account, AFailedRequestThatIsNotChargedComesBack) {
  Story s{3s, ""};
  s.endpoint().price = dollars(0.4);
  s.endpoint().fails = Failures{1.0, false};
  s.provider.account = AccountConfig{dollars(1), ChargeConfig{ChargeWhen::on_submit}, std::nullopt};
  s.batch(2, {});
  s.tell();
  EXPECT_EQ(s.request(0).outcome, Outcome::failed);
  EXPECT_EQ(since_start(s.request(0).known), 3s);
  EXPECT_DOUBLE_EQ(s.number("balance.min"), 0.2);
  EXPECT_DOUBLE_EQ(s.number("balance.end"), 1.0);
  EXPECT_DOUBLE_EQ(s.number("spend"), 0.0);
}

// Wiro W9: code 97 (too little money) before 96, and it is not retried (providers.md 1.5).
TEST(Account, TooLittleMoneyRefusesForGood) {
  Story s{3s, "5"};
  ConcurrencyLimit funds;
  funds.counts = Counts::balance;
  funds.at_least = dollars(0.5);
  Reject no;
  no.code = 97;
  no.retry = Retriable::never;
  funds.when_full = no;
  s.provider.limits.insert(s.provider.limits.begin(), {"funds", funds});
  s.provider.account = AccountConfig{dollars(0.49), ChargeConfig{}, std::nullopt};
  s.batch(2, waits(1s, ByWebsocket{}));
  s.tell();
  EXPECT_EQ(s.request(0).outcome, Outcome::given_up);
  EXPECT_EQ(s.request(0).attempts, 1U);
}

TEST(Account, ATopUpThatRaisesTheCapServesTheQueue) {
  Story s{100s, "max(1, floor(10% * balance / $1))"};
  s.limit().when_full = Queue{{0, true}, Discipline::fifo, std::nullopt, 429};
  TopUpConfig top_up;
  top_up.when = {"balance < $15", formula("balance < $15")};
  top_up.add = dollars(10);
  top_up.takes = 7s;
  s.endpoint().price = dollars(1);
  s.provider.account = AccountConfig{dollars(15), ChargeConfig{ChargeWhen::on_submit}, top_up};
  s.batch(2, {});
  s.tell();
  // $15 allow one task; its dollar brings the balance below $15, the top-up comes 7 s later, and $24 allow two.
  EXPECT_EQ(since_start(s.request(1).admitted), 7s);
  EXPECT_DOUBLE_EQ(s.number("balance.end"), 23);
}

TEST(Queue, HigherPriorityGoesFirstThenFirstCome) {
  Story s{10s, "1"};
  s.limit().when_full = Queue{{0, true}, Discipline::priority, std::nullopt, 429};
  s.batch(2, {});
  BatchConfig urgent;
  urgent.tasks = 2;
  urgent.priority = 9;
  s.workloads.emplace_back("urgent", urgent);
  s.tell();
  std::vector<std::pair<Duration, std::uint32_t>> order;
  for (const RequestDone& r : s.said.requests)
    order.emplace_back(since_start(r.admitted), r.who.workload * 10 + r.who.entity);
  std::sort(order.begin(), order.end());
  const std::vector<std::pair<Duration, std::uint32_t>> expected{{0s, 0}, {10s, 10}, {20s, 11}, {30s, 1}};
  EXPECT_EQ(order, expected);
}

TEST(StopAfter, WhatIsLeftCountsAsGivenUp) {
  Story s{10s, "1"};
  s.stop_after = 25s;
  s.batch(5, waits(std::nullopt, ByWebsocket{}));
  s.tell();
  EXPECT_EQ(s.result.ended.requests, 5U);
  EXPECT_EQ(s.result.ended.given_up, 3U);  // two are done by 20 s; the third is under way
  EXPECT_TRUE(std::isinf(s.number("makespan")));
}

}  // namespace
}  // namespace busyhour
