#include "busyhour/kernel/calendar.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "busyhour/kernel/story.hpp"
#include "support.hpp"

namespace busyhour {
namespace {

using namespace std::chrono_literals;
using testing::at;
using testing::World;

Process says(World& world, TimePoint when, Phase phase, char what) {
  co_await world.calendar.until(when, phase);
  world.log += what;
}

TEST(Calendar, BeginsAtZeroWithNothingToTell) {
  Calendar calendar;
  EXPECT_EQ(calendar.now(), TimePoint{});
  EXPECT_FALSE(calendar.tell_next(end_of_time));
  calendar.run_until(at(3s));
  EXPECT_EQ(calendar.now(), at(3s));
  EXPECT_EQ(calendar.events(), 0U);
}

/// The sniper: what is freed at an instant serves what arrives at that instant, whichever was scheduled first.
TEST(Calendar, AtOneInstantReleaseResetArrivalObserve) {
  std::string order = "rwao";
  do {
    Calendar calendar;
    World world{calendar};
    Stories stories{calendar};
    for (const char c : order) {
      const Phase phase = c == 'r'   ? Phase::release
                          : c == 'w' ? Phase::reset
                          : c == 'a' ? Phase::arrival
                                     : Phase::observe;
      stories.spawn(says(world, at(10s), phase, c));
    }
    calendar.run_until(at(11s));
    EXPECT_EQ(world.log, "rwao") << "scheduled as " << order;
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(Calendar, AtOneInstantAndPhaseInOrderOfScheduling) {
  for (const bool reversed : {false, true}) {
    std::string letters = "abcdefghijklmnopqrstuvwxyz";
    if (reversed) std::reverse(letters.begin(), letters.end());
    Calendar calendar;
    World world{calendar};
    Stories stories{calendar};
    for (const char c : letters) stories.spawn(says(world, at(1s), Phase::arrival, c));
    calendar.run_until(at(2s));
    EXPECT_EQ(world.log, letters);
  }
}

TEST(Calendar, TellsWhatIsDueBeforeTheEndAndNoMore) {
  Calendar calendar;
  World world{calendar};
  Stories stories{calendar};
  stories.spawn(says(world, at(1s), Phase::arrival, 'a'));
  stories.spawn(says(world, at(2s), Phase::release, 'b'));
  calendar.run_until(at(2s));
  EXPECT_EQ(world.log, "a");
  EXPECT_EQ(calendar.now(), at(2s));
  calendar.run_until(at(2s) + 1ns);
  EXPECT_EQ(world.log, "ab");
  EXPECT_EQ(calendar.events(), 4U);  // two beginnings, two awakenings
}

TEST(Calendar, TellNextTellsOne) {
  Calendar calendar;
  World world{calendar};
  Stories stories{calendar};
  stories.spawn(says(world, at(1s), Phase::arrival, 'a'));
  EXPECT_TRUE(calendar.tell_next(at(5s)));
  EXPECT_EQ(world.log, "");
  EXPECT_TRUE(calendar.tell_next(at(5s)));
  EXPECT_EQ(world.log, "a");
  EXPECT_EQ(calendar.now(), at(1s));
  EXPECT_FALSE(calendar.tell_next(at(5s)));
}

Process delays(World& world, Duration d) { co_await world.calendar.delay(d); }
Process goes_back(World& world) {
  co_await world.calendar.delay(2s);
  co_await world.calendar.until(at(1s));
}
Process goes_beyond(World& world) { co_await world.calendar.until(end_of_time + 1ns); }
Process awaits_late(World& world) {
  auto one = world.calendar.delay(1s);
  co_await world.calendar.delay(2s);
  co_await one;
}
Process tells_the_teller(World& world) {
  co_await world.calendar.delay(1s);
  world.calendar.run_until(at(2s));
}

/// Tells one story, which must throw at `when`.
template <class Story>
void expect_logic_error(Story story, TimePoint when) {
  Calendar calendar;
  World world{calendar};
  Stories stories{calendar};
  stories.spawn(story(world));
  EXPECT_THROW(calendar.run_until(at(1h)), std::logic_error);
  EXPECT_EQ(calendar.now(), when);
  EXPECT_EQ(stories.count(), 0U);
}

TEST(Calendar, OnlyWhatIsToComeCanBeScheduled) {
  expect_logic_error([](World& w) { return delays(w, -1ns); }, TimePoint{});
  expect_logic_error([](World& w) { return delays(w, Duration::min()); }, TimePoint{});
  expect_logic_error([](World& w) { return delays(w, Duration::max()); }, TimePoint{});
  expect_logic_error(goes_back, at(2s));
  expect_logic_error(goes_beyond, TimePoint{});
  expect_logic_error(awaits_late, at(2s));
  Calendar calendar;
  calendar.run_until(at(1s));
  EXPECT_THROW(calendar.run_until(TimePoint{}), std::logic_error);
  EXPECT_THROW(calendar.run_until(TimePoint::max()), std::logic_error);
  EXPECT_EQ(calendar.after(end_of_time - at(1s)), end_of_time);
  EXPECT_THROW((void)calendar.after(end_of_time - at(1s) + 1ns), std::logic_error);
}

TEST(Calendar, AStoryCannotTellItsOwnCalendar) { expect_logic_error(tells_the_teller, at(1s)); }

TEST(Calendar, TheLastInstantCanBeTold) {
  Calendar calendar;
  World world{calendar};
  Stories stories{calendar};
  stories.spawn(says(world, end_of_time - 1ns, Phase::observe, 'z'));
  calendar.run_until(end_of_time);
  EXPECT_EQ(world.log, "z");
}

Process ticks(World& world, int times, Duration every) {
  for (int i = 0; i < times; ++i) co_await world.calendar.delay(every);
}
/// Two worlds told in turn do not disturb each other.
TEST(Calendar, TwoCanBeToldInTurn) {
  Calendar a, b;
  World in_a{a}, in_b{b};
  Stories of_a{a}, of_b{b};
  of_a.spawn(ticks(in_a, 100, 1s));
  of_b.spawn(ticks(in_b, 200, 1s));
  for (bool more = true; more;) {
    const bool one = a.tell_next(at(1h)), other = b.tell_next(at(1h));
    more = one || other;
  }
  EXPECT_EQ(a.events(), 101U);
  EXPECT_EQ(b.events(), 201U);
  EXPECT_EQ(a.now(), at(100s));
  EXPECT_EQ(b.now(), at(200s));
}

}  // namespace
}  // namespace busyhour
