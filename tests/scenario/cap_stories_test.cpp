/// Caps that follow the balance as small stories with constants.
#include <algorithm>

#include "told.hpp"

namespace busyhour {
namespace {

/// Of eight tasks of twenty minutes at $4, on a slot for each $5 of $10, to which $24 come after a minute: how many begin
/// at 0 and how many leave the queue at 60 s.
void expect_begun(const std::string& charged, const std::string& when_full, std::ptrdiff_t at_0, std::ptrdiff_t at_60) {
  const Told told{R"(version: 1
provider:
  limits:
    slots: {counts: requests, cap: floor(balance / $5), when_full: )" +
                  when_full + R"(}
  endpoints: {api: {service: 20 min, price: $4}}
  account: {balance: $10, charge: {when: )" +
                  charged + R"(}, top_up: {every: 1 min, add: $24, at_most: $24 / d}}
workloads: {a: {kind: batch, tasks: 8}}
run: {duration: 30 min, warm_up: 0 s}
)"};
  const Lines all = told.lines();
  const auto begun = [&](const std::string& when) {
    return std::ranges::count_if(all, [&](const std::string& line) { return line.starts_with(when); });
  };
  EXPECT_EQ(begun("0: in 0,"), at_0) << charged;
  EXPECT_EQ(begun("0: queued 60, in 60,"), at_60) << charged;
}
const std::string queue = "{action: queue, capacity: unlimited}", reject = "{action: reject}";

// $10: two slots. The first pays $4, so that one slot is left, its own. With $24 more there are $30, six slots: the
// second pays $4, five slots; the third, four slots; the fourth leaves $18 and three slots, which four tasks are beyond.
TEST(Cap, WhoIsLetInPaysBeforeTheNextInLineIsJudged) {
  for (const char* when : {"on_submit", "on_start"}) expect_begun(when, queue, 1, 3);
}

// One that comes at the same instant is judged by what the one before has left.
TEST(Cap, WhoComesAtOneInstantFindsWhatTheOneBeforeHasLeft) {
  for (const char* when : {"on_submit", "on_start"}) expect_begun(when, reject, 1, 0);
}

// What is paid later moves no cap now: two at once, four more with $34.
TEST(Cap, WhatIsPaidLaterIsNotMissedYet) {
  for (const char* when : {"on_success", "on_end"}) expect_begun(when, queue, 2, 4);
}

// A rate may follow the balance too: $2 allow two a second, $1 more allows three.
TEST(Cap, OfARateFollowsTheBalance) {
  const Told t{R"(version: 1
provider:
  limits:
    rate: {counts: requests, per: 1 s, cap: floor(balance / $1), window: fixed, when_full: {action: reject}}
  endpoints: {api: {service: 10 ms}}
  account: {balance: $2, top_up: {every: 900 ms, add: $1, at_most: $1 / h}}
workloads: {a: {kind: arrivals, arrive: {dist: constant, value: 250 ms}}}
run: {duration: 2.1 s, warm_up: 0 s}
)"};
  const Lines all = t.lines();
  EXPECT_EQ(std::count_if(all.begin(), all.end(), [](const std::string& l) { return l.find("given up") != l.npos; }),
            1 + 1);
}

}  // namespace
}  // namespace busyhour
