#pragma once
/// N conversations on c slots; who is rejected tries again. Think Exp(9 s), hold Exp(1 s), back off Exp(0.5 s).
/// One draw has one place; every statistic that a report would want is kept.
#include <cstdint>
#include <vector>

#include "account.hpp"
#include "busyhour/kernel/story.hpp"
#include "busyhour/random/distribution.hpp"
#include "busyhour/random/draw.hpp"
#include "busyhour/stats/ratio.hpp"
#include "busyhour/stats/tally.hpp"
#include "busyhour/stats/time_average.hpp"

namespace busyhour::bench {

[[nodiscard]] inline Distribution exponential(double mean) { return fitted({"exponential", {{"mean", mean}}, {}, {}}); }

/// The next duration of one purpose of one entity.
[[nodiscard]] inline Duration next(StreamAhead& stream, const Place& me, Purpose why, const Distribution& law) {
  Draw draw = stream.next(me, why);
  return draw_duration(law, draw);
}

class Metrics {
 public:
  void rejected(int attempt) {
    attempt_rejected.add(true);
    if (attempt == 1) first_attempt_rejected.add(true);
  }
  void admitted(TimePoint now, TimePoint asked, int attempt) {
    attempt_rejected.add(false);
    if (attempt == 1) first_attempt_rejected.add(false);
    added_delay.add(now - asked);
    in_flight.change(now, +1);
  }
  void ended(TimePoint now) { in_flight.change(now, -1); }

  Ratio first_attempt_rejected, attempt_rejected;
  Tally added_delay;
  TimeAverage in_flight;
};

struct World {
  Calendar& calendar;
  Account& account;
  Metrics& metrics;
  std::uint32_t replication = 0;
  Distribution think = exponential(9.0), hold = exponential(1.0), back_off = exponential(0.5);
};
inline constexpr Purpose thinking{1}, holding{2}, backing_off{3};

inline Process converse(World& world, std::uint32_t who) {
  const Place me{1, world.replication, who};
  StreamAhead thinks{me, thinking}, holds{me, holding}, pauses{me, backing_off};
  for (;;) {
    co_await world.calendar.delay(next(thinks, me, thinking, world.think));
    const TimePoint asked = world.calendar.now();
    for (int attempt = 1;; ++attempt) {
      auto verdict = world.account.ask();
      if (std::holds_alternative<Account::Permit>(verdict)) {
        world.metrics.admitted(world.calendar.now(), asked, attempt);
        co_await world.calendar.delay(next(holds, me, holding, world.hold), Phase::release);
        world.metrics.ended(world.calendar.now());
        break;
      }
      world.metrics.rejected(attempt);
      co_await world.calendar.delay(next(pauses, me, backing_off, world.back_off));
    }
  }
}

/// Time first, things second, stories last.
struct Conversations {
  Calendar calendar;
  Account account;
  Metrics metrics;
  World world;
  Stories stories{calendar};

  Conversations(std::uint32_t n, std::int64_t slots, std::uint32_t replication = 0)
      : account{calendar, {Slots{slots}}}, world{calendar, account, metrics, replication} {
    for (std::uint32_t who = 0; who < n; ++who) stories.spawn(converse(world, who));
  }
};

}  // namespace busyhour::bench
