/// Clients that pace themselves, stop waiting, or do as known libraries do: small stories with constants.
#include "told.hpp"

namespace busyhour {
namespace {

/// One slot that `hog` holds from the start for a hundred seconds, and a client that finds it taken.
std::string taken(const std::string& client, const std::string& tasks = "1", const std::string& refusal = "") {
  return "version: 1\nprovider:\n  limits:\n    slots: {counts: requests, cap: 1, when_full: {action: reject" +
         refusal +
         "}}\n  endpoints:\n    long: {service: 100 s}\n    api: {service: 10 s}\nworkloads:\n"
         "  hog: {kind: batch, tasks: 1, endpoint: long}\n  a: {kind: batch, tasks: " +
         tasks + ", endpoint: api, client: {" + client + "}}\nrun: {until: workload_done, stop_after: 1 h}\n";
}

/// Tasks of ten seconds before so many slots; `hog` holds two of them for 25 s if asked to.
std::string slots(const std::string& cap, const std::string& client, const std::string& tasks, bool hog) {
  return "version: 1\nprovider:\n  limits:\n    slots: {counts: requests, cap: " + cap +
         ", when_full: {action: reject}}\n  endpoints:\n    long: {service: 25 s}\n    api: {service: 10 "
         "s}\nworkloads:\n" +
         (hog ? "  hog: {kind: batch, tasks: 2, endpoint: long}\n" : "") + "  a: {kind: batch, tasks: " + tasks +
         ", endpoint: api, client: {" + client + "}}\nrun: {until: workload_done, stop_after: 1 h}\n";
}

// --- adapt: cloro's `Math.min(remaining, 5)`, providers.md 1.3 and D; the header is as of admission (C5, C6) ---

// One is sent to see the header: 2 of 3 remain. Then two, of which the last one saw 1; then one; and so on.
TEST(Adapt, SendsBatchesAsLargeAsWhatRemained) {
  const Told t{slots("3", "adapt: {by: remaining, at_most: 5}", "7", false)};
  std::vector<double> admitted;
  for (const RequestDone& r : t.all()) admitted.push_back(in_seconds(r.admitted.time_since_epoch()));
  EXPECT_EQ(admitted, (std::vector<double>{0, 10, 10, 20, 30, 30, 40}));
}

TEST(Adapt, NeverSendsMoreThanItsLargestBatch) {
  const Told t{slots("20", "adapt: {by: remaining, at_most: 5}", "11", false)};
  EXPECT_EQ(t.most_held(0), 5);
  EXPECT_EQ(t.number("makespan"), 30);  // 1, 5, 5
}

// min(0, 5) = 0: it waits a second and sends one, until the others are gone at 25 s.
TEST(Adapt, AtZeroItWaitsAndSendsOne) {
  const Told t{slots("3", "adapt: {by: remaining, at_most: 5, probe: 1 s}", "6", true)};
  std::vector<double> admitted;
  for (std::uint32_t i = 0; i < 6; ++i) admitted.push_back(in_seconds(t.request(i, 1).admitted.time_since_epoch()));
  EXPECT_EQ(admitted, (std::vector<double>{0, 11, 22, 33, 43, 43}));
}

// --- rate_guard: cloro's `if (remaining < 50) wait 1000 ms` ---

// Four a window, one after the other; the third was admitted when one was left.
TEST(RateGuard, PausesWhenLittleIsLeft) {
  const Told t{R"(version: 1
provider:
  limits:
    rate: {counts: requests, per: 10 s, cap: 4, window: fixed, when_full: {action: reject}}
  endpoints: {api: {service: 100 ms}}
workloads:
  a: {kind: batch, tasks: 4, client: {in_flight: {at_most: 1}, rate_guard: {below: 2, pause: 1 s}}}
run: {until: workload_done, stop_after: 1 h}
)"};
  EXPECT_EQ(t.lines(), (Lines{"0: in 0, known 0.1", "0.1: in line 0.1, in 0.1, known 0.2",
                              "0.2: in line 0.2, in 0.2, known 0.3", "1.3: in line 1.3, in 1.3, known 1.4"}));
}

// --- breaker: ElevenLabs' "5 fails/10 s", providers.md 4.2 ---

const std::string each_second = "retry: {kind: constant, pause: 1 s, attempts: 4}, ";

TEST(Breaker, OpensAfterFailuresInARowAndGivesUp) {
  const Told t{taken(each_second + "breaker: {failures: 3, open: 10 s}")};
  EXPECT_EQ(t.lines(1), (Lines{"0: refused 3, given up 3"}));
}

// Refused at 0, 1 and 2; the fourth attempt waits until 12, decides, and is refused.
TEST(Breaker, OrLetsTheAttemptWait) {
  const Told t{taken(each_second + "breaker: {failures: 3, open: 10 s, while_open: wait}")};
  EXPECT_EQ(t.lines(1), (Lines{"0: refused 4, given up 12"}));
}

TEST(Breaker, IsOneForTheWholeClient) {
  const Told t{taken("breaker: {failures: 3, open: 10 s}", "5")};
  EXPECT_EQ(t.request(2, 1).attempts, 1U);
  EXPECT_EQ(t.request(3, 1).attempts, 0U);
  EXPECT_EQ(t.request(4, 1).outcome, Outcome::given_up);
}

// Both are refused; at 100 s the slot is free and one of them decides, the other waits until that is known.
TEST(Breaker, ClosesWhenTheOneThatDecidesGoesThrough) {
  const Told t{
      taken("retry: {kind: constant, pause: 1 s, attempts: 2}, breaker: {failures: 2, open: 100 s, while_open: "
            "wait}, in_flight: {at_most: 2}",
            "4")};
  EXPECT_EQ(t.lines(1)[0], "0: refused 1, in 100, known 110");
  EXPECT_EQ(t.lines(1)[1], "0: refused 1, in 110, known 120");
}

// --- timeout ---

// The client leaves at 4 s; its request goes on and holds the slot until 10 s (cloro C11).
TEST(Timeout, TheAbandonedRequestKeepsItsSlot) {
  const std::string text = R"(version: 1
provider:
  limits: {slots: {counts: requests, cap: 1, when_full: {action: reject}}}
  endpoints: {api: {service: 10 s, price: $1}}
  account: {balance: $10, charge: {when: on_submit}}
workloads:
  a: {kind: batch, tasks: 1, client: {timeout: 4 s}}
  b: {kind: batch, tasks: 1, client: {retry: {kind: constant, pause: 1 s, attempts: unlimited}}}
run: {until: workload_done, stop_after: 1 h}
)";
  const Told kept{text};
  EXPECT_EQ(kept.lines(0), (Lines{"0: in 0, failed 4"}));
  EXPECT_EQ(kept.lines(1), (Lines{"0: refused 10, in 10, known 20"}));
  EXPECT_DOUBLE_EQ(kept.number("spend"), 2);
  // Stopped, the slot is free at 4 s (Waves S7), and what was taken at submission comes back.
  const Told stopped{text, {"provider.endpoints.api.abandoned={stops: true}"}};
  EXPECT_EQ(stopped.lines(0), (Lines{"0: in 0, failed 4"}));
  EXPECT_EQ(stopped.lines(1), (Lines{"0: refused 4, in 4, known 14"}));
  EXPECT_DOUBLE_EQ(stopped.number("spend"), 1);
  const Told charged{text, {"provider.endpoints.api.abandoned={stops: true, charged: true}"}};
  EXPECT_DOUBLE_EQ(charged.number("spend"), 2);
}

// Wiro W14: cancel in the queue, kill from assign on, neither between.
TEST(Timeout, StopsARequestOnlyInCertainStages) {
  const std::string text = R"(version: 1
provider:
  limits: {slots: {counts: tasks, cap: 1, when_full: {action: queue, capacity: 9}}}
  endpoints:
    run:
      stages: {queue: 2 s, preprocess: 2 s, assign: 2 s, service: 4 s}
      abandoned: {stops: true, in: [queue, assign, service]}
workloads:
  a: {kind: batch, tasks: 1, client: {timeout: 1 s}}
  b: {kind: batch, tasks: 1}
run: {until: workload_done, stop_after: 1 h}
)";
  const auto second_in = [&](const char* timeout) {
    return Told{text, {std::string("workloads.a.client.timeout=") + timeout}}.lines(1);
  };
  EXPECT_EQ(second_in("1 s"), (Lines{"0: queued 1, in 1, known 11"}));
  EXPECT_EQ(second_in("3 s"), (Lines{"0: queued 10, in 10, known 20"}));
  EXPECT_EQ(second_in("5 s"), (Lines{"0: queued 5, in 5, known 15"}));
}

