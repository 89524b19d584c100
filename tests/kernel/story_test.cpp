#include "busyhour/kernel/story.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "busyhour/kernel/gate.hpp"
#include "support.hpp"

namespace busyhour {
namespace {

using namespace std::chrono_literals;
using testing::at;
using testing::Holding;
using testing::World;

Process holds(World& world, int& released, Duration d) {
  const Holding held{released};
  co_await world.calendar.delay(d);
  world.log += 'e';
}
Process throws(World& world, int& released, Duration d) {
  const Holding held{released};
  co_await world.calendar.delay(d);
  throw std::runtime_error{"said"};
}
Process throws_at_once(World&) {
  throw std::runtime_error{"at once"};
  co_return;
}

TEST(Stories, BeginAtTheInstantTheyAreSpawnedInOrder) {
  Calendar calendar;
  World world{calendar};
  Stories stories{calendar};
  int released = 0;
  calendar.run_until(at(5s));
  stories.spawn(holds(world, released, 1s));
  EXPECT_EQ(stories.count(), 1U);
  EXPECT_EQ(released, 0);
  calendar.run_until(at(7s));
  EXPECT_EQ(world.log, "e");
  EXPECT_EQ(released, 1);
  EXPECT_EQ(stories.count(), 0U);
}

TEST(Stories, OneNeverSpawnedIsNeverTold) {
  Calendar calendar;
  World world{calendar};
  int released = 0;
  { const Process untold = holds(world, released, 1s); }
  calendar.run_until(at(2s));
  EXPECT_EQ(world.log, "");
  EXPECT_EQ(released, 0);  // it never came to hold anything
}

TEST(Stories, CutShortTheyGiveBackWhatTheyHoldAndTheirSlots) {
  Calendar calendar;
  World world{calendar};
  int released = 0;
  {
    Stories stories{calendar};
    for (int i = 0; i < 1000; ++i) stories.spawn(holds(world, released, 1h));
    calendar.run_until(at(1s));
    EXPECT_EQ(released, 0);
  }
  EXPECT_EQ(released, 1000);
  EXPECT_FALSE(calendar.tell_next(end_of_time));
  std::vector<Slot> again;
  for (int i = 0; i < 1000; ++i) again.push_back(calendar.open());
  for (const Slot s : again) EXPECT_LT(s, 1024U);
}

TEST(Stories, CancelledFromOutside) {
  Calendar calendar;
  World world{calendar};
  Stories stories{calendar};
  int released = 0;
  const StoryId first = stories.spawn(holds(world, released, 10s));
  stories.spawn(holds(world, released, 10s));
  calendar.run_until(at(1s));
  EXPECT_TRUE(stories.tells(first));
  stories.cancel(first);
  EXPECT_EQ(released, 1);
  EXPECT_FALSE(stories.tells(first));
  EXPECT_EQ(stories.count(), 1U);
  stories.cancel(first);  // has ended: nothing happens
  const StoryId third = stories.spawn(holds(world, released, 1s));
  EXPECT_EQ(third.slot, first.slot);  // in the same place, and still another story
  stories.cancel(first);
  EXPECT_TRUE(stories.tells(third));
  calendar.run_until(at(20s));
  EXPECT_EQ(world.log, "ee");
  EXPECT_EQ(released, 3);
  EXPECT_FALSE(stories.tells(StoryId{}));
}

Process cancels(World& world, Stories& stories, const StoryId& whom) {
  co_await world.calendar.delay(1s);
  stories.cancel(whom);
  world.log += 'c';
}
TEST(Stories, CancelledByAnother) {
  Calendar calendar;
  World world{calendar};
  Stories stories{calendar};
  int released = 0;
  const StoryId victim = stories.spawn(holds(world, released, 1s));  // due at the very instant
  stories.spawn(cancels(world, stories, victim));
  const StoryId late = stories.spawn(holds(world, released, 1s));
  stories.spawn(cancels(world, stories, late));
  calendar.run_until(at(3s));
  EXPECT_EQ(released, 2);
  EXPECT_EQ(world.log, "ecec");
  const StoryId sleeper = stories.spawn(holds(world, released, 10s));
  stories.spawn(cancels(world, stories, sleeper));
  calendar.run_until(at(30s));
  EXPECT_EQ(released, 3);
  EXPECT_EQ(world.log, "ececc");
}
TEST(Stories, NoneCancelsItself) {
  Calendar calendar;
  World world{calendar};
  Stories stories{calendar};
  StoryId self;
  self = stories.spawn(cancels(world, stories, self));
  EXPECT_THROW(calendar.run_until(at(3s)), std::logic_error);
  EXPECT_EQ(stories.count(), 0U);
}

/// Spawns from its destructor: a holding whose return sets something off.
class Consequence {
 public:
  Consequence(World& world, Stories& stories, int& released) : world_{world}, stories_{stories}, released_{released} {}
  Consequence(const Consequence&) = delete;
  Consequence& operator=(const Consequence&) = delete;
  ~Consequence() { stories_.spawn(holds(world_, released_, 1s)); }

