#include "busyhour/kernel/timers.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <stdexcept>
#include <tuple>
#include <vector>

#include "support.hpp"

namespace busyhour {
namespace {

using namespace std::chrono_literals;
using testing::at;

/// Takes out the first that is due.
Slot pop(Timers& timers) {
  const Timers::Key due = timers.top();
  timers.clear(due);
  return due.slot();
}

TEST(Timers, NothingIsDueWhenNothingIsSet) {
  Timers timers;
  EXPECT_EQ(timers.top(), Timers::Key{});
  EXPECT_FALSE(timers.top().before({end_of_time, Phase::observe}));
}

TEST(Timers, TimeThenPhaseThenOrder) {
  Timers timers;
  std::vector<Slot> slots;
  for (int i = 0; i < 6; ++i) slots.push_back(timers.open());
  timers.set(slots[0], {at(2s), Phase::release});
  timers.set(slots[1], {at(1s), Phase::observe});
  timers.set(slots[2], {at(1s), Phase::arrival});
  timers.set(slots[3], {at(1s), Phase::reset});
  timers.set(slots[4], {at(1s), Phase::release});
  timers.set(slots[5], {at(1s), Phase::arrival});
  for (const int expected : {4, 3, 2, 5, 1, 0}) EXPECT_EQ(pop(timers), slots[static_cast<std::size_t>(expected)]);
}

/// Whichever slots they stand on: first set, first served.
TEST(Timers, EqualKeysFireInTheOrderInWhichTheyWereSet) {
  for (const bool reversed : {false, true}) {
    Timers timers;
    std::vector<Slot> slots;
    for (int i = 0; i < 1000; ++i) slots.push_back(timers.open());
    if (reversed) slots = {slots.rbegin(), slots.rend()};
    for (const Slot s : slots) timers.set(s, {at(1s), Phase::arrival});
    for (const Slot s : slots) EXPECT_EQ(pop(timers), s);
  }
}

TEST(Timers, SettingAgainMovesToTheEndOfTheLine) {
  Timers timers;
  const Slot a = timers.open(), b = timers.open();
  timers.set(a, {at(1s), Phase::arrival});
  timers.set(b, {at(1s), Phase::arrival});
  timers.set(a, {at(1s), Phase::arrival});
  EXPECT_EQ(pop(timers), b);
  EXPECT_EQ(pop(timers), a);
}

TEST(Timers, CancelledInPlaceAndOthersKeepTheirOrder) {
  Timers timers;
  const Slot a = timers.open(), b = timers.open(), c = timers.open();
  for (const Slot s : {a, b, c}) timers.set(s, {at(1s), Phase::arrival});
  timers.cancel(b);
  EXPECT_FALSE(timers.armed(b));
  timers.cancel(b);  // nothing to cancel: nothing happens
  EXPECT_EQ(pop(timers), a);
  EXPECT_EQ(pop(timers), c);
  EXPECT_EQ(timers.top(), Timers::Key{});
}

TEST(Timers, AClosedSlotIsClearedAndUsedAgain) {
  Timers timers;
  const Slot a = timers.open();
  timers.set(a, {at(1s), Phase::arrival});
  timers.close(a);
  EXPECT_EQ(timers.top(), Timers::Key{});
  EXPECT_EQ(timers.open(), a);
  EXPECT_FALSE(timers.armed(a));
}

TEST(Timers, GrowKeepsWhatIsSet) {
  Timers timers;
  const int n = 10'000;
  for (int i = 0; i < n; ++i) timers.set(timers.open(), {at(Duration{n - i}), Phase::arrival});
  EXPECT_GE(timers.slots(), static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i) {
    ASSERT_EQ(timers.top().when(), at(Duration{i + 1}));
    pop(timers);
  }
}

/// However many are open, and whatever their memory held before.
TEST(Timers, SlotsThatWereNeverSetCountForNothing) {
  for (Slot n = 1; n <= 70; ++n) {
    for (std::size_t bytes = 32; bytes <= 8192; bytes *= 2) std::vector<std::uint64_t>(bytes / 8, 1);
    Timers timers;
    for (Slot s = 0; s < n; ++s) {
      ASSERT_EQ(timers.open(), s);
      ASSERT_EQ(timers.top(), Timers::Key{});
      ASSERT_FALSE(timers.armed(s));
    }
    for (Slot s = 0; s < n; ++s) {
      timers.set(s, {at(1s), Phase::arrival});
      ASSERT_EQ(timers.top().slot(), s);
      timers.cancel(s);
      ASSERT_EQ(timers.top(), Timers::Key{});
    }
  }
}

TEST(Timers, ClearLeavesATimerThatWasSetAgain) {
  Timers timers;
  const Slot a = timers.open();
  timers.set(a, {at(1s), Phase::arrival});
  const Timers::Key fired = timers.top();
  timers.set(a, {at(2s), Phase::arrival});
  timers.clear(fired);
  EXPECT_EQ(timers.top().when(), at(2s));
}

TEST(Timers, TheWholeRangeOfTimeIsKept) {
  Timers timers;
  const Slot a = timers.open();
  for (const TimePoint when : {TimePoint{}, at(1ns), end_of_time - 1ns, end_of_time}) {
    timers.set(a, {when, Phase::observe});
    EXPECT_EQ(timers.top().when(), when);
    EXPECT_EQ(timers.top().slot(), a);
  }
}

TEST(Timers, WhenTheOrdersAreUsedUpItIsSaid) {
  Timers timers{Timers::max_orders - 2};
  const Slot a = timers.open(), b = timers.open();
  timers.set(a, {at(1s), Phase::arrival});
  timers.set(b, {at(1s), Phase::arrival});
  EXPECT_EQ(timers.top().slot(), a);
  EXPECT_THROW(timers.set(a, {at(1s), Phase::arrival}), std::overflow_error);
  EXPECT_EQ(pop(timers), a);  // as before
  EXPECT_EQ(pop(timers), b);
  EXPECT_EQ(timers.top(), Timers::Key{});
}

/// Set, move, cancel, open, close and fire at random, against an ordered set of (time, phase, order, slot).
TEST(Timers, AgreeWithAnOrderedSet) {
  using Entry = std::tuple<TimePoint, Phase, std::uint64_t, Slot>;
  for (const unsigned seed : {1U, 2U}) {
    std::mt19937_64 random{seed};
    Timers timers;
    std::set<Entry> reference;
    std::map<Slot, Entry> armed;
    std::vector<Slot> open;
    std::uint64_t order = 0;
    const auto disarm = [&](Slot s) {
      if (const auto it = armed.find(s); it != armed.end()) reference.erase(it->second), armed.erase(it);
    };
    for (int step = 0; step < 100'000; ++step) {
      const auto what = random() % 16;
      if (open.empty() || (what == 0 && open.size() < 700)) {
        open.push_back(timers.open());
      } else if (what == 1 && random() % 4 == 0) {
        const auto i = random() % open.size();
        disarm(open[i]);
        timers.close(open[i]);
        open[i] = open.back();
        open.pop_back();
      } else if (what == 2) {
        const Slot s = open[random() % open.size()];
        disarm(s);
        timers.cancel(s);
      } else if (what < 10) {
        const Slot s = open[random() % open.size()];
        disarm(s);
        const Entry entry{at(Duration{random() % 50}), static_cast<Phase>(random() % 4), order++, s};
        timers.set(s, {std::get<0>(entry), std::get<1>(entry)});
        reference.insert(entry), armed[s] = entry;
      } else if (reference.empty()) {
        ASSERT_EQ(timers.top(), Timers::Key{});
      } else {
        const auto [when, phase, number, slot] = *reference.begin();
        ASSERT_EQ(timers.top().slot(), slot);
        ASSERT_EQ(timers.top().when(), when);
        const Timers::Moment due{when, phase};
        ASSERT_EQ(timers.top(), (Timers::Key{number << 24 | slot, due.bits}));
        disarm(slot);
        pop(timers);
      }
    }
  }
}

}  // namespace
}  // namespace busyhour
