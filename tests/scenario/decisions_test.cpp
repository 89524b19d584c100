/// Where the documents of Wiro, Smallest AI and cloro are silent or disagree: the decisions of providers.md 1.5 of
/// which no vendor's own example speaks, each under its number there.
#include <algorithm>

#include "told.hpp"

namespace busyhour {
namespace {

using namespace std::chrono_literals;

/// What is held of a limit: "20: 1, 39: 0".
std::string held(const Told& t, std::uint32_t limit) {
  std::string text;
  for (const auto& s : t.door().steps)
    if (s.limit == limit) text += (text.empty() ? "" : ", ") + shown(s.at) + ": " + std::to_string(s.held);
  return text;
}

std::int64_t count_of(const Lines& all, const std::string& line) { return std::count(all.begin(), all.end(), line); }

// --- Wiro ---

const std::string run_stages =
    "stages: {queue: 1 s, accept: 1 s, preprocess: 1 s, assign: 3 s, service: 10 s, postprocess: 2 s}, "
    "slot_held: {from: queue, to: postprocess}, price: $0.13";

/// Tasks before one slot that codes 96 and 97 guard, as Wiro's do; each takes 18 s.
std::string wiro(const std::string& workloads, const std::string& more = "", const std::string& balance = "$10") {
  return "version: 1\nprovider:\n  account: {balance: " + balance +
         ", charge: {when: on_success}}\n  limits:\n    tasks: {counts: tasks, cap: 'max(1, floor(10% * balance / "
         "$1))', unlimited_when: balance > $250, when_full: {action: reject, status: 200, code: 96}}\n"
         "  endpoints: {run: {" +
         run_stages + more + "}}\nworkloads:\n" + workloads + "run: {until: workload_done, stop_after: 1 h}\n";
}

// W3: ten times $0.13 from $251.30 are $250 to the nano-dollar, which is limited to 25. Doubles come to
// 250.00000000000006, which would be no limit at all.
TEST(Decision, W3MoneyIsCountedInWholeNumbers) {
  const Told t{R"(version: 1
provider:
  account: {balance: $251.30, charge: {when: on_success}}
  limits:
    tasks: {counts: tasks, endpoints: [burst], cap: 'max(1, floor(10% * balance / $1))', unlimited_when: balance > $250, when_full: {action: reject, status: 200, code: 96}}
  endpoints: {run: {service: 1 s, price: $0.13}, burst: {service: 1 s}}
workloads:
  before: {kind: workers, workers: 1, tasks: 10, endpoint: run}
  after: {kind: conversations, count: 60, endpoint: burst, start: {over: 0 s}, turn: {pause: 10500 ms}}
run: {duration: 11 s, warm_up: 0 s}
)"};
  EXPECT_EQ(t.most_held(0), 25);
  EXPECT_EQ(t.number("balance.end"), 250);
}

// W4, W6: the limit is that of the balance at the time of a run; a balance that falls meanwhile cuts nothing off. Two
// of $20 run; when the first has been paid for, there is room for one.
TEST(Decision, W4W6RunningTasksGoOnWhenTheLimitFalls) {
  const Told t{wiro(
      "  a: {kind: batch, tasks: 3, client: {retry: {kind: constant, pause: 9 s, attempts: unlimited}}}\n", "", "$20")};
  EXPECT_EQ(t.lines(), (Lines{"0: in 0, known 18", "0: in 0, known 18", "0: refused 2, in 18, known 36"}));
  EXPECT_EQ(t.most_held(0), 2);
}

// W5: charged when post-processing ends, and then only what has succeeded; nor what was cancelled in the queue.
TEST(Decision, W5OnlySuccessIsCharged) {
  const std::string one = "  a: {kind: batch, tasks: 1}\n";
  const Told paid{wiro(one)};
  ASSERT_EQ(paid.movements().size(), 1U);
  EXPECT_EQ(paid.movements()[0].at, TimePoint{18s});
  EXPECT_TRUE(Told(wiro(one, ", fails: {share: 100%}")).movements().empty());
  EXPECT_TRUE(
      Told(wiro("  a: {kind: batch, tasks: 1, client: {timeout: 500 ms}}\n", ", abandoned: {stops: true, in: [queue]}"))
          .movements()
          .empty());
}

// W7: "the server automatically stops the session" when the wallet is empty. Each turn of a session costs; a floor on
// the balance refuses the turn after, and that ends it.
TEST(Decision, W7ASessionEndsWhenTheWalletIsEmpty) {
  const Told t{R"(version: 1
provider:
  account: {balance: $1, charge: {when: on_end}}
  limits:
    wallet: {counts: balance, at_least: $0.01, when_full: {action: reject, status: 200, code: 97, retry: never}}
    sessions: {counts: calls, cap: 9, when_full: {action: reject}}
  endpoints: {realtime: {service: 1 s, price: $0.40}}
workloads:
  a: {kind: calls, arrive: {dist: constant, value: 20 s}, lasts: 1 h, connection: per_conversation, turn: {pause: 4 s, if_given_up: end_conversation}}
run: {duration: 39500 ms, warm_up: 0 s}
)"};
  EXPECT_EQ(t.lines(),
            (Lines{"24: in 24, known 25", "29: in 29, known 30", "34: in 34, known 35", "39: refused 1, given up 39"}));
  EXPECT_EQ(held(t, 1), "20: 1, 39: 0");
  EXPECT_DOUBLE_EQ(t.number("balance.end"), -0.2);  // W8: by settling
}

// W10, W11: the slot is held from task_queue to task_postprocess_end, not only while the task is processed.
TEST(Decision, W10W11ASlotIsHeldFromTheQueueToTheEndOfPostProcessing) {
  const Told t{
      wiro("  a: {kind: batch, tasks: 2, client: {retry: {kind: constant, pause: 1 s, attempts: unlimited}}}\n")};
  EXPECT_EQ(t.lines(), (Lines{"0: in 0, known 18", "0: refused 18, in 18, known 36"}));
}

// W12: the refusal is an HTTP 200 without Retry-After; who looks at the status only does not see it.
TEST(Decision, W12TheRefusalIsSeenByItsCodeOnly) {
  const auto second = [](const std::string& on) {
    return Told{wiro("  a: {kind: batch, tasks: 2, client: {retry_on: [" + on +
                     "], retry: {kind: constant, pause: 20 s, attempts: 2, honours_retry_after: true}}}\n")}
        .lines()[1];
  };
  EXPECT_EQ(second("status 429"), "0: refused 1, given up 0");
  EXPECT_EQ(second("code 96"), "0: refused 1, in 20, known 38");
}

// W15: one wallet, one limit, whoever submits.
TEST(Decision, W15WorkloadsShareTheWallet) {
  const Told t{wiro("  a: {kind: batch, tasks: 4}\n  b: {kind: batch, tasks: 4}\n", "", "$50")};
  EXPECT_EQ(count_of(t.lines(0), "0: in 0, known 18"), 4);
  EXPECT_EQ(count_of(t.lines(1), "0: in 0, known 18"), 1);
  EXPECT_DOUBLE_EQ(t.number("spend"), 5 * 0.13);
}

// --- Smallest AI / Waves ---

// S2: the connection beyond the cap is refused at the handshake. S3: a request beyond the limit hears an error at once
// and is dropped, its connection stays open, and the next one goes through.
TEST(Decision, S2S3WhatIsRefusedOnAnOpenSocketLeavesItOpen) {
  const Told t{R"(version: 1
provider:
  limits:
    requests: {counts: requests, cap: 1, when_full: {action: reject, status: 429}}
    connections: {counts: connections, cap: 2, when_full: {action: reject, status: 429}}
  endpoints: {tts: {service: 2 s}}
workloads:
  calls: {kind: conversations, count: 3, connection: per_conversation, start: {over: 0 s}, turn: {pause: 10 s}}
run: {duration: 23 s, warm_up: 0 s}
)"};
  EXPECT_EQ(t.lines(),
            (Lines{"10: in 10, known 12", "22: in 22, known 24", "10: refused 1, given up 10", "20: in 20, known 22"}));
  ASSERT_EQ(t.door().rejections.size(), 2U);
  EXPECT_EQ(t.door().rejections[0].limit, 1U);  // the third one's handshake
  EXPECT_EQ(t.most_held(1), 2);
}

// S4: held from admission to the last audio byte, never while it is played: 1.2 s for ten seconds of sound.
TEST(Decision, S4PlaybackHoldsNoSlot) {
  const Told t{R"(version: 1
provider:
  limits: {requests: {counts: requests, cap: 1, when_full: {action: reject, status: 429}}}
  endpoints: {tts: {service: {first_byte: 200 ms, generation_speed: 10x}}}
workloads:
  calls: {kind: conversations, count: 1, start: {over: 0 s}, turn: {user_speaks: 1 s, say: {sentences: 1, characters: 150 chars, speaking_rate: 15 chars/s}, gap: 1 s}}
run: {duration: 12 s, warm_up: 0 s}
)"};
  EXPECT_EQ(held(t, 0).substr(0, 12), "1: 1, 2.2: 0");
  EXPECT_EQ(t.lines()[0], "1: in 1, known 2.2");
}

// S5: "all models share the same concurrency limit", over HTTP and over sockets.
TEST(Decision, S5ModelsAndTransportsShareOnePool) {
  const Told t{R"(version: 1
provider:
  limits: {requests: {counts: requests, cap: 1, when_full: {action: reject, status: 429}}}
  endpoints: {lightning-v2: {service: 2 s}, lightning-v3-1: {service: 2 s}}
workloads:
  posts: {kind: conversations, count: 1, endpoint: lightning-v2, start: {over: 0 s}, turn: {pause: 5 s}}
  sockets: {kind: conversations, count: 1, endpoint: lightning-v3-1, connection: per_conversation, start: {over: 0 s}, turn: {pause: 6 s}}
run: {duration: 7 s, warm_up: 0 s}
)"};
  EXPECT_EQ(t.lines(0), (Lines{"5: in 5, known 7"}));
  EXPECT_EQ(t.lines(1), (Lines{"6: refused 1, given up 6"}));
}

// --- cloro ---

// C1, D1: 1,000 a second for each path, or 500 a second over all of them, as the older page says.
TEST(Decision, C1ARateForEachPathOrForAll) {
  const std::string text = R"(version: 1
provider:
  limits: {rate: {counts: requests, per: 1 s, cap: 1000, window: fixed, key: endpoint, counts_rejected: true, when_full: {action: reject, status: 429}}}
  endpoints: {status: {service: 5 ms}, results: {service: 5 ms}}
workloads:
  a: {kind: batch, tasks: 1001, endpoint: status}
  b: {kind: batch, tasks: 999, endpoint: results}
run: {until: workload_done, stop_after: 1 h}
)";
  EXPECT_EQ(Told(text).result().ended.given_up, 1U);
  EXPECT_EQ(
      Told(with(text, "cap: 1000, window: fixed, key: endpoint", "cap: 500, window: fixed")).result().ended.given_up,
      1500U);
}

/// One slot or more; asynchronous tasks wait in the order of their priority, synchronous calls are refused.
std::string pool(const std::string& cap, const std::string& workloads, const std::string& run) {
  return "version: 1\nprovider:\n  limits:\n    slots: {counts: requests, cap: " + cap +
         ", when_full: {action: reject, status: 429}}\n  endpoints:\n    monitor: {service: 10 s}\n    task: {service: "
         "10 s, limits: {slots: {when_full: {action: queue, capacity: 100000, discipline: priority}}}}\nworkloads:\n" +
         workloads + "run: {" + run + "}\n";
}
const std::string until_done = "until: workload_done, stop_after: 1 h";

// C7: one pool. A task is dispatched when a slot is free; a call takes any that is free when it comes.
TEST(Decision, C7AsyncAndSyncShareOnePool) {
  const Told t{pool("2",
                    "  async: {kind: batch, tasks: 3, endpoint: task}\n"
                    "  sync: {kind: batch, tasks: 2, endpoint: monitor, client: {retry: {kind: constant, pause: 10 s, "
                    "attempts: 2}}}\n",
                    until_done)};
  EXPECT_EQ(t.lines(0), (Lines{"0: in 0, known 10", "0: in 0, known 10", "0: queued 10, in 10, known 20"}));
  EXPECT_EQ(t.lines(1), (Lines{"0: refused 1, in 10, known 20", "0: refused 2, given up 10"}));
}

// C9: "priority first, then FIFO", 1 by default, and what runs is not interrupted.
TEST(Decision, C9PriorityThenFirstCome) {
  const Told t{pool("1",
                    "  plain: {kind: batch, tasks: 2, endpoint: task}\n"
                    "  one: {kind: batch, tasks: 1, endpoint: task, priority: 1}\n"
                    "  ten: {kind: batch, tasks: 1, endpoint: task, priority: 10}\n",
                    until_done)};
  EXPECT_EQ(t.lines(0), (Lines{"0: in 0, known 10", "0: queued 20, in 20, known 30"}));
  EXPECT_EQ(t.lines(1), (Lines{"0: queued 30, in 30, known 40"}));
  EXPECT_EQ(t.lines(2), (Lines{"0: queued 10, in 10, known 20"}));
}

// C9: no ageing. More of priority 10 come than can be served: who has priority 1 waits for ever.
TEST(Decision, C9NobodyRisesByWaiting) {
  const Told t{pool("1",
                    "  low: {kind: batch, tasks: 2, endpoint: task}\n"
                    "  high: {kind: arrivals, arrive: {dist: constant, value: 9 s}, endpoint: task, priority: 10}\n",
                    "duration: 1000 s, warm_up: 0 s")};
  EXPECT_EQ(t.lines(0), (Lines{"0: in 0, known 10", "0: queued 2000, given up 2000"}));
}

// C10: a 429 carries no Retry-After: who would honour one makes its own pause.
TEST(Decision, C10NoRetryAfter) {
  const Told t{pool("1",
                    "  a: {kind: batch, tasks: 2, endpoint: monitor, client: {retry: {kind: constant, pause: 15 s, "
                    "attempts: 2, honours_retry_after: true}}}\n",
                    until_done)};
  EXPECT_EQ(t.lines()[1], "0: refused 1, in 15, known 25");
}

// C13: "Free trial accounts are limited to 1 concurrent job".
TEST(Decision, C13AFreeTrialHasOneSlot) {
  const Told t{pool("1", "  a: {kind: batch, tasks: 2, endpoint: monitor}\n", until_done)};
  EXPECT_EQ(t.lines(), (Lines{"0: in 0, known 10", "0: refused 1, given up 0"}));
}

// --- all three ---

// G1: a slot freed at t serves an arrival at t, whichever stands first in the file and was scheduled first.
TEST(Decision, G1AReleaseComesBeforeAnArrival) {
  const std::string first = "  a: {kind: batch, tasks: 1, endpoint: monitor}\n",
                    second = "  b: {kind: arrivals, arrive: {dist: constant, value: 10 s}, endpoint: monitor}\n";
  for (const bool in_order : {true, false}) {
    const Told t{pool("1", in_order ? first + second : second + first, "duration: 15 s, warm_up: 0 s")};
    EXPECT_EQ(t.lines(in_order ? 1 : 0)[0], "10: in 10, known 20");
  }
}

// G3: a refusal takes the way there and back.
TEST(Decision, G3ARefusalCostsARoundTrip) {
  const Told t{with(pool("1",
                         "  a: {kind: batch, tasks: 2, endpoint: monitor, client: {retry: {kind: constant, pause: 1 s, "
                         "attempts: 2}}}\n",
                         until_done),
                    "provider:\n", "provider:\n  network: 25 ms\n")};
  EXPECT_EQ(t.lines()[1], "0.025: refused 2, given up 1.1");
}

}  // namespace
}  // namespace busyhour
