#include "busyhour/theory/erlang.hpp"

#include "loss.hpp"
#include "search.hpp"

namespace busyhour {
namespace {

void require_load(double load) {
  detail::require(load >= 0 && std::isfinite(load), "the load must be finite and not negative");
}

long double waits(std::int64_t slots, long double load, long double loss) {
  const auto c = static_cast<long double>(slots);
  return loss / (loss + (1 - loss) * (c - load) / c);
}

/// What falls as slots are added: the first number of slots with answer(slots, loss) <= bound.
template <class Answer>
std::int64_t first_slots(double load, double bound, Answer answer) {
  require_load(load);
  detail::require(bound > 0 && bound <= 1, "the share aimed at must be above 0 and at most 1");
  long double loss = 1;
  for (std::int64_t slots = 0; slots <= detail::most_states; ++slots) {
    if (slots > 0) loss = detail::next_loss(slots, load, loss);
    if (answer(slots, loss) <= bound) return slots;
  }
  throw std::domain_error{"ten million slots are not enough"};
}

}  // namespace

double erlang_b(std::int64_t slots, double load) {
  detail::require(slots >= 0 && slots <= detail::most_states, "the number of slots must be between 0 and ten million");
  require_load(load);
  return static_cast<double>(detail::loss(slots, load));
}

std::int64_t erlang_b_slots(double load, double loss) {
  return first_slots(load, loss, [](std::int64_t, long double lost) { return lost; });
}

double erlang_b_load(std::int64_t slots, double loss) {
  detail::require_slots(slots);
  detail::require_share(loss);
  if (loss == 0) return 0;
  return detail::falling_root(static_cast<double>(slots), [&](double load) { return loss - erlang_b(slots, load); });
}

double erlang_c(std::int64_t slots, double load) {
  detail::require_slots(slots);
  require_load(load);
  detail::require(load < static_cast<double>(slots), "no steady state: the load is not below the number of slots");
  return static_cast<double>(waits(slots, load, detail::loss(slots, load)));
}

std::int64_t erlang_c_slots(double load, double waiting) {
  return first_slots(load, waiting, [load](std::int64_t slots, long double loss) {
    return static_cast<double>(slots) > load ? waits(slots, load, loss) : 2.0L;
  });
}

double erlang_c_load(std::int64_t slots, double waiting) {
  detail::require_slots(slots);
  detail::require_share(waiting);
  if (waiting == 0) return 0;
  const auto full = static_cast<double>(slots);
  return detail::falling_root(full / 2,
                              [&](double load) { return load < full ? waiting - erlang_c(slots, load) : waiting - 1; });
}

QueueFigures mmc(const OpenSystem& system) {
  detail::require_stable(system);
  const double load = system.rate * system.hold;
  const auto slots = static_cast<double>(system.slots);
  QueueFigures figures;
  figures.throughput = system.rate;
  figures.slot_use = load / slots;
  figures.queued = figures.full_time = erlang_c(system.slots, load);
  figures.queue_wait = figures.queued * system.hold / (slots - load);
  figures.response_time = figures.queue_wait + system.hold;
  figures.mean_queue = system.rate * figures.queue_wait;
  figures.mean_inside = figures.mean_queue + load;
  return figures;
}

double mmc_wait_above(const OpenSystem& system, double t) {
  detail::require_stable(system);
  detail::require_time(t);
  const double load = system.rate * system.hold;
  return erlang_c(system.slots, load) * std::exp(-(static_cast<double>(system.slots) - load) * (t / system.hold));
}

double mmc_wait_percentile(const OpenSystem& system, double share) {
  detail::require_stable(system);
  detail::require_share(share);
  const double load = system.rate * system.hold;
  const double tail = 1 - share, queued = erlang_c(system.slots, load);
  return queued <= tail ? 0 : std::log(queued / tail) * system.hold / (static_cast<double>(system.slots) - load);
}

std::int64_t mmc_slots(double rate, double hold, double within, double share) {
  detail::require_rate(rate);
  detail::require_hold(hold);
  detail::require_time(within);
  detail::require_share(share);
  const double load = rate * hold;
  return first_slots(load, 1 - share, [&](std::int64_t slots, long double loss) {
    const auto c = static_cast<long double>(slots);
    return c > load ? waits(slots, load, loss) * std::exp(-(c - load) * (within / hold)) : 2.0L;
  });
}

}  // namespace busyhour
