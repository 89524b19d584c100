/// Limits of the catalogue as small stories with constants: reserved slots, surcharges, growth, caps that change.
#include <algorithm>

#include "busyhour/model/limits/growth.hpp"
#include "told.hpp"

namespace busyhour {
namespace {

using namespace std::chrono_literals;

/// Batches of ten seconds a task before one limit on slots.
std::string batches(const std::string& limit, const std::string& workloads, const std::string& more = "") {
  return "version: 1\nprovider:\n  limits:\n    slots: {counts: requests, " + limit +
         "}\n  endpoints:\n    api: {service: 10 s, price: $1}\n  account: {balance: $100, charge: {when: on_submit}}\n"
         "workloads:\n" +
         workloads + "run: {until: workload_done, stop_after: 1 h}\n" + more;
}
const std::string reject = "when_full: {action: reject}", queue = "when_full: {action: queue, capacity: unlimited}";

// --- reserve: providers.md 2.2 (Atoms) and 3.2 (Retell) ---

// Atoms: 20 slots, A reserves 12, B 5, three are shared: "A up to 15", B then its 5 and no more.
TEST(Reserve, IsAFloorNotACap) {
  const Told t{batches("cap: 20, reserve: {a: 12, b: 5}, " + reject,
                       "  a: {kind: batch, tasks: 30}\n  b: {kind: batch, tasks: 30}\n")};
  const auto admitted = [&](std::uint32_t w) {
    const Lines all = t.lines(w);
    return std::count(all.begin(), all.end(), "0: in 0, known 10");
  };
  EXPECT_EQ(admitted(0), 15);
  EXPECT_EQ(admitted(1), 5);
}

// Retell: "reserved inbound R: outbound <= L - R".
TEST(Reserve, OthersNeverTakeIt) {
  const Told t{batches("cap: 20, reserve: {inbound: 8}, " + reject,
                       "  outbound: {kind: batch, tasks: 30}\n  inbound: {kind: batch, tasks: 9}\n")};
  const Lines out = t.lines(0), in = t.lines(1);
  EXPECT_EQ(std::count(out.begin(), out.end(), "0: in 0, known 10"), 12);
  EXPECT_EQ(std::count(in.begin(), in.end(), "0: in 0, known 10"), 8);
}

// Two of a wait for what is shared; b goes past them into the slot that is kept for it, at once and again at 10 s.
TEST(Reserve, WhoHasASlotOfItsOwnPassesThoseWhoWaitForSharedOnes) {
  const Told t{
      batches("cap: 2, reserve: {b: 1}, " + queue, "  a: {kind: batch, tasks: 3}\n  b: {kind: batch, tasks: 2}\n")};
  EXPECT_EQ(t.lines(0), (Lines{"0: in 0, known 10", "0: queued 10, in 10, known 20", "0: queued 20, in 20, known 30"}));
  EXPECT_EQ(t.lines(1), (Lines{"0: in 0, known 10", "0: queued 10, in 10, known 20"}));
}

// language.md: "`reserve: 5` keeps slots for a workload"; it may stand with the workload too, and means the same.
TEST(Reserve, MayStandWithTheWorkload) {
  const std::string a = "  a: {kind: batch, tasks: 3}\n";
  const Told t{batches("cap: 2, " + queue, a + "  b: {kind: batch, tasks: 2, reserve: 1}\n")};
  const Told u{batches("cap: 2, reserve: {b: 1}, " + queue, a + "  b: {kind: batch, tasks: 2}\n")};
  EXPECT_EQ(t.lines(1), (Lines{"0: in 0, known 10", "0: queued 10, in 10, known 20"}));
  EXPECT_EQ(t.lines(0), u.lines(0));
  EXPECT_NE(wrong_with(batches("cap: 2, " + reject, "  a: {kind: batch, tasks: 3, reserve: 3}\n"))
                .find("more slots are reserved than there are"),
            std::string::npos);
}

TEST(Reserve, NamesWorkloadsAndFitsTheCap) {
  EXPECT_NE(wrong_with(batches("cap: 2, reserve: {nobody: 1}, " + reject, "  a: {kind: batch, tasks: 3}\n"))
                .find("there is no workload 'nobody'"),
            std::string::npos);
  EXPECT_NE(wrong_with(batches("cap: 2, reserve: {a: 3}, " + reject, "  a: {kind: batch, tasks: 3}\n"))
                .find("more slots are reserved than there are"),
            std::string::npos);
}

// A slot that is kept for somebody who never comes there is not kept.
TEST(Reserve, IsOfThoseWhoComeToTheLimit) {
  const std::string text = R"(version: 1
provider:
  limits: {slots: {counts: requests, cap: 2, endpoints: [api], reserve: {b: 1}, when_full: {action: reject}}}
  endpoints: {api: {service: 10 s}, other: {service: 10 s}}
workloads: {a: {kind: batch, tasks: 3, endpoint: api}, b: {kind: batch, tasks: 3, endpoint: other}}
run: {until: workload_done, stop_after: 1 h}
)";
  EXPECT_NE(wrong_with(text).find("this reserve has no effect: b sends nothing to the limit's endpoints"),
            std::string::npos);
  EXPECT_EQ(Told(text).most_held(0), 2);
}

// --- surcharge: ElevenLabs Agents burst pricing, providers.md 3.1 ---

// "1-20 $0.08/min, 21-60 $0.16, 61+ rejected"; here $1 a call: 20 + 40 * 2 = 100.
TEST(Surcharge, AdmitsUpToASecondCapAtAHigherPrice) {
  const Told t{
      batches("cap: 20, when_full: {action: surcharge, cap: min(3 * provider.limits.slots.cap, 300), price: 2x}",
              "  calls: {kind: batch, tasks: 61}\n")};
  const Lines all = t.lines();
  EXPECT_EQ(std::count(all.begin(), all.end(), "0: in 0, known 10"), 60);
  EXPECT_EQ(all.back(), "0: refused 1, given up 0");
  EXPECT_DOUBLE_EQ(t.number("spend"), 100);
}

// "3x your usual limit or 300, whichever is lower": 10 -> 30, 50 -> 150, 100 -> 300, 200 -> 300.
TEST(Surcharge, TheSecondCapIsTheLowerOfThreeTimesAnd300) {
  for (const auto& [cap, second] : {std::pair{10, 30}, {50, 150}, {100, 300}, {200, 300}}) {
    const Told t{batches("cap: 10, when_full: {action: surcharge, cap: min(3 * provider.limits.slots.cap, 300)}",
                         "  calls: {kind: batch, tasks: 301}\n"),
                 {"provider.limits.slots.cap=" + std::to_string(cap)}};
    EXPECT_EQ(t.most_held(0), second);
  }
}

// Retell: burst to min(3L, L + 300) at +$0.10 a minute on the whole call.
TEST(Surcharge, AddsToThePriceOfEachSecond) {
  const Told t{batches("cap: 1, when_full: {action: surcharge, cap: 2, adds: $0.5, adds_per_second: $0.6 / min}",
                       "  calls: {kind: batch, tasks: 3}\n")};
  EXPECT_DOUBLE_EQ(t.number("spend"), 1 + (1 + 0.5 + 0.1));
}

TEST(Surcharge, IsOfSlotsOnly) {
  EXPECT_NE(wrong_with(batches("per: 1 s, window: fixed, cap: 2, when_full: {action: surcharge, cap: 4}",
                               "  a: {kind: batch, tasks: 3}\n"))
                .find("only slots are sold beyond a cap"),
            std::string::npos);
}

// --- growth: AssemblyAI, https://assemblyai.com/docs/streaming/concurrency ---

// "100,110,121,133,146 -> 610 open after 5 min, next 161".
TEST(Growth, AssemblyAisSessionsOfFiveMinutes) {
  GrowthState limit{100, 1min, {}};
  std::vector<std::int64_t> passed;
  for (int minute = 0; minute < 6; ++minute) {
    const TimePoint now{minute * 1min + 1s};
    std::int64_t n = 0;
    for (; !limit.refuses(1, now); ++n) limit.take(1, now);
    passed.push_back(n);
  }
  EXPECT_EQ(passed, (std::vector<std::int64_t>{100, 110, 121, 133, 146, 161}));
  EXPECT_EQ(passed[0] + passed[1] + passed[2] + passed[3] + passed[4], 610);
}

// ">= 70 % used" grows, "50-69 % unchanged", "< 50 % decays".
TEST(Growth, StaysBetweenHalfAndSeventyPercentAndFallsBelow) {
  const auto after = [](std::int64_t used_then) {
    GrowthState limit{100, 1min, {}};
    limit.take(100, TimePoint{});  // the next minute's cap is 110
    limit.take(used_then, TimePoint{1min});
    return limit.left(TimePoint{2min});
  };
  EXPECT_EQ(after(110), 121);
  EXPECT_EQ(after(77), 121);  // 70 % of 110
  EXPECT_EQ(after(76), 110);
  EXPECT_EQ(after(55), 110);  // 50 %
  EXPECT_EQ(after(54), 100);
}

TEST(Growth, FallsBackToItsBaseAndNoFurtherAndStopsAtItsCeiling) {
  GrowthRule rule;
  rule.at_most = {105, false};
  GrowthState limit{100, 1min, rule};
  limit.take(100, TimePoint{});
  EXPECT_EQ(limit.left(TimePoint{1min}), 105);
  EXPECT_EQ(limit.left(TimePoint{24h}), 100);
}

// A fleet of connections thrown at the door: 100 in the first minute, the rest is refused (WS 1008 there).
TEST(Growth, CountsConnectionsOpened) {
  const Told t{R"(version: 1
provider:
  limits:
    sessions: {counts: connections, per: 1 min, cap: 2, window: growth, when_full: {action: reject, code: 1008}}
  endpoints: {stt: {service: 1 s}}
workloads:
  calls: {kind: conversations, count: 3, connection: per_conversation, start: {over: 0 s}, turn: {pause: 10 s}}
run: {duration: 30 s, warm_up: 0 s}
)"};
  EXPECT_EQ(t.all().size(), 2U * 3U - 2U);  // requests begin at 10 and 21 s; the third caller has no connection
}

// --- caps that change while the run goes on: providers.md C14 "applies to the next admission" ---

TEST(Changes, ApplyToTheNextAdmission) {
  const Told t{batches("cap: 1, " + queue, "  a: {kind: batch, tasks: 4}\n",
                       "changes:\n  upgrade: {at: 4 s, set: {provider.limits.slots.cap: 2}}\n"
                       "  downgrade: {at: 12 s, set: {provider.limits.slots.cap: 1}}\n")};
  // The second slot is served from the queue at 4 s. At 12 s running work goes on; the slot that is free at 14 s is
  // gone.
  EXPECT_EQ(t.lines(), (Lines{"0: in 0, known 10", "0: queued 4, in 4, known 14", "0: queued 10, in 10, known 20",
                              "0: queued 20, in 20, known 30"}));
}

TEST(Changes, OfARateAreSeenAtThatInstant) {
  const Told t{R"(version: 1
provider:
  limits:
    rate: {counts: requests, per: 1 s, cap: 1, window: fixed, when_full: {action: reject}}
  endpoints: {api: {service: 10 ms}}
workloads: {a: {kind: arrivals, arrive: {dist: constant, value: 500 ms}}}
run: {duration: 4 s, warm_up: 0 s}
changes: {upgrade: {at: 2 s, set: {provider.limits.rate.cap: 2}}}
)"};
  EXPECT_EQ(t.lines(), (Lines{"0.5: in 0.5, known 0.51", "1: in 1, known 1.01", "1.5: refused 1, given up 1.5",
                              "2: in 2, known 2.01", "2.5: in 2.5, known 2.51", "3: in 3, known 3.01",
                              "3.5: in 3.5, known 3.51"}));
}

TEST(Changes, AreCapsAndNothingElse) {
  EXPECT_NE(wrong_with(batches("cap: 1, " + reject, "  a: {kind: batch, tasks: 4}\n",
                               "changes: {x: {at: 4 s, set: {workloads.a.tasks: 2}}}\n"))
                .find("only the caps of limits change during a run"),
            std::string::npos);
  EXPECT_NE(wrong_with(batches("cap: 1, " + reject, "  a: {kind: batch, tasks: 4}\n",
                               "changes: {x: {at: 4 s, set: {provider.limits.slots.cap: 1.5}}}\n"))
                .find("is not a whole number"),
            std::string::npos);
}

// --- caps over the balance ---

TEST(Cap, ThatMayBeAFractionIsRefused) {
  for (const char* cap : {"10% * balance / $1", "max(1, balance / $10)", "min(4.5, floor(balance / $1))"})
    EXPECT_NE(wrong_with(batches(std::string("cap: '") + cap + "', " + reject, "  a: {kind: batch, tasks: 4}\n"))
                  .find("may be a fraction"),
              std::string::npos)
        << cap;
  for (const char* cap :
       {"max(1, floor(10% * balance / $1))", "2 * ceil(balance / $7) + 3", "min(10 / 2, floor(balance / $1))"})
    EXPECT_EQ(wrong_with(batches(std::string("cap: '") + cap + "', " + reject, "  a: {kind: batch, tasks: 4}\n")), "")
        << cap;
}

// --- tokens and characters a minute ---

// PlayHT's Hacker plan: 10 requests and 35,000 characters a minute, "first to bind" (providers.md 3.1). 9,000
// characters a request: the fourth is refused, until the next minute.
TEST(Characters, AMinuteBindBeforeRequestsDo) {
  const Told t{R"(version: 1
provider:
  limits:
    requests: {counts: requests, per: 1 min, cap: 10, window: fixed, when_full: {action: reject}}
    characters: {counts: characters, per: 1 min, cap: 35000, window: fixed, when_full: {action: reject}}
  endpoints: {tts: {service: 1 s}}
workloads: {a: {kind: arrivals, arrive: {dist: constant, value: 13 s}, demand: {characters: 9000 chars}}}
run: {duration: 66 s, warm_up: 0 s}
)"};
  EXPECT_EQ(t.lines(), (Lines{"13: in 13, known 14", "26: in 26, known 27", "39: in 39, known 40",
                              "52: refused 1, given up 52", "65: in 65, known 66"}));
}

TEST(Tokens, MustBeSaidWhereALimitCountsThem) {
  const std::string text = R"(version: 1
provider:
  limits:
    tokens: {counts: tokens, per: 1 min, cap: 8000, window: token_bucket, burst: 8000, when_full: {action: reject}}
  endpoints: {llm: {service: 1 s}}
workloads: {a: {kind: arrivals, arrive: {dist: poisson, rate: 1 /s}}}
run: {duration: 66 s, warm_up: 0 s}
)";
  EXPECT_NE(wrong_with(text).find("the limit 'tokens' counts tokens, and a does not say how many"), std::string::npos);
  EXPECT_EQ(wrong_with(with(text, "1 /s}", "1 /s}, demand: {tokens_out: 500 tokens}")), "");
}

