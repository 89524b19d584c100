/// The provider's own retries, polls that cost, queues before a rate, money put in: small stories with constants.
#include "told.hpp"

namespace busyhour {
namespace {

using namespace std::chrono_literals;

// --- retries: cloro C12, "up to 5 attempts", none started after 300 s, synchronous ones hold their slot ---

std::string failing(const std::string& retries, const std::string& tasks = "1") {
  return "version: 1\nprovider:\n  limits: {slots: {counts: requests, cap: 1, when_full: {action: queue, capacity: "
         "9}}}\n"
         "  endpoints: {run: {service: 2 s, price: $1, fails: {share: 100%, charged: false}, retries: {" +
         retries +
         "}}}\n  account: {balance: $10, charge: {when: on_submit}}\nworkloads: {a: {kind: batch, tasks: " + tasks +
         "}}\nrun: {until: workload_done, stop_after: 1 h}\n";
}

TEST(ProviderRetries, HoldTheSlotThroughout) {
  const Told t{failing("attempts: 3", "2")};
  EXPECT_EQ(t.lines(), (Lines{"0: in 0, failed 6", "0: queued 6, in 6, failed 12"}));
  EXPECT_EQ(t.request(0).attempts, 1U);  // the client has made one
  EXPECT_DOUBLE_EQ(t.number("balance.end"), 10);
}

TEST(ProviderRetries, StartNoneAfterAWhile) {
  EXPECT_EQ(Told(failing("attempts: 5, within: 4 s")).lines(), (Lines{"0: in 0, failed 6"}));
  EXPECT_EQ(Told(failing("attempts: 5, within: 3.9 s")).lines(), (Lines{"0: in 0, failed 4"}));
}

// The first goes back into the queue behind the second, and so on: in at 0, 4 and 8, and at 2, 6 and 10.
TEST(ProviderRetries, OrQueueAgain) {
  const Told t{failing("attempts: 3, between: queues_again", "2")};
  EXPECT_EQ(t.lines(), (Lines{"0: in 0, failed 10", "0: queued 2, in 2, failed 12"}));
  EXPECT_EQ(t.most_held(0), 1);
  EXPECT_DOUBLE_EQ(t.number("balance.end"), 10);
}

// Each try fails with probability 1/2 and draws anew: with 31 tries none of 200 fails but once in 10^7.
TEST(ProviderRetries, DrawAnew) {
  for (const char* between : {"holds_slot", "queues_again"}) {
    const Told t{with(failing(std::string("attempts: 31, between: ") + between, "200"), "share: 100%", "share: 50%"),
                 {"provider.limits.slots.when_full.capacity=unlimited"}};
    EXPECT_EQ(t.result().ended.failed, 0U) << between;
    EXPECT_DOUBLE_EQ(t.number("spend"), 200) << between;
  }
}

// --- polls that cost: Wiro W13 ---

// Both poll at 3, 7.5 and 14.25 s (language.md); one a second is let through. The first learns at 14.25 of an end at 8;
// the second, refused then, at its next poll, 10.125 s later.
TEST(Polls, UseUpTheRateOfTheirEndpointAndTellNothingWhenRefused) {
  const Told t{R"(version: 1
provider:
  limits:
    rate: {counts: requests, endpoints: [status], per: 1 s, cap: 1, window: fixed, when_full: {action: reject}}
  endpoints: {run: {service: 8 s}, status: {service: 10 ms}}
workloads:
  a: {kind: batch, tasks: 2, endpoint: run, client: {completion: {by: polling, first: 3 s, factor: 1.5x, endpoint: status}}}
run: {until: workload_done, stop_after: 1 h}
)"};
  EXPECT_EQ(t.lines(), (Lines{"0: in 0, known 14.25", "0: in 0, known 24.375"}));
  EXPECT_EQ(t.door().rejections.size(), 3U);  // at 3, 7.5 and 14.25
}

TEST(Polls, CostNothingUnlessTheirEndpointIsNamed) {
  const Told t{R"(version: 1
provider:
  limits:
    rate: {counts: requests, per: 1 s, cap: 2, window: fixed, when_full: {action: reject}}
    slots: {counts: requests, cap: 2, when_full: {action: reject}}
  endpoints: {run: {service: 8 s}}
workloads:
  a: {kind: batch, tasks: 2, client: {completion: {by: polling, first: 3 s, factor: 1.5x}}}
run: {until: workload_done, stop_after: 1 h}
)"};
  EXPECT_EQ(t.lines(), (Lines{"0: in 0, known 14.25", "0: in 0, known 14.25"}));
  EXPECT_TRUE(t.door().rejections.empty());
}

// --- webhooks: cloro 2.3 (2, 4, 8, 16 min later), Wiro 2.1 (three deliveries, 2 s apart) ---

TEST(Webhook, DeliveriesAreTriedAgain) {
  const std::string text = R"(version: 1
provider: {limits: {}, endpoints: {run: {service: 1 s}}}
workloads:
  a: {kind: batch, tasks: 100, client: {completion: {by: webhook, fails: 50%, retry_first: 2 min, attempts: 9}}}
run: {until: workload_done, stop_after: 1 day, seed: 5}
)";
  const Told t{text};
  const Duration at[] = {1s, 121s, 361s, 841s, 1801s, 3721s, 7561s, 15241s, 30601s};  // 1 s, then 2, 4, 8 min ... later
  for (const RequestDone& r : t.all()) {
    if (r.outcome != Outcome::completed) continue;
    EXPECT_NE(std::find(std::begin(at), std::end(at), r.known.time_since_epoch()), std::end(at));
  }
  const Told wiro{
      text,
      {"workloads.a.client.completion={by: webhook, fails: 100%, retry_first: 2 s, retry_factor: 1x, attempts: 3}",
       "workloads.a.client.timeout=1 min"}};
  EXPECT_EQ(wiro.lines()[0], "0: in 0, failed 60");  // the client never learns of it
}

// --- a queue before a rate: served as the rate lets it pass, with nobody's help ---

TEST(RateQueue, IsServedAsTheRateOpens) {
  const std::string text = R"(version: 1
provider:
  limits: {rate: {counts: requests, per: 1 s, cap: 2, WINDOW, when_full: {action: queue, capacity: unlimited}}}
  endpoints: {api: {service: 10 s}}
workloads: {a: {kind: batch, tasks: 5}}
run: {until: workload_done, stop_after: 1 h}
)";
  const auto admitted = [&](const std::string& window) {
    const Told t{with(text, "WINDOW", window)};
    std::vector<double> at;
    for (std::uint32_t i = 0; i < 5; ++i) at.push_back(in_seconds(t.request(i).admitted.time_since_epoch()));
    return at;
  };
  using At = std::vector<double>;
  EXPECT_EQ(admitted("window: fixed"), (At{0, 0, 1, 1, 2}));
  EXPECT_EQ(admitted("window: sliding_log"), (At{0, 0, 1, 1, 2}));
  EXPECT_EQ(admitted("window: token_bucket, burst: 1"), (At{0, 0.5, 1, 1.5, 2}));
  EXPECT_EQ(admitted("window: gcra, burst: 2"), (At{0, 0, 0.5, 1, 1.5}));
  // In the second window 2 (1 - x) + 0 + 1 <= 2 at x = 1/2, then no more; in the third and the fourth 1 + 0 + 1 <= 2 at
  // once, then no more.
  EXPECT_EQ(admitted("window: sliding_counter"), (At{0, 0, 1.5, 2, 3}));
}

