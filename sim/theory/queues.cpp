#include "busyhour/theory/queues.hpp"

#include <cmath>

#include "line.hpp"
#include "md1.hpp"
#include "search.hpp"

namespace busyhour {
namespace {

detail::Shares inside(const OpenSystem& system, std::int64_t highest) {
  const auto arrive = [&](std::int64_t) { return static_cast<long double>(system.rate) * system.hold; };
  const auto leave = [&](std::int64_t n) { return static_cast<long double>(std::min(n, system.slots)); };
  return detail::stationary(0, highest, arrive, leave);
}

void require_bounded(const OpenSystem& system, std::int64_t capacity) {
  detail::require_system(system);
  detail::require(capacity >= system.slots && capacity <= detail::most_states,
                  "the capacity must be at least the number of slots and at most ten million");
}

}  // namespace

QueueFigures mmck(const OpenSystem& system, std::int64_t capacity) {
  require_bounded(system, capacity);
  const detail::Shares shares = inside(system, capacity);
  const std::int64_t slots = system.slots;
  const long double let_in = shares.sum(0, capacity - 1), throughput = system.rate * let_in;
  const long double in_line = shares.sum(slots + 1, capacity, [&](std::int64_t n) { return n - slots; });
  QueueFigures figures;
  figures.throughput = static_cast<double>(throughput);
  figures.slot_use = static_cast<double>(throughput * system.hold / static_cast<long double>(slots));
  figures.full_time = static_cast<double>(shares.sum(slots, capacity));
  figures.rejected = static_cast<double>(shares.at(capacity));
  figures.queued = static_cast<double>(shares.sum(slots, capacity - 1) / let_in);
  figures.queue_wait = static_cast<double>(in_line / throughput);
  figures.response_time = static_cast<double>(in_line / throughput + system.hold);
  figures.mean_queue = static_cast<double>(in_line);
  figures.mean_inside = static_cast<double>(in_line + throughput * system.hold);
  return figures;
}

double mmck_wait_above(const OpenSystem& system, std::int64_t capacity, double t) {
  require_bounded(system, capacity);
  detail::require_time(t);
  if (capacity == system.slots) return 0;
  // What the requests let in find is the system with one place less: the same weights up to there.
  return static_cast<double>(detail::fifo_wait_above(inside(system, capacity - 1), system.slots, system.hold, t));
}

double mmck_wait_percentile(const OpenSystem& system, std::int64_t capacity, double share) {
  const double scale = system.hold / static_cast<double>(system.slots);
  return detail::percentile(share, scale, [&](double t) { return mmck_wait_above(system, capacity, t); });
}

QueueFigures mg1(double rate, double hold, double cv) {
  detail::require_stable({1, rate, hold});
  detail::require(cv >= 0 && std::isfinite(cv), "a coefficient of variation must be finite and not negative");
  const double load = rate * hold;
  QueueFigures figures;
  figures.throughput = rate;
  figures.slot_use = figures.full_time = figures.queued = load;
  figures.queue_wait = load * hold * (1 + cv * cv) / (2 * (1 - load));
  figures.response_time = figures.queue_wait + hold;
  figures.mean_queue = rate * figures.queue_wait;
  figures.mean_inside = figures.mean_queue + load;
  return figures;
}

double md1_wait_above(double rate, double hold, double t) {
  detail::require_stable({1, rate, hold});
  detail::require_time(t);
  return static_cast<double>(detail::md1_backlog_above(static_cast<long double>(rate) * hold, t / hold));
}

double md1_wait_percentile(double rate, double hold, double share) {
  detail::require_stable({1, rate, hold});
  return detail::percentile(share, hold, [&](double t) { return md1_wait_above(rate, hold, t); });
}

}  // namespace busyhour