// Anthropic: "continuously replenished up to your maximum limit" (providers.md 3.3). 8,000 output tokens a minute and
// as many saved up; 3,000 an answer: two at once, the next when 1,000 more have flowed in, 7.5 s later.
TEST(Tokens, FlowInContinuously) {
  const Told t{R"(version: 1
provider:
  limits:
    tokens: {counts: tokens, per: 1 min, cap: 8000, window: token_bucket, burst: 8000, when_full: {action: queue, capacity: 9}}
  endpoints: {llm: {service: 1 s}}
workloads: {a: {kind: batch, tasks: 3, demand: {tokens_out: 3000 tokens}, client: {}}}
run: {until: workload_done, stop_after: 1 min}
)",
               {"provider.limits.tokens.when_full={action: reject}",
                "workloads.a.client={retry: {kind: constant, pause: 7.5 s, attempts: 3}}"}};
  EXPECT_EQ(t.lines(), (Lines{"0: in 0, known 1", "0: in 0, known 1", "0: refused 1, in 7.5, known 8.5"}));
}

// Anthropic counts tokens in and out apart, OpenAI together (providers.md 3.3). 1,500 in and 500 out a request: the
// limit on questions lets two pass, the one on answers three, the one on both one.
TEST(Tokens, InAndOutAreCountedApartOrTogether) {
  const std::string text = R"(version: 1
provider:
  limits:
    minute: {counts: COUNTS, per: 1 min, cap: 3000, window: fixed, when_full: {action: reject}}
  endpoints: {llm: {service: 1 s, price_per_token: $0.002 per token, price_per_token_in: $0.001 per token}}
  account: {balance: $100, charge: {when: on_submit}}
workloads: {a: {kind: batch, tasks: 9, demand: {tokens_in: 1500 tokens, tokens_out: 500 tokens}}}
run: {until: workload_done, stop_after: 1 h}
)";
  for (const auto& [counts, pass] : {std::pair{"tokens_in", 2}, {"tokens_out", 6}, {"tokens", 1}}) {
    const Told t{with(text, "COUNTS", counts)};
    EXPECT_EQ(t.result().ended.requests - t.result().ended.given_up, static_cast<std::uint64_t>(pass)) << counts;
    EXPECT_DOUBLE_EQ(t.number("spend"), pass * (500 * 0.002 + 1500 * 0.001)) << counts;
  }
  EXPECT_NE(wrong_with(with(with(text, "COUNTS", "tokens_in"), "tokens_in: 1500 tokens, ", ""))
                .find("demand: {tokens_in: ...}"),
            std::string::npos);
}

}  // namespace
}  // namespace busyhour
