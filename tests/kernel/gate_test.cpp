#include "busyhour/kernel/gate.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>

#include "busyhour/kernel/story.hpp"
#include "support.hpp"

namespace busyhour {
namespace {

using namespace std::chrono_literals;
using testing::at;
using testing::Holding;
using testing::World;

struct Yard : World {
  explicit Yard(Calendar& c) : World{c}, gate{c} {}
  Gate gate;
};
Process waits(Yard& yard, char name) {
  (void)co_await yard.gate.opens();
  yard.log += name;
}
Process waits_within(Yard& yard, Duration patience, char yes, char no) {
  const bool opened = co_await yard.gate.opens_within(patience);
  yard.log += opened ? yes : no;
}
Process opens(Yard& yard, TimePoint when, Phase phase) {
  co_await yard.calendar.until(when, phase);
  if (yard.gate.anyone_waits()) yard.gate.let_one_through();
}

TEST(Gate, LetsThroughInOrderOfArrival) {
  Calendar calendar;
  Yard yard{calendar};
  Stories stories{calendar};
  for (const char c : {'a', 'b', 'c'}) stories.spawn(waits(yard, c));
  for (int i = 1; i <= 2; ++i) stories.spawn(opens(yard, at(i * 1s), Phase::arrival));
  calendar.run_until(at(1s) + 1ns);
  EXPECT_EQ(yard.log, "a");
  calendar.run_until(at(9s));
  EXPECT_EQ(yard.log, "ab");
  EXPECT_TRUE(yard.gate.anyone_waits());
}

TEST(Gate, TheOneLetThroughGoesBeforeAnyArrivalOfThatInstant) {
  for (const bool arrival_first : {false, true}) {
    Calendar calendar;
    Yard yard{calendar};
    Stories stories{calendar};
    const auto arrives = [](Yard& y) -> Process {
      co_await y.calendar.until(at(5s));
      y.log += 'n';
    };
    if (arrival_first) stories.spawn(arrives(yard));
    stories.spawn(waits(yard, 'w'));
    stories.spawn(opens(yard, at(5s), Phase::release));
    if (!arrival_first) stories.spawn(arrives(yard));
    calendar.run_until(at(6s));
    EXPECT_EQ(yard.log, "wn");
  }
}

TEST(Gate, WhoLosesPatienceLeavesTheLine) {
  Calendar calendar;
  Yard yard{calendar};
  Stories stories{calendar};
  stories.spawn(waits_within(yard, 5s, 'Y', 'N'));
  stories.spawn(waits_within(yard, 20s, 'y', 'n'));
  stories.spawn(opens(yard, at(10s), Phase::arrival));
  calendar.run_until(at(30s));
  EXPECT_EQ(yard.log, "Ny");
  EXPECT_FALSE(yard.gate.anyone_waits());
}

/// Opened and out of patience at one instant: let through, in whichever phase it opens, whoever was scheduled first.
TEST(Gate, AtTheInstantPatienceEndsTheOpeningComesFirst) {
  for (const Phase phase : {Phase::release, Phase::reset, Phase::arrival}) {
    for (const bool opener_first : {false, true}) {
      Calendar calendar;
      Yard yard{calendar};
      Stories stories{calendar};
      if (opener_first) stories.spawn(opens(yard, at(10s), phase));
      stories.spawn(waits_within(yard, 10s, 'y', 'n'));
      if (!opener_first) stories.spawn(opens(yard, at(10s), phase));
      calendar.run_until(at(30s));
      EXPECT_EQ(yard.log, "y");
    }
  }
}

TEST(Gate, PatienceOfZeroEndsWithTheInstant) {
  Calendar calendar;
  Yard yard{calendar};
  Stories stories{calendar};
  stories.spawn(waits_within(yard, 0s, 'y', 'n'));
  calendar.run_until(at(1ns));
  EXPECT_EQ(yard.log, "n");
}

Process waits_holding(Yard& yard, int& released) {
  const Holding held{released};
  (void)co_await yard.gate.opens();
  yard.log += '!';
}
TEST(Gate, WhoIsDestroyedWhileWaitingLeavesTheLine) {
  Calendar calendar;
  Yard yard{calendar};
  int released = 0;
  {
    Stories stories{calendar};
    const StoryId first = stories.spawn(waits_holding(yard, released));
    stories.spawn(waits(yard, 'b'));
    stories.spawn(waits_holding(yard, released));
    calendar.run_until(at(1s));
    stories.cancel(first);
    yard.gate.let_one_through();
    calendar.run_until(at(2s));
    EXPECT_EQ(yard.log, "b");
    EXPECT_TRUE(yard.gate.anyone_waits());
  }
  EXPECT_EQ(released, 2);
  EXPECT_FALSE(yard.gate.anyone_waits());
}

TEST(Gate, WhoIsDestroyedAfterBeingLetThroughTakesItsAwakeningAlong) {
  Calendar calendar;
  Yard yard{calendar};
  Stories stories{calendar};
  int released = 0;
  const StoryId first = stories.spawn(waits_holding(yard, released));
  calendar.run_until(at(1s));
  yard.gate.let_one_through();
  stories.cancel(first);
  EXPECT_FALSE(calendar.tell_next(end_of_time));
  EXPECT_EQ(released, 1);
}

TEST(Gate, NobodyWaitingCannotBeLetThrough) {
  Calendar calendar;
  Gate gate{calendar};
  EXPECT_FALSE(gate.anyone_waits());
  EXPECT_THROW(gate.let_one_through(), std::logic_error);
  EXPECT_THROW((void)gate.opens_within(-1ns), std::logic_error);
}

TEST(Gate, OneThatGoesBeforeItsLineLeavesNobodyDangling) {
  Calendar calendar;
  auto yard = std::make_unique<Yard>(calendar);
  Stories stories{calendar};
  stories.spawn(waits(*yard, 'a'));
  stories.spawn(waits(*yard, 'b'));
  calendar.run_until(at(1s));
  yard.reset();  // against the rule of declaring things before stories; no harm under AddressSanitizer
}

}  // namespace
}  // namespace busyhour
