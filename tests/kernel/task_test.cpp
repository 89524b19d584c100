#include "busyhour/kernel/task.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "busyhour/kernel/story.hpp"
#include "support.hpp"

namespace busyhour {
namespace {

using namespace std::chrono_literals;
using testing::at;
using testing::Holding;
using testing::World;

Task<int> later(World& world, int n) {
  co_await world.calendar.delay(1s);
  co_return n;
}
Task<void> pause(Calendar& calendar) { co_await calendar.delay(1s); }
Task<std::unique_ptr<std::string>> made(World&) { co_return std::make_unique<std::string>("made"); }
Process asks(World& world) {
  const int n = co_await later(world, 7);
  co_await pause(world.calendar);
  const auto text = co_await made(world);
  world.log += std::to_string(n) + *text;
}
TEST(Task, HandsBackWhatItReturns) {
  Calendar calendar;
  World world{calendar};
  Stories stories{calendar};
  stories.spawn(asks(world));
  calendar.run_until(at(2s));
  EXPECT_EQ(world.log, "");
  calendar.run_until(at(2s) + 1ns);
  EXPECT_EQ(world.log, "7made");
  EXPECT_EQ(calendar.events(), 3U);  // one story, one slot: a task costs no event of its own
}

Task<int> fails(World& world, int& released) {
  const Holding held{released};
  co_await world.calendar.delay(1s);
  throw std::runtime_error{"inner"};
}
Task<int> passes_on(World& world, int& released) {
  const Holding held{released};
  const int n = co_await fails(world, released);
  co_return n;
}
Process catches(World& world, int& released) {
  try {
    (void)co_await passes_on(world, released);
  } catch (const std::runtime_error& e) {
    world.log += e.what();
  }
  co_await world.calendar.delay(1s);
  world.log += '.';
}
Process lets_pass(World& world, int& released) { (void)co_await passes_on(world, released); }
TEST(Task, ThrowsToWhoAwaitsIt) {
  Calendar calendar;
  World world{calendar};
  int released = 0;
  Stories stories{calendar};
  stories.spawn(catches(world, released));
  calendar.run_until(at(5s));
  EXPECT_EQ(world.log, "inner.");
  EXPECT_EQ(released, 2);
  stories.spawn(lets_pass(world, released));
  EXPECT_THROW(calendar.run_until(at(10s)), std::runtime_error);
  EXPECT_EQ(calendar.now(), at(6s));
  EXPECT_EQ(released, 4);
}

Task<int> at_once(World&, int n) { co_return n; }
Process asks_often(World& world, int& sum) {
  for (int i = 0; i < 1'000'000; ++i) sum += co_await at_once(world, 1);
}
/// Stories never resume one another: on GCC 12 without optimisation that would use a stack frame each time.
TEST(Task, AMillionInARowNeedNoStack) {
  Calendar calendar;
  World world{calendar};
  int sum = 0;
  Stories stories{calendar};
  stories.spawn(asks_often(world, sum));
  calendar.run_until(at(1s));
  EXPECT_EQ(sum, 1'000'000);
}

Task<int> descend(World& world, int depth) {
  if (depth == 0) {
    co_await world.calendar.delay(1s);
    co_return 0;
  }
  const int below = co_await descend(world, depth - 1);
  co_return below + 1;
}
Process dives(World& world, int depth, int& reached) { reached = co_await descend(world, depth); }
TEST(Task, WithinTaskWithinTaskNeedsNoStack) {
  Calendar calendar;
  World world{calendar};
  int reached = 0;
  Stories stories{calendar};
  stories.spawn(dives(world, 200'000, reached));
  calendar.run_until(at(2s));
  EXPECT_EQ(reached, 200'000);
}
Task<int> holds_below(World& world, int depth, int& released) {
  const Holding held{released};
  if (depth == 0) {
    co_await world.calendar.delay(1h);
    co_return 0;
  }
  const int below = co_await holds_below(world, depth - 1, released);
  co_return below + 1;
}
Process dives_holding(World& world, int depth, int& released) { (void)co_await holds_below(world, depth, released); }
TEST(Task, CancelledWithTheStoryAllTheWayDown) {
  Calendar calendar;
  World world{calendar};
  int released = 0;
  Stories stories{calendar};
  const StoryId diver = stories.spawn(dives_holding(world, 999, released));
  calendar.run_until(at(1s));
  stories.cancel(diver);
  EXPECT_EQ(released, 1000);
}

/// GCC 12 destroys twice what some expressions of co_await build. What the kernel itself builds there, and class types
/// with a constructor, are destroyed once.
struct Turn {
  std::string text;  // long enough not to be kept in place: a double destruction is a double free
  std::shared_ptr<int> token;
};
Task<std::size_t> sends(World& world, Turn turn) {
  co_await world.calendar.delay(1s);
  co_return turn.text.size();
}
Task<std::size_t> keeps(World& world, Holding held) {
  co_await world.calendar.delay(1s);
  (void)held;
  co_return 1;
}
Process talks(World& world, int& released, std::shared_ptr<int> token, std::size_t& sum) {
  for (int i = 0; i < 3; ++i) {
    const Turn turn{std::string(100, 'x'), token};
    sum += co_await sends(world, turn);
    sum += co_await keeps(world, Holding{released});
  }
}
TEST(Task, ArgumentsAreDestroyedOnce) {
  Calendar calendar;
  World world{calendar};
  int released = 0;
  std::size_t sum = 0;
  const auto token = std::make_shared<int>(1);
  {
    Stories stories{calendar};
    stories.spawn(talks(world, released, token, sum));
    calendar.run_until(at(10s));
    EXPECT_EQ(sum, 303U);
    EXPECT_EQ(released, 3);
    EXPECT_EQ(token.use_count(), 1);
    stories.spawn(talks(world, released, token, sum));
    calendar.run_until(at(11s) + 500ms);  // cut short within `keeps`
    EXPECT_GT(token.use_count(), 1);
  }
  EXPECT_EQ(released, 4);
  EXPECT_EQ(token.use_count(), 1);
}

TEST(Task, OneNeverAwaitedIsNeverTold) {
  Calendar calendar;
  World world{calendar};
  { const Task<int> untold = later(world, 1); }
  EXPECT_FALSE(calendar.tell_next(end_of_time));
}

}  // namespace
}  // namespace busyhour