// Each attempt holds a slot of its own: what the client takes for one request is two at the provider.
TEST(Timeout, IsTriedAgainWhereRetryOnNamesIt) {
  const std::string client = "timeout: 4 s, retry: {kind: constant, pause: 1 s, attempts: 2}";
  const Told t{slots("5", client + ", retry_on: [timeout]", "1", false)};
  EXPECT_EQ(t.lines(), (Lines{"0: in 5, failed 9"}));
  EXPECT_EQ(t.request(0).attempts, 2U);
  EXPECT_EQ(t.most_held(0), 2);
  EXPECT_EQ(Told(slots("5", client, "1", false)).lines(), (Lines{"0: in 0, failed 4"}));
}

TEST(Timeout, EndsTheWaitInTheProvidersQueueToo) {
  std::string text = taken("timeout: 4 s");
  const Told t{with(text, "action: reject", "action: queue, capacity: 5, patience: 50 s")};
  EXPECT_EQ(t.lines(1), (Lines{"0: queued 4, given up 4"}));
}

// A way of two seconds to a client's one: it leaves when the attempt has come to the door, which holds its slot.
TEST(Timeout, NotBeforeTheAttemptHasComeToTheDoor) {
  const std::string text = with(slots("1", "timeout: 1 s", "1", false), "provider:\n", "provider:\n  network: 2 s\n");
  const Told t{text};
  EXPECT_EQ(t.lines(), (Lines{"2: in 2, failed 2"}));
  EXPECT_EQ(t.most_held(0), 1);
}

