#include "busyhour/kernel/wakeup.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "busyhour/kernel/story.hpp"
#include "support.hpp"

namespace busyhour {
namespace {

using namespace std::chrono_literals;
using testing::at;
using testing::World;

/// A queue whose owner chooses whom to wake: what a ticket does.
struct Desk : World {
  struct Ticket {
    int priority;
    Wakeup* wakeup;
  };
  std::vector<Ticket> tickets{};
  void wake_highest() {
    const auto chosen =
        std::max_element(tickets.begin(), tickets.end(), [](auto& a, auto& b) { return a.priority < b.priority; });
    chosen->wakeup->fire();
    tickets.erase(chosen);
  }
};
Process queues(Desk& desk, int priority) {
  Wakeup wakeup{desk.calendar};
  desk.tickets.push_back({priority, &wakeup});
  (void)co_await wakeup.fired();
  desk.log += static_cast<char>('0' + priority);
}
Process serves(Desk& desk) {
  while (!desk.tickets.empty()) {
    co_await desk.calendar.delay(1s);
    desk.wake_highest();
  }
}
TEST(Wakeup, WakesTheOneThatIsChosen) {
  Calendar calendar;
  Desk desk{{calendar}};
  Stories stories{calendar};
  for (const int p : {2, 5, 1, 4}) stories.spawn(queues(desk, p));
  stories.spawn(serves(desk));
  calendar.run_until(at(2s) + 1ns);
  EXPECT_EQ(desk.log, "54");
  calendar.run_until(at(9s));
  EXPECT_EQ(desk.log, "5421");
}

Process waits_within(World& world, Wakeup& wakeup, Duration patience) {
  const bool fired = co_await wakeup.fired_within(patience);
  world.log += fired ? 'y' : 'n';
}
Process fires(World& world, Wakeup& wakeup, TimePoint when, Phase by, Phase in) {
  co_await world.calendar.until(when, by);
  wakeup.fire(in);
  world.log += 'f';
}

TEST(Wakeup, PatienceRunsOutAndTheWakeupCanBeAwaitedAgain) {
  Calendar calendar;
  World world{calendar};
  Wakeup wakeup{calendar};
  Stories stories{calendar};
  stories.spawn(waits_within(world, wakeup, 1s));
  calendar.run_until(at(2s));
  EXPECT_EQ(world.log, "n");
  EXPECT_FALSE(wakeup.waits());
  stories.spawn(waits_within(world, wakeup, 10s));
  stories.spawn(fires(world, wakeup, at(3s), Phase::arrival, Phase::release));
  calendar.run_until(at(20s));
  EXPECT_EQ(world.log, "nfy");
}

TEST(Wakeup, AtTheInstantPatienceEndsTheFiringComesFirst) {
  for (const bool firer_first : {false, true}) {
    Calendar calendar;
    World world{calendar};
    Wakeup wakeup{calendar};
    Stories stories{calendar};
    if (firer_first) stories.spawn(fires(world, wakeup, at(1s), Phase::arrival, Phase::release));
    stories.spawn(waits_within(world, wakeup, 1s));
    if (!firer_first) stories.spawn(fires(world, wakeup, at(1s), Phase::arrival, Phase::release));
    calendar.run_until(at(2s));
    EXPECT_EQ(world.log, "fy");
  }
}

TEST(Wakeup, WakesInThePhaseItIsTold) {
  for (const Phase in : {Phase::release, Phase::observe}) {
    Calendar calendar;
    World world{calendar};
    Wakeup wakeup{calendar};
    Stories stories{calendar};
    const auto arrives = [](World& w) -> Process {
      co_await w.calendar.until(at(1s));
      w.log += 'a';
    };
    stories.spawn(waits_within(world, wakeup, 5s));
    stories.spawn(fires(world, wakeup, at(1s), Phase::release, in));
    stories.spawn(arrives(world));
    calendar.run_until(at(2s));
    EXPECT_EQ(world.log, in == Phase::release ? "fya" : "fay");
  }
}

TEST(Wakeup, AFiringBeforeTheWaitIsRememberedOnce) {
  Calendar calendar;
  World world{calendar};
  Wakeup wakeup{calendar};
  wakeup.fire();
  wakeup.fire();
  Stories stories{calendar};
  stories.spawn(waits_within(world, wakeup, 1s));
  calendar.run_until(at(1ns));
  EXPECT_EQ(world.log, "y");
  stories.spawn(waits_within(world, wakeup, 1s));
  calendar.run_until(at(2s));
  EXPECT_EQ(world.log, "yn");
}

TEST(Wakeup, WhoIsDestroyedWhileWaitingIsForgotten) {
  Calendar calendar;
  World world{calendar};
  Wakeup wakeup{calendar};
  Stories stories{calendar};
  const StoryId one = stories.spawn(waits_within(world, wakeup, 10s));
  calendar.run_until(at(1s));
  EXPECT_TRUE(wakeup.waits());
  stories.cancel(one);
  EXPECT_FALSE(wakeup.waits());
  wakeup.fire();
  EXPECT_FALSE(calendar.tell_next(end_of_time));
}

TEST(Wakeup, TwoCannotWaitForOne) {
  Calendar calendar;
  World world{calendar};
  Wakeup wakeup{calendar};
  Stories stories{calendar};
  stories.spawn(waits_within(world, wakeup, 10s));
  stories.spawn(waits_within(world, wakeup, 10s));
  EXPECT_THROW(calendar.run_until(at(1s)), std::logic_error);
  EXPECT_TRUE(wakeup.waits());
  wakeup.fire();
  calendar.run_until(at(1s));
  EXPECT_EQ(world.log, "y");
}

}  // namespace
}  // namespace busyhour
