/// What the kernel allocates: nothing in steady state, at most 300 bytes a process, nothing more for each thread.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <thread>

#include "busyhour/kernel/gate.hpp"
#include "busyhour/kernel/story.hpp"
#include "busyhour/kernel/wakeup.hpp"
#include "support.hpp"

namespace busyhour {
namespace {

using namespace std::chrono_literals;
using testing::allocations;
using testing::at;
using testing::counts_allocations;

struct Market {
  Calendar& calendar;
  Gate gate;
  Stories* stories = nullptr;
  std::uint64_t bought = 0;
  std::uint64_t random = 1;
  Duration draw(Duration most) {
    random = random * 6364136223846793005U + 1442695040888963407U;
    return Duration{static_cast<std::int64_t>((random >> 33) % static_cast<std::uint64_t>(most.count()))};
  }
};
Task<bool> buys(Market& market) {
  const bool opened = co_await market.gate.opens_within(50us);
  co_await market.calendar.delay(market.draw(10us), Phase::release);
  co_return opened;
}
Process shops(Market& market) {
  Wakeup never{market.calendar};
  const bool bought = co_await buys(market);
  market.bought += bought ? 1 : 0;
  (void)co_await never.fired_within(market.draw(10us));
}
Process arrivals(Market& market) {
  for (int i = 0;; ++i) {
    co_await market.calendar.delay(market.draw(2us));
    const StoryId shopper = market.stories->spawn(shops(market));
    if (i % 10 == 0) market.stories->cancel(shopper);
  }
}
Process opens(Market& market) {
  for (;;) {
    co_await market.calendar.delay(market.draw(3us));
    if (market.gate.anyone_waits()) market.gate.let_one_through();
  }
}
TEST(Memory, NothingIsAllocatedInSteadyState) {
  if (!counts_allocations) GTEST_SKIP() << "allocations are not counted under a sanitizer";
  Calendar calendar;
  Market market{calendar, Gate{calendar}};
  Stories stories{calendar};
  market.stories = &stories;
  stories.spawn(arrivals(market));
  stories.spawn(opens(market));
  calendar.run_until(at(40ms));
  const auto before = allocations();
  const std::uint64_t events = calendar.events();
  calendar.run_until(at(100ms));
  EXPECT_GT(calendar.events() - events, 150'000U);
  EXPECT_GT(market.bought, 5'000U);
  EXPECT_EQ(allocations().calls, before.calls);
}

struct Office {
  Calendar& calendar;
  std::int64_t free = 1900;
};
/// As large as a conversation: an instant and a few words of randomness to remember across three awaits.
Process converses(Office& office, std::uint32_t who) {
  std::uint64_t random[4] = {who, 1, 2, 3};
  const auto draw = [](std::uint64_t* r, std::int64_t mean_us) {
    r[0] = r[0] * 6364136223846793005U + 1442695040888963407U;
    return Duration{1 + mean_us * static_cast<std::int64_t>(r[0] >> 54)};
  };
  for (;;) {
    co_await office.calendar.delay(draw(random, 9'000'000));
    const TimePoint asked = office.calendar.now();
    while (office.free == 0) co_await office.calendar.delay(draw(random, 500'000));
    --office.free;
    co_await office.calendar.delay(draw(random, 1'000'000), Phase::release);
    ++office.free;
    if (office.calendar.now() - asked > 1h) co_return;
  }
}
std::size_t bytes_of(std::uint32_t n) {
  const auto before = allocations().live_bytes;
  Calendar calendar;
  Office office{calendar};
  Stories stories{calendar};
  for (std::uint32_t who = 0; who < n; ++who) stories.spawn(converses(office, who));
  calendar.run_until(at(20s));
  return allocations().live_bytes - before;
}
TEST(Memory, AProcessTakesAtMost300Bytes) {
  if (!counts_allocations) GTEST_SKIP() << "allocations are not counted under a sanitizer";
  Calendar elsewhere;
  Office other{elsewhere};
  Stories others{elsewhere};
  for (const std::uint32_t n : {16'500U, 20'000U}) {                     // 16,500: just after the slots have doubled
    for (int i = 0; i < 50'000; ++i) others.spawn(converses(other, 0));  // so that every frame has to be found anew
    const std::size_t each = bytes_of(n) / n;
    RecordProperty("bytes_a_process_" + std::to_string(n), static_cast<int>(each));
    EXPECT_LE(each, 300U) << n << " processes";
  }
}

/// A thread leaves its frames to those that come after it.
TEST(Memory, ThreadsThatComeAndGoLeaveNothingBehind) {
  if (!counts_allocations) GTEST_SKIP() << "allocations are not counted under a sanitizer";
  const auto work = [] {
    Calendar calendar;
    Office office{calendar};
    Stories stories{calendar};
    for (std::uint32_t who = 0; who < 3000; ++who) stories.spawn(converses(office, who));
    calendar.run_until(at(5s));
  };
  const auto two_at_a_time = [&work] {
    std::thread a{work}, b{work};
    a.join(), b.join();
  };
  for (int i = 0; i < 3; ++i) two_at_a_time();
  const auto before = allocations().live_bytes;
  for (int i = 0; i < 20; ++i) two_at_a_time();
  EXPECT_LE(allocations().live_bytes, before + (std::size_t{1} << 20));
}

}  // namespace
}  // namespace busyhour
