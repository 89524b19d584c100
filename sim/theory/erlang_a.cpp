#include <boost/math/special_functions/gamma.hpp>
#include <limits>

#include "busyhour/theory/erlang.hpp"
#include "loss.hpp"
#include "search.hpp"
#include "shares.hpp"

namespace busyhour {
namespace {

void require_impatient(const OpenSystem& system, double patience) {
  detail::require_system(system);
  detail::require(detail::positive(patience), "the mean patience must be above 0 and finite");
}

/// The line and the full slots, given that all slots are held.
detail::Shares line_when_full(const OpenSystem& system, double patience) {
  const auto arrive = [&](std::int64_t) -> long double { return system.rate; };
  const auto leave = [&](std::int64_t waiting) {
    return static_cast<long double>(system.slots) / system.hold + static_cast<long double>(waiting) / patience;
  };
  return detail::stationary(0, detail::no_end, arrive, leave, 1e-40L);
}

long double queued(const OpenSystem& system, const detail::Shares& line) {
  const long double lost = detail::loss(system.slots, static_cast<long double>(system.rate) * system.hold);
  return lost / (lost + (1 - lost) * line.at(0));
}

/// ln of the lower incomplete gamma function, s > 0, y > 0, also where it underflows:
/// y^s e^-y / s (1 + y / (s + 1) + y^2 / ((s + 1)(s + 2)) + ...), DLMF 8.7.1.
long double log_lower_gamma(long double s, long double y) {
  if (y > s + 1) return std::log(boost::math::gamma_p(s, y)) + boost::math::lgamma(s);
  long double sum = 1, term = 1;
  for (long double n = 1; term > sum * std::numeric_limits<long double>::epsilon() / 16; ++n)
    sum += term *= y / (s + n);
  return s * std::log(y) - y - std::log(s) + std::log(sum);
}

/// The wait of a request that finds all slots held and never gives up has a density proportional to
/// exp(-slots t / hold + y (1 - exp(-t / patience))); with x = y exp(-t / patience) that is a gamma density in x.
struct OfferedWait {
  long double shape, y, patience;
  OfferedWait(const OpenSystem& system, double mean_patience)
      : shape{static_cast<long double>(system.slots) * mean_patience / system.hold},
        y{static_cast<long double>(system.rate) * mean_patience},
        patience{mean_patience} {}

  [[nodiscard]] long double above(long double t) const {
    const long double x = y * std::exp(-t / patience);
    return x > 0 ? std::exp(log_lower_gamma(shape, x) - log_lower_gamma(shape, y)) : 0;
  }
  /// P(it ends after t and before patience does).
  [[nodiscard]] long double served_after(long double t) const {
    const long double x = y * std::exp(-t / patience);
    return x > 0 ? std::exp(log_lower_gamma(shape + 1, x) - log_lower_gamma(shape, y)) / y : 0;
  }
};

}  // namespace

QueueFigures erlang_a(const OpenSystem& system, double patience) {
  require_impatient(system, patience);
  const detail::Shares line = line_when_full(system, patience);
  const long double full = queued(system, line);
  const long double waiting =
      full * line.sum(1, line.last(), [](std::int64_t n) { return static_cast<long double>(n); });
  const long double given_up = waiting / patience / system.rate;
  QueueFigures figures;
  figures.throughput = static_cast<double>(system.rate * (1 - given_up));
  figures.slot_use = static_cast<double>(system.rate * (1 - given_up) * system.hold / system.slots);
  figures.full_time = figures.queued = static_cast<double>(full);
  figures.given_up = static_cast<double>(given_up);
  figures.mean_queue = static_cast<double>(waiting);
  figures.mean_inside = static_cast<double>(waiting + system.rate * (1 - given_up) * system.hold);
  figures.queue_wait = figures.mean_queue / system.rate;
  figures.response_time = figures.mean_inside / system.rate;
  return figures;
}

double erlang_a_wait_above(const OpenSystem& system, double patience, double t) {
  require_impatient(system, patience);
  detail::require_time(t);
  const long double full = queued(system, line_when_full(system, patience));
  if (std::isinf(t)) return 0;
  return static_cast<double>(full * std::exp(-static_cast<long double>(t) / patience) *
                             OfferedWait{system, patience}.above(t));
}

double erlang_a_served_within(const OpenSystem& system, double patience, double t) {
  require_impatient(system, patience);
  detail::require_time(t);
  const long double full = queued(system, line_when_full(system, patience));
  const OfferedWait offered{system, patience};
  const long double later = std::isinf(t) ? 0 : offered.served_after(t);
  return static_cast<double>(1 - full + full * (offered.served_after(0) - later));
}

std::int64_t erlang_a_slots(double rate, double hold, double patience, double within, double share) {
  detail::require_share(share);
  const auto enough = [&](std::int64_t slots) {
    return erlang_a_served_within({slots, rate, hold}, patience, within) >= share;
  };
  return detail::smallest(1, detail::most_states, enough, "ten million slots are not enough");
}

}  // namespace busyhour
