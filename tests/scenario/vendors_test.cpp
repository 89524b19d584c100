/// What the vendors' own documents say, as tests: each with its source (tests of single rules stand elsewhere).
#include <algorithm>

#include "told.hpp"

namespace busyhour {
namespace {

using namespace std::chrono_literals;

// --- Wiro, https://wiro.ai/docs concurrency limits; error-reference.md (providers.md 1.1, W1, W2, W8, W9) ---

std::string wiro(const std::string& balance, const std::string& client = "") {
  return "version: 1\nprovider:\n  account: {balance: " + balance +
         ", charge: {when: on_success}}\n  limits:\n"
         "    funds: {counts: balance, at_least: $0.50, when_full: {action: reject, status: 200, code: 97, retry: "
         "never}}\n"
         "    tasks: {counts: tasks, cap: 'max(1, floor(10% * balance / $1))', unlimited_when: balance > $250, "
         "when_full: {action: reject, status: 200, code: 96}}\n"
         "  endpoints:\n    run:\n      stages: {queue: 1 s, service: 60 s, postprocess: 2 s}\n"
         "      slot_held: {from: queue, to: postprocess}\n      price: $0.13\n"
         "workloads:\n  videos: {kind: batch, tasks: 40, client: {" +
         client + "}}\nrun: {until: workload_done, stop_after: 1 day}\n";
}

// "$10->1, $50->5, $100->10, $150->15, $250->25, $251+ -> Unlimited"; "above $250" is anything above.
TEST(WiroDocument, ItsTableOfBalances) {
  const std::pair<const char*, std::int64_t> table[] = {{"$10", 1},      {"$19.99", 1}, {"$20", 2},      {"$50", 5},
                                                        {"$100", 10},    {"$150", 15},  {"$249.99", 24}, {"$250", 25},
                                                        {"$250.01", 40}, {"$251", 40},  {"$0.50", 1},    {"$0.49", 0}};
  for (const auto& [balance, at_once] : table) EXPECT_EQ(Told{wiro(balance)}.most_held(1), at_once) << balance;
}

// 97 if there is too little money, else 96; the order of the file is the order in which they are asked.
TEST(WiroDocument, Codes97And96InTheirOrder) {
  const Told poor{wiro("$0.49")};
  ASSERT_EQ(poor.door().rejections.size(), 40U);
  for (const auto& r : poor.door().rejections) EXPECT_EQ(r.limit, 0U);
  const Told busy{wiro("$50")};
  ASSERT_EQ(busy.door().rejections.size(), 35U);
  for (const auto& r : busy.door().rejections) EXPECT_EQ(r.limit, 1U);
}

// A slot is held from task_queue to task_postprocess_end: 63 s, five at a time; the price is taken then, so that from
// the first batch on the limit is floor(10% * 49.35) = 4.
TEST(WiroDocument, TheLimitFollowsTheBalanceAndRunningTasksGoOn) {
  const Told t{
      wiro("$50", "retry_on: [code 96], retry: {kind: on_release, attempts: unlimited}, completion: {by: websocket}")};
  EXPECT_EQ(t.request(4).admitted, TimePoint{0s});
  EXPECT_EQ(t.request(5).admitted, TimePoint{63s});
  EXPECT_EQ(t.request(8).admitted, TimePoint{63s});
  EXPECT_EQ(t.request(9).admitted, TimePoint{126s});
  EXPECT_DOUBLE_EQ(t.number("spend"), 40 * 0.13);
}

// The balance falls below what a run needs: running tasks settle, new ones hear 97 for good (W8).
TEST(WiroDocument, TheFloor) {
  const Told t{wiro(
      "$0.70", "retry_on: [code 96], retry: {kind: on_release, attempts: unlimited}, completion: {by: websocket}")};
  EXPECT_EQ(t.result().ended.requests - t.result().ended.given_up, 2U);  // 0.70, 0.57, then 0.44
  EXPECT_DOUBLE_EQ(t.number("balance.end"), 0.70 - 0.26);
}

// --- Smallest AI / Waves, Concurrency and Limits; lightning-v3.1-ws.mdx (providers.md 1.2, S1) ---

// "5 WebSocket Connections per concurrency unit": 1 -> 5, 3 -> 15, 5 -> 25, "but only 3 active requests
// simultaneously".
TEST(WavesDocument, FiveConnectionsAndOneActiveRequestAUnit) {
  for (const std::int64_t units : {1, 3, 5}) {
    const Told t{R"(version: 1
provider:
  limits:
    requests: {counts: requests, cap: 1, when_full: {action: reject, status: 429}}
    connections: {counts: connections, cap: 5 * provider.limits.requests.cap, when_full: {action: reject, status: 429}}
  endpoints: {tts: {service: 2 s}}
workloads:
  calls: {kind: conversations, count: 1, connection: per_conversation, start: {over: 0 s}, turn: {pause: 10 s}}
run: {duration: 15 s, warm_up: 0 s}
)",
                 {"provider.limits.requests.cap=" + std::to_string(units),
                  "workloads.calls.count=" + std::to_string(5 * units + 1)}};
    EXPECT_EQ(t.most_held(1), 5 * units);  // one caller has no connection
    EXPECT_EQ(t.all().size(), static_cast<std::size_t>(5 * units));
    EXPECT_EQ(t.most_held(0), units);
    EXPECT_EQ(t.result().ended.given_up, static_cast<std::uint64_t>(4 * units));
  }
}

// --- cloro (providers.md 1.3, C1 to C5) ---

TEST(CloroDocument, TheNextRequestIsRefusedAtOnceRatherThanQueued) {
  const Told t{R"(version: 1
provider:
  limits: {slots: {counts: requests, cap: 20, when_full: {action: reject, status: 429}}}
  endpoints: {monitor: {service: 12 s}}
workloads: {prompts: {kind: batch, tasks: 21}}
run: {until: workload_done, stop_after: 1 h}
)"};
  const Lines all = t.lines();
  EXPECT_EQ(std::count(all.begin(), all.end(), "0: in 0, known 12"), 20);
  EXPECT_EQ(all.back(), "0: refused 1, given up 0");
}

// "X-Concurrent-Limit 20, Current 3, Remaining 17"; of the rate "1000 / 999".
TEST(CloroDocument, HeadersAreAsJustAfterAdmission) {
  Calendar calendar;
  Door door{calendar};
  Counter& slots = door.add(0, Slots{20, Window{}}, BusyWindow{Window{}, 1min});
  Counter& rate = door.add(1, FixedWindowState{1000, 1s, 0s}, BusyWindow{Window{}, 1min});
  const WhenFull reject = Reject{};
  Route route;
  route.stops = {{&slots, &reject, Hold::until_last_byte}, {&rate, &reject, Hold::until_last_byte}};
  std::vector<Answer> held;
  for (int i = 0; i < 3; ++i) held.push_back(door.ask(route, {}));
  EXPECT_EQ(door.headers(route).slots, 17);
  EXPECT_EQ(door.headers(route).requests, 997);
}

// "The counter resets every second": three a second pass just before a reset and three more just after it (C3: up to
// 2L).
TEST(CloroDocument, TwiceTheRatePassesAtAReset) {
  const Told t{R"(version: 1
provider:
  limits:
    rate: {counts: requests, per: 1 s, cap: 3, window: fixed, phase: 1 ms, counts_rejected: true, when_full: {action: reject}}
  endpoints: {monitor: {service: 1 s}}
workloads: {a: {kind: batch, tasks: 9, client: {retry: {kind: constant, pause: 1 ms, attempts: 2}}}}
run: {until: workload_done, stop_after: 1 h}
)"};
  EXPECT_EQ(t.result().ended.requests - t.result().ended.given_up, 6U);
}

// C4: refused requests use up the rate, and hold no slot.
TEST(CloroDocument, RefusedRequestsCountTowardTheRateOnly) {
  const Told t{R"(version: 1
provider:
  limits:
    rate: {counts: requests, per: 1 s, cap: 4, window: fixed, counts_rejected: true, when_full: {action: reject, code: 1}}
    slots: {counts: requests, cap: 2, when_full: {action: reject, code: 2}}
  endpoints: {monitor: {service: 300 ms}}
workloads: {a: {kind: batch, tasks: 4, client: {retry: {kind: constant, pause: 500 ms, attempts: 3}}}}
run: {until: workload_done, stop_after: 1 h}
)"};
  // At 0: two in, two refused for slots, four counted. At 0.5 slots are free, but the rate is spent. At 1 it is new.
  EXPECT_EQ(t.lines(), (Lines{"0: in 0, known 0.3", "0: in 0, known 0.3", "0: refused 2, in 1, known 1.3",
                              "0: refused 2, in 1, known 1.3"}));
}

// --- ElevenLabs, https://elevenlabs.io/blog/ai-rate-limiting-for-voice (providers.md 3.1) ---

/// Slots held: on average over a minute, and at most.
std::pair<double, std::int64_t> concurrency(const std::string& workload, const std::string& service) {
  const Told t{
      "version: 1\nprovider:\n  limits: {slots: {counts: requests, cap: 1000, when_full: {action: reject}}}\n"
      "  endpoints: {tts: {service: " +
      service + "}}\nworkloads: {a: {" + workload + "}}\nrun: {duration: 70 s, warm_up: 10 s}\n"};
  for (const Measured& m : t.result().measured)
    if (m.metric == "slot_use") {
      const auto& use = std::get<Ratio>(m.value);
      return {1000 * use.numerator / use.denominator, t.most_held(0)};
    }
  throw std::out_of_range{"no slot_use"};
}

// "180 req/min x 1 s spaced 0.33 s -> max 3, average 3" (a third of a second, rounded up to a nanosecond).
TEST(ElevenLabsDocument, RequestsSpacedEvenly) {
  const auto [average, most] = concurrency("kind: arrivals, arrive: {dist: constant, value: 333333334 ns}", "1 s");
  EXPECT_NEAR(average, 3, 1e-6);
  EXPECT_EQ(most, 3);
}

// "180 req/min x 3 s all at once -> max 180, average 9".
TEST(ElevenLabsDocument, RequestsAllAtOnce) {
  const Told t{R"(version: 1
provider:
  limits: {slots: {counts: requests, cap: 1000, when_full: {action: reject}}}
  endpoints: {tts: {service: 3 s}}
workloads: {a: {kind: batch, tasks: 180}}
run: {duration: 60 s, warm_up: 0 s}
)"};
  EXPECT_EQ(t.most_held(0), 180);
  for (const Measured& m : t.result().measured)
    if (m.metric == "slot_use") {
      const auto& use = std::get<Ratio>(m.value);
      EXPECT_DOUBLE_EQ(1000 * use.numerator / use.denominator, 9);
    }
}

// --- Amazon Polly, https://docs.aws.amazon.com/polly/latest/dg/limits.html (providers.md 3.1) ---

// "16 paragraphs ... two seconds or less, with an operation limit of eight concurrent requests, ... at least four
// seconds".
TEST(PollyDocument, SixteenParagraphs) {
  const Told t{R"(version: 1
provider:
  limits: {slots: {counts: requests, cap: 8, when_full: {action: reject, status: 400}}}
  endpoints: {polly: {service: 2 s}}
workloads: {a: {kind: batch, tasks: 16, client: {in_flight: {at_most: 8}}}}
run: {until: workload_done, stop_after: 1 h}
)"};
  EXPECT_EQ(t.number("makespan"), 4);
}

// "24 letters ... eight tps ... at least three seconds": each takes the second in which it was sent.
TEST(PollyDocument, TwentyFourLetters) {
  const Told t{R"(version: 1
provider:
  limits: {tps: {counts: requests, per: 1 s, cap: 8, window: fixed, when_full: {action: reject, status: 400}}}
  endpoints: {polly: {service: 1 s}}
workloads: {a: {kind: batch, tasks: 24, client: {retry: {kind: constant, pause: 1 s, attempts: unlimited}}}}
run: {until: workload_done, stop_after: 1 h}
)"};
  EXPECT_EQ(t.number("makespan"), 3);
}

// --- Twilio, https://twilio.com/docs/api/errors/22005 (providers.md 3.2) ---

// "At 1 call per second Twilio will reject calls once there are 86400 calls in your queue": the last one waits 24
// hours.
TEST(TwilioDocument, ADayOfCallsInTheQueue) {
  const Told t{R"(version: 1
provider:
  limits: {cps: {counts: requests, per: 1 s, cap: 1, window: token_bucket, burst: 1, when_full: {action: queue, capacity: 86400}}}
  endpoints: {calls: {service: 1 s}}
workloads: {a: {kind: batch, tasks: 86402}}
run: {until: workload_done, stop_after: 2 day}
)"};
  EXPECT_EQ(t.result().ended.given_up, 1U);
  EXPECT_EQ(t.request(86401).outcome, Outcome::given_up);
  EXPECT_EQ(t.request(86400).queued, 24h);
}

// Bandwidth: 5 CPS, "queue = CPS x 60 x 5 (5 CPS -> 1,500)", 300 s of calls.
TEST(BandwidthDocument, FiveMinutesOfCallsInTheQueue) {
  const Told t{R"(version: 1
provider:
  limits:
    cps: {counts: requests, per: 1 s, cap: 5, window: gcra, burst: 1, when_full: {action: queue, capacity: 1}}
  endpoints: {calls: {service: 1 s}}
workloads: {a: {kind: batch, tasks: 1502}}
run: {until: workload_done, stop_after: 2 day}
)",
               {"provider.limits.cps.when_full.capacity=1500"}};
  EXPECT_EQ(t.result().ended.given_up, 1U);
  EXPECT_EQ(t.request(1500).queued, 300s);
}

}  // namespace
}  // namespace busyhour
