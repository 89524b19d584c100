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

/// What something lasts: its law, and what its draws are for.
struct Lasts {
  Purpose why;
  Distribution law;
  [[nodiscard]] Duration next(StreamAhead& stream, const Place& who) const {
    Draw draw = stream.next(who, why);
    return draw_duration(law, draw);
  }
};

struct World {
  Calendar& calendar;
  Account& account;
  Metrics& metrics;
  std::uint32_t replication = 0;
  Lasts think{Purpose{1}, exponential(9.0)}, hold{Purpose{2}, exponential(1.0)}, back_off{Purpose{3}, exponential(0.5)};
  [[nodiscard]] StreamAhead begin(const Lasts& what, std::uint32_t who) const { return {at(who), what.why}; }
  /// `co_await world.passes(...)`: one object a wait in the story's frame, where a duration beside it would be two.
  [[nodiscard]] Calendar::Sleep passes(const Lasts& what, StreamAhead& stream, std::uint32_t who,
                                       Phase phase = Phase::arrival) const {
    return calendar.delay(what.next(stream, at(who)), phase);
  }
  [[nodiscard]] Place at(std::uint32_t who) const { return {1, replication, who}; }
};

inline Process converse(World& world, std::uint32_t who) {
  StreamAhead thinks = world.begin(world.think, who);
  StreamAhead holds = world.begin(world.hold, who);
  StreamAhead pauses = world.begin(world.back_off, who);
  for (;;) {
    co_await world.passes(world.think, thinks, who);
    const TimePoint asked = world.calendar.now();
    for (int attempt = 1;; ++attempt) {
      auto verdict = world.account.ask();
      if (std::holds_alternative<Account::Permit>(verdict)) {
        world.metrics.admitted(world.calendar.now(), asked, attempt);
        co_await world.passes(world.hold, holds, who, Phase::release);
        world.metrics.ended(world.calendar.now());
        break;
      }
      world.metrics.rejected(attempt);
      co_await world.passes(world.back_off, pauses, who);
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
