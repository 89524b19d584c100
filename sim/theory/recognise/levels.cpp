/// Shares of time with so many slots held, from the birth-death chain of who is inside: on a slot or in line.
#include "../shares.hpp"
#include "model.hpp"

namespace busyhour::recognition {
namespace {

constexpr std::int64_t most_levels = 200;   ///< more than that cannot be told apart in a chart
constexpr long double negligible = 1e-30L;  ///< of the likeliest state's share

}  // namespace

void Findings::levels(const Door& door, const detail::Shares& inside) {
  answer_.levels_of = door.name;
  for (std::int64_t n = 0; n < door.cap; ++n) answer_.levels.push_back(static_cast<double>(inside.at(n)));
  answer_.levels.push_back(static_cast<double>(inside.sum(door.cap, inside.last())));
}

void Findings::levels(const Door& door, const OpenSystem& system, std::int64_t highest) {
  if (door.cap > most_levels) return;
  const auto arrive = [&](std::int64_t) { return static_cast<long double>(system.rate) * system.hold; };
  const auto leave = [&](std::int64_t n) { return static_cast<long double>(std::min(n, system.slots)); };
  levels(door, detail::stationary(0, highest, arrive, leave, negligible));
}

void Findings::levels(const Door& door, const ClosedSystem& system, std::int64_t highest) {
  if (door.cap > most_levels) return;
  const auto ask = [&](std::int64_t n) { return static_cast<long double>(system.sources - n) * system.hold; };
  const auto leave = [&](std::int64_t n) { return static_cast<long double>(std::min(n, system.slots)) * system.think; };
  levels(door, detail::stationary(0, std::min(system.sources, highest), ask, leave, negligible));
}

}  // namespace busyhour::recognition
