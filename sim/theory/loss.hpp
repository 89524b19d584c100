#pragma once
/// Erlang B in long double, for the formulas built on it.
#include <cstdint>

namespace busyhour::detail {

[[nodiscard]] inline long double next_loss(std::int64_t slots, long double load, long double loss) {
  const long double refused = load * loss;
  return refused == 0 ? 0 : refused / (static_cast<long double>(slots) + refused);
}
[[nodiscard]] inline long double loss(std::int64_t slots, long double load) {
  long double lost = 1;
  for (std::int64_t k = 1; k <= slots && lost > 0; ++k) lost = next_loss(k, load, lost);
  return lost;
}

}  // namespace busyhour::detail
