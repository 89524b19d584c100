#pragma once
/// Waiting first come first served, from what a request finds on arrival.
#include "shares.hpp"

namespace busyhour::detail {

/// P(wait > t) of a request that finds n others inside with share seen(n): if n >= slots it waits for n - slots + 1
/// releases, a Poisson stream of rate slots / hold, so P = sum over i of P(i releases in t) P(n >= slots + i).
[[nodiscard]] long double fifo_wait_above(const Shares& seen, std::int64_t slots, double hold, double t);

}  // namespace busyhour::detail