 private:
  World& world_;
  Stories& stories_;
  int& released_;
};
Process sets_off(World& world, Stories& stories, int& released, Duration d) {
  const Consequence consequence{world, stories, released};
  co_await world.calendar.delay(d);
}
TEST(Stories, WhatIsSetOffByAnEndIsToldButNotByTheEndOfAll) {
  Calendar calendar;
  World world{calendar};
  int released = 0;
  {
    Stories stories{calendar};
    for (int i = 0; i < 100; ++i) stories.spawn(sets_off(world, stories, released, 10s));
    stories.spawn(sets_off(world, stories, released, 1s));
    calendar.run_until(at(5s));
    EXPECT_EQ(released, 1);
    EXPECT_EQ(stories.count(), 100U);
  }
  EXPECT_EQ(released, 1);
  EXPECT_FALSE(calendar.tell_next(end_of_time));
}

TEST(Stories, WhatAStoryThrowsLeavesTheRunAtThatInstant) {
  Calendar calendar;
  World world{calendar};
  int released = 0;
  {
    Stories stories{calendar};
    stories.spawn(holds(world, released, 3s));
    const StoryId thrower = stories.spawn(throws(world, released, 2s));
    stories.spawn(holds(world, released, 1h));
    EXPECT_THROW(calendar.run_until(at(10s)), std::runtime_error);
    EXPECT_EQ(calendar.now(), at(2s));
    EXPECT_FALSE(stories.tells(thrower));
    EXPECT_EQ(released, 1);
    EXPECT_EQ(stories.count(), 2U);
    calendar.run_until(at(10s));  // the others can still be told
    EXPECT_EQ(world.log, "e");
    stories.spawn(throws_at_once(world));
    EXPECT_THROW(calendar.run_until(at(11s)), std::runtime_error);
    EXPECT_EQ(calendar.now(), at(10s));
  }
  EXPECT_EQ(released, 3);
}

Process holds_argument(World& world, Holding held) {
  co_await world.calendar.delay(1s);
  (void)held;
}
TEST(Stories, ArgumentsAreDestroyedOnce) {
  Calendar calendar;
  World world{calendar};
  int released = 0;
  {
    Stories stories{calendar};
    stories.spawn(holds_argument(world, Holding{released}));
    calendar.run_until(at(10s));
    EXPECT_EQ(released, 1);
    stories.spawn(holds_argument(world, Holding{released}));
  }
  EXPECT_EQ(released, 2);
  { const Process untold = holds_argument(world, Holding{released}); }
  EXPECT_EQ(released, 3);
}

Process brood(World& world, Stories& stories, int n, int& released) {
  for (int i = 0; i < n; ++i) stories.spawn(holds(world, released, Duration{i % 97}));
  co_return;
}
TEST(Stories, GrowWhileOneOfThemIsTold) {
  Calendar calendar;
  World world{calendar};
  Stories stories{calendar};
  int released = 0;
  stories.spawn(brood(world, stories, 100'000, released));
  calendar.run_until(at(1s));
  EXPECT_EQ(released, 100'000);
  EXPECT_EQ(stories.count(), 0U);
  EXPECT_EQ(calendar.events(), 200'001U);
}

Process lays_out_wrongly(World& world, Gate& gate) {
  if (co_await gate.opens_within(1s)) world.log += 'y';
  world.log += '.';
}
/// GCC 12 cannot lay out such a frame; the kernel refuses it instead of crashing. Other compilers tell it.
TEST(Stories, AFrameThatTheCompilerBrokeIsRefused) {
  Calendar calendar;
  World world{calendar};
  Gate gate{calendar};
  Stories stories{calendar};
  bool refused = false;
  try {
    stories.spawn(lays_out_wrongly(world, gate));
  } catch (const std::logic_error&) {
    refused = true;
  }
  calendar.run_until(at(2s));
  EXPECT_EQ(world.log, refused ? "" : ".");
}

/// Time first, things second, stories last.
struct WholeRun {
  Calendar calendar;
  World world{calendar};
  int released = 0;
  Stories stories{calendar};
};
/// A run may be built on one thread, told on another and destroyed on a third.
TEST(Stories, ARunCanMoveBetweenThreads) {
  std::unique_ptr<WholeRun> run;
  int ended = 0;
  std::thread{[&] {
    run = std::make_unique<WholeRun>();
    for (int i = 0; i < 1000; ++i) run->stories.spawn(holds(run->world, run->released, i < 500 ? 1s : 1h));
  }}.join();
  run->calendar.run_until(at(2s));
  EXPECT_EQ(run->released, 500);
  for (int i = 0; i < 1000; ++i) run->stories.spawn(holds(run->world, run->released, 1h));
  std::thread{[&] {
    run->calendar.run_until(at(3s));
    ended = run->released;
    run.reset();
  }}.join();
  EXPECT_EQ(ended, 500);
}

}  // namespace
}  // namespace busyhour