// The refusal would come back at 0.8; the client has left at 0.5, and takes it for no refusal.
TEST(Timeout, BeforeARefusalIsHeard) {
  const auto told = [](const std::string& on) {
    return Told(with(taken("timeout: 500 ms, retry_on: [" + on + "], retry: {kind: constant, pause: 1 s, attempts: 2}"),
                     "provider:\n", "provider:\n  network: 400 ms\n"))
        .lines(1);
  };
  EXPECT_EQ(told("status 429"), (Lines{"0.4: refused 1, given up 0.5"}));
  EXPECT_EQ(told("timeout"), (Lines{"0.4: refused 2, given up 2"}));
}

// --- resubmit_failed ---

TEST(Resubmit, FailedRequestsSoOften) {
  const Told t{R"(version: 1
provider:
  limits: {}
  endpoints: {run: {service: 2 s, price: $1, fails: {share: 100%}}}
  account: {balance: $10, charge: {when: on_end}}
workloads:
  a: {kind: batch, tasks: 1, client: {resubmit_failed: 2}}
run: {until: workload_done, stop_after: 1 h}
)"};
  EXPECT_EQ(t.lines(), (Lines{"0: in 4, failed 6"}));
  EXPECT_EQ(t.request(0).attempts, 3U);
  EXPECT_DOUBLE_EQ(t.number("spend"), 3);
}

// A new try draws anew: of requests that fail with probability 1/2, all but one in 2^20 succeed in the end.
TEST(Resubmit, DrawsAnew) {
  const Told t{R"(version: 1
provider: {limits: {}, endpoints: {run: {service: 2 s, fails: {share: 50%}}}}
workloads:
  a: {kind: batch, tasks: 200, client: {resubmit_failed: 31}}
run: {until: workload_done, stop_after: 1 h, seed: 3}
)"};
  EXPECT_EQ(t.result().ended.failed, 0U);
}

// --- retry_after, budgets, presets ---

