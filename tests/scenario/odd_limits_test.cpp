/// Odd limits, clients and accounts: each is refused, warned of or stopped with a reason, and none hangs.
#include "busyhour/model/limits/growth.hpp"
#include "told.hpp"

namespace busyhour {
namespace {

const std::string account = "  account: {balance: $10}\n";

void says(const std::string& text, const std::string& what) {
  EXPECT_NE(wrong_with(text).find(what), std::string::npos) << text << wrong_with(text);
}

TEST(OddLimit, CapsThatAreNoUsableNumber) {
  says(with(small, "cap: 4", "cap: 0"), "cap must be at least 1");
  says(with(small, "cap: 4", "cap: -3"), "cap must be at least 1");
  says(with(small, "cap: 4", "cap: 4 / 0"), "4:41 error: this divides by zero");
  says(with(small, "cap: 4", "cap: 4 / (2 - 2)"), "this divides by zero");
  says(with(small, "cap: 4", "cap: 99999999999999999999"), "too large");
  EXPECT_EQ(wrong_with(with(small, "cap: 4", "cap: 9e15")), "");
  EXPECT_NO_THROW(Told(with(with(small, "cap: 4", "cap: 9e15"), "10 h, warm_up: 10 min", "1 min, warm_up: 0 s")));
  says(with(small, "cap: 4", "cap: 2 * provider.limits.requests.cap"), "goes in a circle");
  const std::string over = with(small, "  endpoints:", account + "  endpoints:");
  says(with(over, "cap: 4", "cap: 'max(1, floor(balance / $0))'"), "this divides by zero");
  says(with(over, "cap: 4", "cap: 'floor(balance * 1e15 / $1)'"), "which is too large | at most 9e15");
  says(with(over, "cap: 4", "cap: 'ceil($1 / (balance - $10))'"),
       "at the opening balance of $10 this cap is no finite number");
  says(with(over, "cap: 4", "cap: 'max(1, floor((balance - $10) / (balance - $10)))'"),  // 0 / 0 is not hidden by max
       "at the opening balance of $10 this cap is no finite number");
  says(with(over, "cap: 4", "cap: 'floor(balance / $1) - 40'"), "this cap is -30: nothing is admitted");
  EXPECT_TRUE(load_text(with(over, "cap: 4", "cap: 'floor(balance / $1) - 40'")).scenario);  // that is a warning
}

// The cap is fine at $10, and no number when the balance has come to $8.
TEST(OddLimit, ACapThatDividesByNothingLaterStopsTheRun) {
  const std::string text = R"(version: 1
provider:
  account: {balance: $10, charge: {when: on_submit}}
  limits: {slots: {counts: requests, cap: 'ceil($1 / (balance - $8))', when_full: {action: reject}}}
  endpoints: {api: {service: 1 s, price: $1}}
workloads: {a: {kind: batch, tasks: 3, client: {retry: {kind: constant, pause: 2 s, attempts: 9}}}}
run: {until: workload_done, stop_after: 1 h}
)";
  EXPECT_THROW(Told{text}, std::domain_error);
  EXPECT_THROW(
      Told{with(text, "ceil($1 / (balance - $8))", "3 + floor(($1 - $2) / (balance - $8))")},  // minus infinity
      std::domain_error);
}

// Below nothing, it admits nothing; the money that comes at 5 s makes room for two.
TEST(OddLimit, ACapBelowNothingAdmitsNothingUntilItRises) {
  const Told t{R"(version: 1
provider:
  account: {balance: $9, top_up: {every: 5 s, add: $3, at_most: $3 / day}}
  limits: {slots: {counts: requests, cap: 'floor(balance / $1) - 10', when_full: {action: reject}}}
  endpoints: {api: {service: 10 s}}
workloads: {a: {kind: batch, tasks: 3, client: {retry: {kind: constant, pause: 2 s, attempts: 4}}}}
run: {until: workload_done, stop_after: 1 h}
)"};
  EXPECT_EQ(t.lines(),
            (Lines{"0: refused 3, in 6, known 16", "0: refused 3, in 6, known 16", "0: refused 4, given up 6"}));
}

// A period of a nanosecond whose use neither grows nor shrinks it stays as it is for an hour, and is not counted
// through.
TEST(OddLimit, AGrowthThatNeverShrinks) {
  GrowthRule rule;
  rule.shrinks_below = 0;
  GrowthState limit{10, Duration{1}, rule};
  limit.take(8, TimePoint{});
  EXPECT_EQ(limit.left(TimePoint{std::chrono::hours{1}}), 11);
  rule.grows_at = 0;  // an idle rate grows for ever, but not beyond what can be counted
  GrowthState other{10, Duration{1}, rule};
  EXPECT_GE(other.left(TimePoint{std::chrono::hours{1}}), 9'000'000'000'000'000);
}

TEST(OddLimit, ACeilingBelowWhereItBegins) {
  says(with(small, "cap: 4,", "cap: 4, window: growth, per: 1 s, at_most: 3,"), "the cap begins above the most");
}

TEST(OddClient, TriesAgainAtOnceForEver) {
  const auto retry = [](const std::string& rule) { return with(small, "retry: none", "retry: " + rule); };
  says(retry("{kind: constant, pause: 0 s, attempts: unlimited}"), "time would stand still");
  EXPECT_EQ(wrong_with(retry("{kind: constant, pause: 0 s, attempts: 3}")), "");
  EXPECT_EQ(wrong_with(with(retry("{kind: constant, pause: 0 s, attempts: unlimited}"), "provider:\n",
                            "provider:\n  network: 1 ms\n")),
            "");
}

// The provider asks for no pause at all, and the client obeys for ever: the run is stopped with the instant.
TEST(OddClient, ObeysAProviderThatAsksForNoPause) {
  const std::string text = R"(version: 1
provider:
  limits: {slots: {counts: requests, cap: 1, when_full: {action: reject, retry_after: 0 s}}}
  endpoints: {api: {service: 1 s}}
workloads: {a: {kind: batch, tasks: 2, client: {retry: {kind: constant, pause: 1 s, attempts: unlimited, honours_retry_after: true}}}}
run: {until: workload_done, stop_after: 1 h}
)";
  says(text, "time would stand still");
}

TEST(OddWorkload, MoreThanOneArrivalANanosecond) {
  says(with(small, "    kind: conversations\n    count: 8\n    turn: {pause: {dist: exponential, mean: 7.5 s}}\n",
            "    kind: arrivals\n    arrive: {dist: poisson, rate: 1e300 /s}\n"),
       "the smallest step of the clock");
}

// Polls a nanosecond apart cost nothing: the one that finds the end is found without making them all.
TEST(OddClient, PollsEveryNanosecond) {
  const Told t{R"(version: 1
provider: {limits: {}, endpoints: {api: {service: 3 h}}}
workloads: {a: {kind: batch, tasks: 2, client: {completion: {by: polling, first: 2 ns}}}}
run: {until: workload_done, stop_after: 1 day}
)"};
  EXPECT_EQ(t.lines()[0], "0: in 0, known 10800");
}

/// One task of eight seconds, told of in this way.
std::string told_by(const std::string& completion) {
  return "version: 1\nprovider: {limits: {}, endpoints: {api: {service: 8 s}}}\nworkloads: {a: {kind: batch, tasks: 1, "
         "client: {completion: " +
         completion + "}}}\nrun: {until: workload_done, stop_after: 1 day}\n";
}

TEST(OddClient, PollsThatHardlyGrow) {
  says(told_by("{by: polling, first: 1 ns, factor: 1.0000000001x}"), "these waits hardly grow");
}

// The poll after the first comes later than simulated time lasts, the webhook's deliveries all fail: nobody learns of
// the end.
TEST(OddClient, LearnsOfTheEndAfterTheEndOfTime) {
  for (const char* completion :
       {"{by: polling, first: 3 s, factor: 1e12x}", "{by: webhook, fails: 100%, retry_first: 2 min, attempts: 60}",
        "{by: webhook, fails: 99%, retry_first: 2 day, retry_factor: 1e9x, attempts: 60}"}) {
    const Told t{told_by(completion)};
    EXPECT_TRUE(t.result().stopped) << completion;
    EXPECT_EQ(t.result().ended.given_up, 1U) << completion;
  }
}

// A million pauses, none of which is worked out from the first one on.
TEST(OddClient, TriesAMillionTimes) {
  const Told t{R"(version: 1
provider: {limits: {slots: {counts: requests, cap: 1, when_full: {action: reject}}}, endpoints: {api: {service: 1000 s}}}
workloads: {a: {kind: batch, tasks: 2, client: {retry: {kind: exponential, first: 1 ms, factor: 1x, cap: 1 s, jitter: none, attempts: unlimited}}}}
run: {until: workload_done, stop_after: 1 h}
)"};
  EXPECT_EQ(t.lines()[1], "0: refused 1000000, in 1000, known 2000");
}

TEST(OddAccount, MoreMoneyThanCanBeCounted) {
  const std::string text = R"(version: 1
provider:
  limits: {}
  endpoints: {api: {service: 1 s}}
  account: {balance: $1, top_up: {every: 1 s, add: $3e9}}
workloads: {a: {kind: arrivals, arrive: {dist: poisson, rate: 1 /s}}}
run: {duration: 1 min, warm_up: 0 s}
)";
  EXPECT_THROW(Told{text}, std::domain_error);
}

}  // namespace
}  // namespace busyhour
