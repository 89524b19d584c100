#pragma once
/// How fast a client that always has work spends a balance which sets its own concurrency limit.
///
/// The cap is max(1, floor(balance / step)), read at each attempt; running work is never cut off. A task costs `price`
/// when it ends in success, with probability `success`. As price <= step, one charge lowers the cap by at most one, and
/// the slot that is then too many is the one just released: the number running is always the cap of the moment. So with
/// exponential services the charges are a pure death process at rate success x cap / service, exactly; the fluid with
/// the same rates is its limit for small prices, and until the cap is 1 nearly an exponential decay with time constant
/// step x service / (success x price).
///
/// Money is in whole nano-dollars, so the floors are exact. The state of an account without limit (Wiro above $250) is
/// outside: start at or below that.
#include <cstdint>

#include "busyhour/base/money.hpp"

namespace busyhour {

struct SaturatingClient {
  Money balance;       ///< >= 0, at the start
  Money step;          ///< > 0: one slot for each (Wiro: $10)
  Money price;         ///< > 0, <= step; at most 10^6 prices in the balance
  double service = 0;  ///< [s] mean time on the slot, > 0
  double success = 1;  ///< 0 < success <= 1; a failed task is free and is followed by the next
};

/// max(1, floor(balance / step)).
[[nodiscard]] std::int64_t balance_cap(Money balance, Money step);

/// Time constant step x service / (success x price) of the decay while the cap is large.
[[nodiscard]] double balance_time_constant(const SaturatingClient& client);
/// The fluid d balance / dt = -success price cap(balance) / service: [s] until it is at `level`, 0 <= level <= balance.
[[nodiscard]] double balance_fluid_time(const SaturatingClient& client, Money level);
/// [dollars] after t >= 0 seconds; negative once spent, since nothing stops it here.
[[nodiscard]] double balance_fluid_after(const SaturatingClient& client, double t);

/// Exponential services: the time until the balance is first below `level`, 0 < level <= balance.
struct SpendingTime {
  std::int64_t charges = 0;  ///< how many that takes
  double mean = 0;           ///< [s]
  double deviation = 0;      ///< [s] standard deviation
};
[[nodiscard]] SpendingTime balance_time_below(const SaturatingClient& client, Money level);
/// P(that time > t), t >= 0, by uniformisation; error below 10^-15.
[[nodiscard]] double balance_time_above(const SaturatingClient& client, Money level, double t);
/// Exponential services: [dollars] mean balance after t >= 0 seconds, if tasks are admitted while the balance is at
/// least `level` > 0 and running ones are let finish.
[[nodiscard]] double balance_mean_after(const SaturatingClient& client, Money level, double t);

/// Constant services that all succeed, all slots filled at time 0: the balance just after the `rounds`-th time that all
/// tasks end together and were charged, if the balance was at least `level` before each round.
[[nodiscard]] Money balance_after_rounds(const SaturatingClient& client, Money level, std::int64_t rounds);

}  // namespace busyhour
