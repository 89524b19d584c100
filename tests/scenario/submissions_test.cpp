/// Tasks submitted together: cloro's asynchronous batches, "up to 500 tasks", rejected whole (providers.md 2.3, C8).
#include "told.hpp"

namespace busyhour {
namespace {

/// So many tasks of ten seconds each, of which so many go in one call.
std::string batch(const std::string& tasks, const std::string& limits, const std::string& client = "",
                  const std::string& endpoint = "batch_max: 500") {
  return "version: 1\nprovider:\n  limits: {" + limits + "}\n  endpoints: {task: {service: 10 s, " + endpoint +
         "}}\nworkloads: {a: {kind: batch, " + tasks + ", client: {" + client +
         "}}}\nrun: {until: workload_done, stop_after: 1 h}\n";
}
const std::string pool =
    "slots: {counts: requests, cap: 20, when_full: {action: queue, capacity: 100000, discipline: priority}}";

std::uint64_t let_in(const Told& t) { return t.result().ended.requests - t.result().ended.given_up; }

TEST(Together, ABatchOfMoreThanTheLargestIsRefusedWhole) {
  EXPECT_EQ(let_in(Told{batch("tasks: 500, together: 500", pool)}), 500U);
  const Told t{batch("tasks: 501, together: 501", pool, "retry: {kind: constant, pause: 1 s, attempts: 9}")};
  EXPECT_EQ(let_in(t), 0U);
  EXPECT_EQ(t.lines()[500], "0: refused 1, given up 0");                      // for good
  EXPECT_EQ(let_in(Told{batch("tasks: 1001, together: 500", pool)}), 1001U);  // 500, 500 and 1
  EXPECT_EQ(let_in(Told{batch("tasks: 501", pool)}), 501U);                   // each on its own
}

// "up to 100,000 QUEUED"; here 20 slots and 480 places: a batch of 500 fits, one of two behind it does not, and a
// single one neither until the first ten seconds are over.
TEST(Together, IsQueuedWholeOrRefusedWhole) {
  const std::string small =
      "slots: {counts: requests, cap: 20, when_full: {action: queue, capacity: 480, status: 429}}";
  EXPECT_EQ(let_in(Told{batch("tasks: 502, together: 500", small)}), 500U);
  const Told t{
      batch("tasks: 40, together: 30", "slots: {counts: requests, cap: 20, when_full: {action: queue, capacity: 15}}")};
  EXPECT_EQ(let_in(t), 30U);  // thirty fit, of the ten others only five would
  EXPECT_EQ(t.lines()[29], "0: queued 10, in 10, known 20");
  EXPECT_EQ(t.lines()[30], "0: refused 1, given up 0");
  EXPECT_EQ(t.most_held(0), 20);
}

// One call uses up a rate over requests once: two calls a second, of which each brings ten tasks.
TEST(Together, UsesUpARateOnce) {
  const std::string rate = "rate: {counts: requests, per: 1 s, cap: 2, window: fixed, when_full: {action: reject}}, ";
  EXPECT_EQ(let_in(Told{batch("tasks: 30, together: 10", rate + pool)}), 20U);
  EXPECT_EQ(let_in(Told{batch("tasks: 30", rate + pool)}), 2U);
}

// Refused whole, it changes nothing: the four slots are free for the third call, the two after it find two left.
TEST(Together, WhatIsRefusedWholeHoldsNothing) {
  const Told t{batch("tasks: 9, together: 5", "slots: {counts: requests, cap: 4, when_full: {action: reject}}")};
  EXPECT_EQ(t.lines()[0], "0: refused 1, given up 0");
  EXPECT_EQ(t.lines()[5], "0: in 0, known 10");
  EXPECT_EQ(t.most_held(0), 4);
  EXPECT_EQ(let_in(t), 4U);
}

// Random pauses and a random network: the tasks of a call come back together.
TEST(Together, TriesAgainWhole) {
  const std::string text =
      with(batch("tasks: 30, together: 10", "slots: {counts: requests, cap: 10, when_full: {action: reject}}",
                 "retry: {kind: exponential, first: 1 s, factor: 2x, cap: 8 s, jitter: full, attempts: unlimited}"),
           "provider:\n", "provider:\n  network: {dist: exponential, mean: 50 ms}\n");
  const Told t{text};
  EXPECT_EQ(let_in(t), 30U);
  for (std::uint32_t call = 0; call < 3; ++call)
    for (std::uint32_t i = 1; i < 10; ++i) {
      EXPECT_EQ(t.request(10 * call + i).admitted, t.request(10 * call).admitted);
      EXPECT_EQ(t.request(10 * call + i).attempts, t.request(10 * call).attempts);
    }
  const auto at_once = [&](std::uint32_t call) { return t.request(10 * call).attempts == 1; };
  EXPECT_EQ(at_once(0) + at_once(1) + at_once(2), 1);  // the first to arrive takes all ten slots for ten seconds
}

TEST(Together, SaysWithWhatItDoesNotGo) {
  EXPECT_NE(wrong_with(batch("tasks: 30, together: 10", pool, "in_flight: {at_most: 2}")).find("goes out whole"),
            std::string::npos);
  EXPECT_NE(wrong_with(batch("tasks: 30, together: 10",
                             "slots: {counts: requests, cap: 4, reserve: {a: 1}, when_full: {action: reject}}"))
                .find("beside reserved or dearer slots"),
            std::string::npos);
}

}  // namespace
}  // namespace busyhour
