/// Odd limits, clients and accounts: each is refused, warned of or stopped with a reason, and none hangs.
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
  says(with(small, "cap: 4", "cap: 4 / 0"), "not a finite number");
  says(with(small, "cap: 4", "cap: 99999999999999999999"), "too large");
  says(with(small, "cap: 4", "cap: 2 * provider.limits.requests.cap"), "goes in a circle");
  const std::string over = with(small, "  endpoints:", account + "  endpoints:");
  says(with(over, "cap: 4", "cap: 'floor(balance / $0)'"),
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
