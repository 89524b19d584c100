#pragma once
/// The backlog of a single slot with constant holds and Poisson requests, in units of one hold.
#include <vector>

namespace busyhour::detail {

/// What the requests leave behind: weights[n] of n, relative to 0, at the instants at which a hold ends.
///
/// Cut balance: weight of n + 1 falls to n when nobody arrives in a hold; what rises over that cut are the weights
/// below with enough arrivals. Positive terms, any load.
[[nodiscard]] std::vector<long double> md1_weights(long double load, std::size_t count);

/// The weight of a backlog of at most x >= 0, relative to the empty system; any load > 0. Infinite beyond 10^4000.
[[nodiscard]] long double md1_backlog_weight(long double load, long double x);
/// P(backlog > x), load < 1.
[[nodiscard]] long double md1_backlog_above(long double load, long double x);

}  // namespace busyhour::detail
