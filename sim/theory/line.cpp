#include "line.hpp"

namespace busyhour::detail {

long double fifo_wait_above(const Shares& seen, std::int64_t slots, double hold, double t) {
  const long double mean = static_cast<long double>(slots) * t / hold;
  // P(Poisson <= n) < exp(n + n ln(mean / n) - mean), here below the smallest double.
  if (mean > 10 * static_cast<long double>(std::max<std::int64_t>(0, seen.last() - slots)) + 2000) return 0;
  const Shares released = poisson(mean);
  long double found = seen.sum(slots + released.last() + 1, seen.last());
  long double waits = 0;
  for (std::int64_t i = released.last(); i >= released.first; --i) {
    found += seen.at(slots + i);
    waits += released.at(i) * found;
  }
  return waits;
}

}  // namespace busyhour::detail
