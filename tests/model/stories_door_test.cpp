/// The provider's door: limits in file order, queues, who holds what for how long. One slot, taken from 0 to 2 unless
/// the story says otherwise.
#include "stories.hpp"

namespace busyhour::testing {
namespace {

using DoorStory = Story;
INSTANTIATE_TEST_SUITE_P(Told, DoorStory, ::testing::Values(Teller::plain, Teller::model));

/// The first workload takes the slot until 2; `rows` come after it.
Scene taken_until_2(std::vector<At> rows, WhenFull when_full) {
  Scene scene = callers({{0s, 2s}});
  limit_of(scene).when_full = std::move(when_full);
  takes(scene, std::move(rows));
  return scene;
}

TraceConfig& workload(Scene& scene, std::size_t w) { return std::get<TraceConfig>(scene.workloads[w].second); }

// In at 2, and at 3 when the one before has ended.
TEST_P(DoorStory, FirstComeFirstServed) {
  const auto story = told(taken_until_2({{500ms, 1s}, {600ms, 1s}}, queue()));
  EXPECT_EQ(requests(story, 1),
            (Lines{"0.5: queued 1.5, in at 2, bytes 3 to 3", "0.6: queued 2.4, in at 3, bytes 4 to 4"}));
}

// Who waits holds nothing: the slot is held from 0 to 4 without a break, never twice. Ten seconds are counted.
TEST_P(DoorStory, WhoWaitsHoldsNoSlot) {
  const auto story = told(taken_until_2({{500ms, 1s}, {600ms, 1s}}, queue()));
  ASSERT_EQ(story.limits.size(), 1U);
  EXPECT_EQ(story.limits[0], (plain::Use{.held = 4s, .cap = 10s, .full = 4s, .window = 10s}));
}

TEST_P(DoorStory, TheSlotsOfALimitAreCounted) {
  Scene scene = taken_until_2({{500ms, 1s}, {5s, 9s}}, Reject{});
  limit_of(scene).cap = cap(2);
  scene.run.warm_up = 1s;
  // Counted from 1 to 10: 0..2 gives 1, 0.5..1.5 gives 0.5, 5..14 gives 5 slot seconds; both slots are held from 1
  // to 1.5.
  EXPECT_EQ(told(scene).limits[0], (plain::Use{.held = 6500ms, .cap = 18s, .full = 500ms, .window = 9s}));
}

// One may wait; the next is refused.
TEST_P(DoorStory, Capacity) {
  const auto story = told(taken_until_2({{500ms, 1s}, {600ms, 1s}}, queue(at_most(1))));
  EXPECT_EQ(requests(story, 1),
            (Lines{"0.5: queued 1.5, in at 2, bytes 3 to 3", "0.6: refused once, given up at 0.6"}));
}

// A slot freed at 2 goes to the queue's head; who comes at 2 finds it taken.
TEST_P(DoorStory, TheQueuesHeadComesBeforeArrivals) {
  const auto story = told(taken_until_2({{500ms, 1s}, {2s, 1s}}, queue()));
  EXPECT_EQ(requests(story, 1),
            (Lines{"0.5: queued 1.5, in at 2, bytes 3 to 3", "2: queued 1, in at 3, bytes 4 to 4"}));
}

// Half a second of patience: refused at 1. With 1.5 the slot is freed just in time.
TEST_P(DoorStory, Patience) {
  Queue impatient = queue();
  impatient.patience = 500ms;
  EXPECT_EQ(requests(told(taken_until_2({{500ms, 1s}}, impatient)), 1),
            (Lines{"0.5: refused once, queued 0.5, given up at 1"}));
  impatient.patience = 1500ms;
  EXPECT_EQ(requests(told(taken_until_2({{500ms, 1s}}, impatient)), 1),
            (Lines{"0.5: queued 1.5, in at 2, bytes 3 to 3"}));
}

// A refusal out of the queue is retried like any other: waits 0.5 to 1, comes again at 1.7, waits, is let in at 2.
TEST_P(DoorStory, PatienceAndRetry) {
  Queue impatient = queue();
  impatient.patience = 500ms;
  Scene scene = taken_until_2({{500ms, 1s}}, impatient);
  workload(scene, 1).client = retries(700ms, unlimited);
  EXPECT_EQ(requests(told(scene), 1), (Lines{"0.5: refused once, queued 0.8, in at 2, bytes 3 to 3"}));
}

// Priority 5 before 1, whoever came first; equals in order.
TEST_P(DoorStory, Priority) {
  Queue by_priority = queue();
  by_priority.discipline = Discipline::priority;
  Scene scene = taken_until_2({{500ms, 1s}, {700ms, 1s}}, by_priority);
  takes(scene, {{600ms, 1s}, {800ms, 1s}});
  workload(scene, 2).priority = 5;
  const auto story = told(scene);
  EXPECT_EQ(requests(story, 2),
            (Lines{"0.6: queued 1.4, in at 2, bytes 3 to 3", "0.8: queued 2.2, in at 3, bytes 4 to 4"}));
  EXPECT_EQ(requests(story, 1),
            (Lines{"0.5: queued 3.5, in at 4, bytes 5 to 5", "0.7: queued 4.3, in at 5, bytes 6 to 6"}));
}

/// Two endpoints; a second limit of one slot counts only requests at `second`.
Scene two_endpoints() {
  Scene scene = callers({{0s, 2s}});
  limit_of(scene).cap = cap(2);
  scene.provider.endpoints[0].first = "first";
  scene.provider.endpoints.emplace_back("second", endpoint(TimedService{}));
  ConcurrencyLimit only_second = limit(Counts::requests, 1);
  only_second.endpoints = {"second"};
  scene.provider.limits.emplace_back("second only", only_second);
  workload(scene, 0).endpoint = "second";
  return scene;
}

// `second` is full from 0 to 2, the account has room for one more. Who is refused there at 0.5 has taken nothing of the
// account's: at 0.6 one goes in at `first`. Nor does `first` ask about `second`.
TEST_P(DoorStory, NothingIsTakenUnlessAllAgree) {
  Scene scene = two_endpoints();
  takes(scene, {{500ms, 1s}});
  workload(scene, 1).endpoint = "second";
  takes(scene, {{600ms, 1s}});
  workload(scene, 2).endpoint = "first";
  const auto story = told(scene);
  EXPECT_EQ(requests(story, 1), (Lines{"0.5: refused once, given up at 0.5"}));
  EXPECT_EQ(requests(story, 2), (Lines{"0.6: in at 0.6, bytes 1.6 to 1.6"}));
}

// Both limits are full: the refusal is that of the first one in the file. The client retries on code 1 only.
TEST_P(DoorStory, TheFirstRefusalIsReported) {
  const auto with = [&](std::int64_t first, std::int64_t second) {
    Scene scene = taken_until_2({{1500ms, 1s}}, reject(429, first));
    scene.provider.limits.emplace_back("another", limit(Counts::requests, 1, reject(429, second)));
    workload(scene, 1).client = retries(500ms, unlimited);
    workload(scene, 1).client.retry_on = {"code 1"};
    return requests(told(scene), 1);
  };
  EXPECT_EQ(with(1, 2), (Lines{"1.5: refused once, in at 2, bytes 3 to 3"}));
  EXPECT_EQ(with(2, 1), (Lines{"1.5: refused once, given up at 1.5"}));
}

// One pool of slots: calls at `first` are rejected when it is full, those at `second` wait.
TEST_P(DoorStory, AnEndpointsOwnWord) {
  Scene scene = two_endpoints();
  scene.provider.limits.pop_back();
  limit_of(scene).cap = cap(1);
  scene.provider.endpoints[1].second.limits.emplace_back("requests", LimitOverride{queue()});
  for (const char* name : {"first", "second"}) {
    takes(scene, {{500ms, 1s}});
    std::get<TraceConfig>(scene.workloads.back().second).endpoint = name;
  }
  const auto story = told(scene);
  EXPECT_EQ(requests(story, 1), (Lines{"0.5: refused once, given up at 0.5"}));
  EXPECT_EQ(requests(story, 2), (Lines{"0.5: queued 1.5, in at 2, bytes 3 to 3"}));
}

// A counter for each endpoint, or for each workload.
TEST_P(DoorStory, Keys) {
  const auto with = [&](LimitKey key, const char* where) {
    Scene scene = two_endpoints();
    scene.provider.limits.pop_back();
    limit_of(scene).cap = cap(1);
    limit_of(scene).key = key;
    takes(scene, {{500ms, 1s}});
    workload(scene, 1).endpoint = where;
    return requests(told(scene), 1);
  };
  const Lines in{"0.5: in at 0.5, bytes 1.5 to 1.5"}, out{"0.5: refused once, given up at 0.5"};
  EXPECT_EQ(with(LimitKey::account, "first"), out);
  EXPECT_EQ(with(LimitKey::endpoint, "first"), in);
  EXPECT_EQ(with(LimitKey::endpoint, "second"), out);
  EXPECT_EQ(with(LimitKey::workload, "second"), in);
}

// Each request opens a connection of its own: with one connection and room for five requests the second one is refused.
// It closes with the last byte.
TEST_P(DoorStory, ARequestsOwnConnection) {
  Scene scene = taken_until_2({{500ms, 1s}, {2s, 1s}}, Reject{});
  limit_of(scene).cap = cap(5);
  scene.provider.limits.emplace_back("connections", limit(Counts::connections, 1));
  EXPECT_EQ(requests(told(scene), 1), (Lines{"0.5: refused once, given up at 0.5", "2: in at 2, bytes 3 to 3"}));
}

// Two limits that queue; the one at `second` waits for both. Slots of the account: 0..2 (at `second`) and 0.1..3. The
// head, come at 0.5 for `second`, waits at the account's line; the slot freed at 2 is its own.
TEST_P(DoorStory, AQueueBeforeTwoLimits) {
  Scene scene = two_endpoints();
  for (auto& [name, one] : scene.provider.limits) std::get<ConcurrencyLimit>(one).when_full = queue();
  takes(scene, {{100ms, 2900ms}, {700ms, 1s}});
  workload(scene, 1).endpoint = "first";
  takes(scene, {{500ms, 1s}});
  workload(scene, 2).endpoint = "second";
  const auto story = told(scene);
  EXPECT_EQ(requests(story, 2), (Lines{"0.5: queued 1.5, in at 2, bytes 3 to 3"}));
  EXPECT_EQ(requests(story, 1), (Lines{"0.1: in at 0.1, bytes 3 to 3", "0.7: queued 2.3, in at 3, bytes 4 to 4"}));
}

// The head has come at 0.5 for `second`, which is taken until 4; of the account's two slots one is free from 1.1 on.
// Who comes at 2 with a higher priority would be served before the head, and goes in; an equal one at 3.5 stands behind
// it.
TEST_P(DoorStory, AHeadThatCannotGoHoldsUpItsEquals) {
  Scene scene = two_endpoints();
  for (auto& [name, one] : scene.provider.limits) std::get<ConcurrencyLimit>(one).when_full = queue();
  Queue by_priority = queue();
  by_priority.discipline = Discipline::priority;
  limit_of(scene).when_full = by_priority;
  std::get<TraceConfig>(scene.workloads[0].second) = trace({{0s, 4s}});
  workload(scene, 0).endpoint = "second";
  takes(scene, {{100ms, 1s}, {3500ms, 1s}});
  takes(scene, {{500ms, 1s}});
  takes(scene, {{2s, 1s}});
  workload(scene, 1).endpoint = workload(scene, 3).endpoint = "first";
  workload(scene, 2).endpoint = "second";
  workload(scene, 3).priority = 5;
  const auto story = told(scene);
  EXPECT_EQ(requests(story, 2), (Lines{"0.5: queued 3.5, in at 4, bytes 5 to 5"}));
  EXPECT_EQ(requests(story, 3), (Lines{"2: in at 2, bytes 3 to 3"}));
  EXPECT_EQ(requests(story, 1), (Lines{"0.1: in at 0.1, bytes 1.1 to 1.1", "3.5: queued 0.5, in at 4, bytes 5 to 5"}));
}

}  // namespace
}  // namespace busyhour::testing