TEST(RetryAfter, IsHonouredOrNot) {
  const std::string rule = "retry: {kind: constant, pause: 60 s, attempts: 3, honours_retry_after: ";
  EXPECT_EQ(Told(taken(rule + "false}", "1", ", retry_after: 7 s")).lines(1),
            (Lines{"0: refused 2, in 120, known 130"}));
  EXPECT_EQ(Told(taken(rule + "true}", "1", ", retry_after: 7 s")).lines(1), (Lines{"0: refused 3, given up 14"}));
}

TEST(Budget, BoundsTheRetriesOfTheWholeClient) {
  const Told t{taken("retry: {kind: constant, pause: 1 s, attempts: 9, budget: {ratio: 10%, burst: 1}}", "3")};
  EXPECT_EQ(t.lines(1), (Lines{"0: refused 2, given up 1", "0: refused 1, given up 0", "0: refused 1, given up 0"}));
}

/// A preset against a refusal that asks for 130 s.
Lines preset(const std::string& name, const std::string& more = "") {
  return Told(taken("preset: " + name + more, "1", ", retry_after: 130 s")).lines(1);
}

// providers.md 4.2: openai-python gives up beyond 120 s, anthropic-python takes its own pause, Fern waits min(ra, 60).
TEST(Preset, ObeysRetryAfterAsItsSourceDoes) {
  EXPECT_EQ(preset("openai-python"), (Lines{"0: refused 1, given up 0"}));
  EXPECT_EQ(preset("elevenlabs-python"), (Lines{"0: refused 2, in 120, known 130"}));
  EXPECT_EQ(preset("smallestai-python"), preset("elevenlabs-python"));
  EXPECT_EQ(preset("elevenlabs-blog"), (Lines{"0: refused 1, in 130, known 140"}));
  const Told own{taken("preset: anthropic-python", "1", ", retry_after: 130 s")};
  const double gave_up = in_seconds(own.request(0, 1).known.time_since_epoch());
  EXPECT_EQ(own.request(0, 1).attempts, 3U);
  EXPECT_GE(gave_up, 0.75 * (0.5 + 1));
  EXPECT_LE(gave_up, 0.5 + 1);
  EXPECT_EQ(preset("smallest-electron"), (Lines{"0: refused 5, given up 3.75"}));  // 0.25 + 0.5 + 1 + 2
  EXPECT_EQ(preset("cloro-sample"), (Lines{"0: refused 3, given up 3"}));          // 1 + 2
  EXPECT_EQ(preset("smallest-atoms"), preset("elevenlabs-blog"));                  // what they are asked to wait for
}

// tenacity's wait_random_exponential(min=1, max=60) is U(1, min(2^(n-1), 60)): between 5 and 1 + 2 + 4 + 8 + 16 in five
// pauses. The Python client of fal: 0.1 s doubling, +-50%, nine pauses of 51.1 s in the middle.
TEST(Preset, PausesAsItsSourceSays) {
  const auto gave_up = [](const std::string& name, std::uint32_t attempts) {
    const Told t{taken("preset: " + name)};
    EXPECT_EQ(t.request(0, 1).attempts, attempts) << name;
    return in_seconds(t.request(0, 1).known.time_since_epoch());
  };
  EXPECT_GE(gave_up("openai-guide", 6), 5);
  EXPECT_LE(gave_up("openai-guide", 6), 31);
  EXPECT_GE(gave_up("fal-client", 10), 25.55);
  EXPECT_LE(gave_up("fal-client", 10), 76.65);
}

TEST(Preset, WhatIsWrittenWins) {
  EXPECT_EQ(preset("openai-python", ", retry: none"), (Lines{"0: refused 1, given up 0"}));
  EXPECT_EQ(preset("smallest-electron", ", retry_on: [status 503]"), (Lines{"0: refused 1, given up 0"}));
}

// Wiro refuses inside an HTTP 200, which no library of this kind takes for a refusal.
TEST(Preset, DoesNotSeeARefusalInsideAn200) {
  EXPECT_EQ(Told(taken("preset: smallestai-python", "1", ", status: 200, code: 96")).lines(1),
            (Lines{"0: refused 1, given up 0"}));
}

}  // namespace
}  // namespace busyhour
