#include "busyhour/theory/machine_repair.hpp"

#include "line.hpp"
#include "search.hpp"

namespace busyhour {
namespace {

/// `sources` of the system's, at most `highest` of them inside. Rates are multiplied by hold x think, which may be 0.
detail::Shares inside(const ClosedSystem& system, std::int64_t sources, std::int64_t highest) {
  const auto ask = [&](std::int64_t n) { return static_cast<long double>(sources - n) * system.hold; };
  const auto leave = [&](std::int64_t n) { return static_cast<long double>(std::min(n, system.slots)) * system.think; };
  return detail::stationary(0, std::min(sources, highest), ask, leave);
}

std::int64_t places(const ClosedSystem& system, std::optional<std::int64_t> line) {
  detail::require_system(system);
  detail::require(!line || *line >= 0, "the length of the line must not be negative");
  const std::int64_t most = line ? system.slots + std::min(*line, system.sources) : system.slots + system.sources;
  detail::require(system.think > 0 || system.sources <= most,
                  "sources that are refused must think: a refusal at once followed by a request has no end");
  return most;
}

}  // namespace

QueueFigures machine_repair(const ClosedSystem& system, std::optional<std::int64_t> line) {
  const std::int64_t highest = places(system, line), slots = system.slots;
  const detail::Shares all = inside(system, system.sources, highest);
  const detail::Shares found = inside(system, system.sources - 1, highest);
  const long double held = all.sum(1, highest, [&](std::int64_t n) { return std::min(n, slots); });
  const long double in_line = all.sum(slots + 1, highest, [&](std::int64_t n) { return n - slots; });
  const long double throughput = held / system.hold;
  QueueFigures figures;
  figures.throughput = static_cast<double>(throughput);
  figures.slot_use = static_cast<double>(held / static_cast<long double>(slots));
  figures.full_time = static_cast<double>(all.sum(slots, highest));
  figures.rejected = static_cast<double>(found.at(highest));
  figures.queued = static_cast<double>(found.sum(slots, highest - 1) / found.sum(0, highest - 1));
  figures.queue_wait = static_cast<double>(in_line / throughput);
  figures.response_time = static_cast<double>(in_line / throughput + system.hold);
  figures.mean_queue = static_cast<double>(in_line);
  figures.mean_inside = static_cast<double>(in_line + held);
  return figures;
}

double machine_repair_wait_above(const ClosedSystem& system, double t, std::optional<std::int64_t> line) {
  const std::int64_t highest = places(system, line);
  detail::require_time(t);
  if (highest == system.slots) return 0;
  const detail::Shares found = inside(system, system.sources - 1, highest - 1);
  return static_cast<double>(detail::fifo_wait_above(found, system.slots, system.hold, t));
}

double machine_repair_wait_percentile(const ClosedSystem& system, double share, std::optional<std::int64_t> line) {
  const double scale = system.hold / static_cast<double>(system.slots);
  return detail::percentile(share, scale, [&](double t) { return machine_repair_wait_above(system, t, line); });
}

double saturation(const ClosedSystem& system) {
  detail::require_system(system);
  return static_cast<double>(system.slots) * (system.hold + system.think) / system.hold;
}

}  // namespace busyhour
