/// Caps that follow the balance as small stories with constants.
#include <algorithm>

#include "told.hpp"

namespace busyhour {
namespace {

/// A slot for each $5 of the balance, $4 a task of twenty minutes; $24 come after a minute.
std::string a_slot_for_each_five(const std::string& when, const std::string& stages, const std::string& when_full) {
  return R"(version: 1
provider:
  limits:
    slots: {counts: requests, cap: floor(balance / $5), when_full: )" +
         when_full + R"(}
  endpoints: {api: {)" +
         stages + R"(, price: $4}}
  account: {balance: $10, charge: {when: )" +
         when + R"(}, top_up: {every: 1 min, add: $24, at_most: $24 / d}}
workloads: {a: {kind: batch, tasks: 8}}
run: {duration: 30 min, warm_up: 0 s}
)";
}
const std::string queue = "{action: queue, capacity: unlimited}", reject = "{action: reject}";

std::ptrdiff_t with(const Told& told, const std::string& part) {
  const Lines all = told.lines();
  return std::ranges::count_if(all, [&](const std::string& line) { return line.find(part) != line.npos; });
}

// $10: two slots. The first pays $4, so that one slot is left, its own. With $24 more there are $30, six slots: the
// second pays $4, five slots; the third, four slots; the fourth leaves $18 and three slots, which four tasks are beyond.
TEST(Cap, WhoIsLetInPaysBeforeTheNextInLineIsJudged) {
  for (const char* when : {"on_submit", "on_start"}) {
    const Told t{a_slot_for_each_five(when, "service: 20 min", queue)};
    EXPECT_EQ(with(t, "0: in 0,"), 1) << when;
    EXPECT_EQ(with(t, "0: queued 60, in 60,"), 3) << when;
  }
}

// One that comes at the same instant is judged by what the one before has left.
TEST(Cap, WhoComesAtOneInstantFindsWhatTheOneBeforeHasLeft) {
  for (const char* when : {"on_submit", "on_start"}) {
    const Told t{a_slot_for_each_five(when, "service: 20 min", reject)};
    EXPECT_EQ(with(t, "0: in 0,"), 1) << when;
  }
}

// What is paid later moves no cap now: two at once.
TEST(Cap, WhatIsPaidLaterIsNotMissedYet) {
  for (const char* when : {"on_success", "on_end"}) {
    const Told t{a_slot_for_each_five(when, "service: 20 min", queue)};
    EXPECT_EQ(with(t, "0: in 0,"), 2) << when;
    EXPECT_EQ(with(t, "0: queued 60, in 60,"), 4) << when;
  }
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