// Rate tokens on arrival, a slot on dispatch (language.md): at 0 one is in, two wait for slots and have used up the
// rate.
TEST(RateQueue, WhoWaitsForASlotHasUsedUpTheRateOnArrival) {
  const Told t{R"(version: 1
provider:
  limits:
    rate: {counts: requests, per: 100 s, cap: 3, window: fixed, when_full: {action: reject}}
    slots: {counts: requests, cap: 1, when_full: {action: queue, capacity: unlimited}}
  endpoints: {api: {service: 10 s}}
workloads: {a: {kind: batch, tasks: 4}}
run: {until: workload_done, stop_after: 1 h}
)"};
  EXPECT_EQ(t.lines(), (Lines{"0: in 0, known 10", "0: queued 10, in 10, known 20", "0: queued 20, in 20, known 30",
                              "0: refused 1, given up 0"}));
}

// --- money: top-ups and the time to empty ---

/// A request for $5 each second.
std::string spending(const std::string& top_up, const std::string& duration) {
  return "version: 1\nprovider:\n  limits: {}\n  endpoints: {api: {service: 1 ms, price: $5}}\n"
         "  account: {balance: $15, charge: {when: on_submit}, top_up: {" +
         top_up +
         "}}\nworkloads: {a: {kind: arrivals, arrive: {dist: constant, value: 1 s}}}\nrun: {duration: " + duration +
         ", warm_up: 0 s}\n";
}

// Below $10 at 2 and 4 s; the third order of the hour would exceed $20. Empty at 7 s.
TEST(TopUp, BelowAThresholdAtMostSoMuchAnHour) {
  const Told t{spending("when: balance < $10, add: $10, at_most: $20 / h", "7.5 s")};
  EXPECT_DOUBLE_EQ(t.number("spend"), 35);
  EXPECT_DOUBLE_EQ(t.number("balance.end"), 0);
  EXPECT_DOUBLE_EQ(t.number("time_to_empty"), 7);
}

// The next hour's money comes as it begins: $15 + $20 - 3600 * $5 + $20.
TEST(TopUp, GoesOnWithTheNextPeriod) {
  const Told t{spending("when: balance < $10, add: $10, at_most: $20 / h", "3600.5 s")};
  EXPECT_DOUBLE_EQ(t.number("balance.end"), 15 + 20 - 18000 + 20);
  EXPECT_DOUBLE_EQ(t.number("balance.min"), 15 + 20 - 3599 * 5);
}

// Ordered at 2 s, there at 4.5 s; one order is under way at a time.
TEST(TopUp, TakesItsTime) {
  const Told t{spending("when: balance < $10, add: $100, takes: 2.5 s", "5.5 s")};
  EXPECT_DOUBLE_EQ(t.number("balance.min"), -5);
  EXPECT_DOUBLE_EQ(t.number("balance.end"), 90);
}

// At 2, 4 and 6 s, each there a second later: the orders do not drift.
TEST(TopUp, ByAScheduleThatDoesNotDrift) {
  const Told t{spending("every: 2 s, add: $1, takes: 1 s", "7.5 s")};
  EXPECT_DOUBLE_EQ(t.number("balance.end"), 15 - 35 + 3);
}

TEST(TopUp, SaysWhatIsWrongWithIt) {
  EXPECT_NE(wrong_with(spending("add: $1", "1 s")).find("this top-up never happens"), std::string::npos);
  EXPECT_NE(wrong_with(spending("every: 2 s, add: $5, at_most: $4 / day", "1 s")).find("not even one top-up fits"),
            std::string::npos);
  EXPECT_EQ(wrong_with(spending("every: 2 s, add: $5, at_most: $20 / 6 h", "1 s")), "");
}

}  // namespace
}  // namespace busyhour
