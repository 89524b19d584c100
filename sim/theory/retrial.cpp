#include "busyhour/theory/retrial.hpp"

#include <algorithm>

#include "invert.hpp"
#include "retrial_chain.hpp"
#include "search.hpp"

namespace busyhour {
namespace {

using detail::RetrialChain;
using detail::RetrialLevel;

/// A system's chain, solved, and the chain that a caller sees while it backs off.
struct Solved {
  RetrialChain chain, others;
  std::vector<RetrialLevel> levels;

  template <class Weight>
  [[nodiscard]] long double sum(Weight weight) const {
    long double total = 0;
    for (std::size_t j = levels.size(); j-- > 0;) total += weight(levels[j], static_cast<std::int64_t>(j));
    return total;
  }
  [[nodiscard]] long double held() const {
    return sum([](const RetrialLevel& level, std::int64_t) { return level.held; });
  }
  /// Share of requests that find k callers backing off and all slots held.
  [[nodiscard]] std::vector<double> joined() const {
    std::vector<double> shares(static_cast<std::size_t>(others.levels) + 1);
    const long double throughput = chain.release * held();
    for (std::size_t k = 0; k < shares.size(); ++k)
      shares[k] =
          static_cast<double>(chain.requests(chain.slots, static_cast<std::int64_t>(k)) * levels[k].full / throughput);
    return shares;
  }
};

void require_backoff(double backoff) {
  detail::require(detail::positive(backoff), "the mean backoff must be above 0 and finite");
}

Solved solve(const ClosedSystem& system, double backoff) {
  detail::require_system(system);
  require_backoff(backoff);
  detail::require(system.think > 0, "the mean think time must be above 0");
  const std::int64_t slots = std::min(system.slots, system.sources), levels = system.sources - slots;
  detail::require((slots + 1) * (levels + 1) <= 1'000'000'000, "the chain has more than 10^9 states");
  const RetrialChain chain{slots, levels, 1 / system.hold, 1 / backoff, 1 / system.think, system.sources};
  RetrialChain others = chain;
  others.sources = system.sources - 1;
  others.levels = std::max<std::int64_t>(0, levels - 1);
  return {chain, others, retrial_levels(chain)};
}

Solved solve(const OpenSystem& system, double backoff) {
  detail::require_stable(system);
  require_backoff(backoff);
  RetrialChain chain{system.slots, 32, 1 / system.hold, 1 / backoff, system.rate, std::nullopt};
  while (true) {
    detail::require((chain.slots + 1) * chain.levels <= 100'000'000, "the load is too near the number of slots");
    std::vector<RetrialLevel> levels = retrial_levels(chain);
    if (levels.back().all < 1e-25L) return {chain, chain, std::move(levels)};
    chain.levels *= 2;
  }
}

RetrialFigures figures_of(const Solved& solved, std::int64_t slots) {
  const RetrialChain& chain = solved.chain;
  const long double held = solved.held(), throughput = chain.release * held;
  const auto at_level = [](std::int64_t j) { return static_cast<long double>(j); };
  const long double backing_off =
      solved.sum([&](const RetrialLevel& level, std::int64_t j) { return at_level(j) * level.all; });
  const long double refused_again =
      chain.retry * solved.sum([&](const RetrialLevel& level, std::int64_t j) { return at_level(j) * level.full; });
  const long double refused_first = solved.sum(
      [&](const RetrialLevel& level, std::int64_t j) { return chain.requests(chain.slots, j) * level.full; });
  const long double refused = refused_first + refused_again;
  RetrialFigures figures;
  figures.throughput = static_cast<double>(throughput);
  figures.slot_use = static_cast<double>(held / static_cast<long double>(slots));
  if (slots == chain.slots)
    figures.full_time =
        static_cast<double>(solved.sum([](const RetrialLevel& level, std::int64_t) { return level.full; }));
  figures.mean_backing_off = static_cast<double>(backing_off);
  figures.first_attempt_rejected = static_cast<double>(refused_first / throughput);
  figures.attempt_rejected = static_cast<double>(refused / (refused + throughput));
  figures.attempts_per_request = static_cast<double>(1 + refused / throughput);
  figures.added_delay = static_cast<double>(backing_off / throughput);
  return figures;
}

template <class System>
double delay_above(const System& system, double backoff, double t) {
  detail::require_time(t);
  const Solved solved = solve(system, backoff);
  const std::vector<double> joined = solved.joined();
  double rejected = 0;
  for (std::size_t k = joined.size(); k-- > 0;) rejected += joined[k];
  if (t == 0 || rejected == 0) return rejected;
  const auto transform = [&](std::complex<double> s) { return still_backing_off(solved.others, joined, s); };
  return std::clamp(detail::invert(transform, t), 0.0, rejected);
}

template <class System>
double delay_percentile(const System& system, double backoff, double share) {
  constexpr unsigned bits = 36;  // finer than the distribution is known
  return detail::percentile(
      share, backoff, [&](double t) { return delay_above(system, backoff, t); }, bits);
}

}  // namespace

RetrialFigures retrial(const ClosedSystem& system, double backoff) {
  return figures_of(solve(system, backoff), system.slots);
}
RetrialFigures retrial(const OpenSystem& system, double backoff) {
  return figures_of(solve(system, backoff), system.slots);
}

double retrial_delay_above(const ClosedSystem& system, double backoff, double t) {
  return delay_above(system, backoff, t);
}
double retrial_delay_above(const OpenSystem& system, double backoff, double t) {
  return delay_above(system, backoff, t);
}
double retrial_delay_percentile(const ClosedSystem& system, double backoff, double share) {
  return delay_percentile(system, backoff, share);
}
double retrial_delay_percentile(const OpenSystem& system, double backoff, double share) {
  return delay_percentile(system, backoff, share);
}

RetrialFigures retrial_mg1(double rate, double hold, double cv, double backoff) {
  detail::require_stable({1, rate, hold});
  require_backoff(backoff);
  detail::require(cv >= 0 && std::isfinite(cv), "a coefficient of variation must be finite and not negative");
  const double load = rate * hold;
  RetrialFigures figures;
  figures.throughput = rate;
  figures.slot_use = figures.full_time = figures.first_attempt_rejected = load;
  figures.added_delay = load * hold * (1 + cv * cv) / (2 * (1 - load)) + backoff * load / (1 - load);
  figures.mean_backing_off = rate * figures.added_delay;
  // Every rejection is followed by one backoff.
  figures.attempts_per_request = 1 + figures.added_delay / backoff;
  figures.attempt_rejected = 1 - 1 / figures.attempts_per_request;
  return figures;
}

}  // namespace busyhour
