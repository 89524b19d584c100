#include "busyhour/theory/balance.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "check.hpp"
#include "shares.hpp"

namespace busyhour {
namespace {

constexpr std::int64_t most_charges = 1'000'000;

void require_client(const SaturatingClient& client) {
  detail::require(client.balance >= Money{}, "the balance must not be negative");
  detail::require(client.price > Money{} && client.price <= client.step,
                  "the price must be above 0 and at most the money that gives one slot");
  detail::require(client.balance.nano / client.price.nano <= most_charges,
                  "the balance must not hold more than a million prices");
  detail::require(detail::positive(client.service), "the mean service must be above 0 and finite");
  detail::require(client.success > 0 && client.success <= 1, "the share of successes must be above 0 and at most 1");
}

Money after(const SaturatingClient& client, std::int64_t charges) {
  return Money{client.balance.nano - charges * client.price.nano};
}

/// [1/s] of charges while so many were made.
double charge_rate(const SaturatingClient& client, std::int64_t charges) {
  return client.success * static_cast<double>(balance_cap(after(client, charges), client.step)) / client.service;
}

std::int64_t charges_below(const SaturatingClient& client, Money level) {
  detail::require(level > Money{} && level <= client.balance, "the level must be above 0 and at most the balance");
  return (client.balance.nano - level.nano) / client.price.nano + 1;
}

/// How far a chain that passes its states in order, each left at its rate, has come after t: P(in state n), the last
/// being the end. Uniformisation: steps at the largest rate, each a move with the share rate / largest.
std::vector<long double> progress(const std::vector<double>& rates, double t) {
  constexpr long double negligible = 1e-40L;  // and slow, long before it is 0
  const auto [least, most] = std::minmax_element(rates.begin(), rates.end());
  const double smallest = *least, largest = *most;
  std::vector<long double> now(rates.size() + 1), mixed(rates.size() + 1);
  // P(Poisson(2 n + 2000) < n) is below the smallest double: all is over.
  if (smallest * t > 2 * static_cast<double>(rates.size()) + 2000) return mixed.back() = 1, mixed;
  const detail::Shares steps = detail::poisson(static_cast<long double>(largest) * t, 1e-25L);
  now[0] = 1;
  for (std::int64_t step = 0; step <= steps.last(); ++step) {
    for (std::size_t n = 0; n < now.size(); ++n) mixed[n] += steps.at(step) * now[n];
    for (std::size_t n = rates.size(); n-- > 0;) {
      if (now[n] < negligible) now[n] = 0;
      const long double moves = now[n] * (rates[n] / largest);
      now[n + 1] += moves;
      now[n] -= moves;
    }
  }
  return mixed;
}

}  // namespace

std::int64_t balance_cap(Money balance, Money step) {
  detail::require(step > Money{}, "the money that gives one slot must be above 0");
  return std::max<std::int64_t>(1, balance.nano / step.nano);
}

double balance_time_constant(const SaturatingClient& client) {
  require_client(client);
  return in_dollars(client.step) / in_dollars(client.price) * client.service / client.success;
}

double balance_fluid_time(const SaturatingClient& client, Money level) {
  require_client(client);
  detail::require(level >= Money{} && level <= client.balance, "the level must be between 0 and the balance");
  const double per_dollar = client.service / (client.success * in_dollars(client.price));
  double time = 0;
  for (Money now = client.balance; now > level;) {
    // A balance on the edge of two caps falls with the lower one.
    const std::int64_t slots = balance_cap(now - Money{1}, client.step);
    const Money edge{slots > 1 ? slots * client.step.nano : 0};
    const Money end = std::max(edge, level);
    time += in_dollars(now - end) * per_dollar / static_cast<double>(slots);
    now = end;
  }
  return time;
}

double balance_fluid_after(const SaturatingClient& client, double t) {
  require_client(client);
  detail::require_time(t);
  const double dollars_per_second = client.success * in_dollars(client.price) / client.service;
  Money now = client.balance;
  while (true) {
    const std::int64_t slots = balance_cap(now - Money{1}, client.step);
    const double rate = dollars_per_second * static_cast<double>(slots);
    const Money edge{slots * client.step.nano};
    const double until_edge = in_dollars(now - edge) / rate;
    if (slots == 1 || t <= until_edge) return in_dollars(now) - rate * t;
    t -= until_edge;
    now = edge;
  }
}

SpendingTime balance_time_below(const SaturatingClient& client, Money level) {
  require_client(client);
  SpendingTime time;
  time.charges = charges_below(client, level);
  double variance = 0;
  for (std::int64_t n = 0; n < time.charges; ++n) {
    const double pause = 1 / charge_rate(client, n);
    time.mean += pause;
    variance += pause * pause;
  }
  time.deviation = std::sqrt(variance);
  return time;
}

double balance_time_above(const SaturatingClient& client, Money level, double t) {
  require_client(client);
  detail::require_time(t);
  std::vector<double> rates(static_cast<std::size_t>(charges_below(client, level)));
  for (std::size_t n = 0; n < rates.size(); ++n) rates[n] = charge_rate(client, static_cast<std::int64_t>(n));
  const std::vector<long double> reached = progress(rates, t);
  long double before = 0;
  for (std::size_t n = 0; n < rates.size(); ++n) before += reached[n];
  return static_cast<double>(before);
}

double balance_mean_after(const SaturatingClient& client, Money level, double t) {
  require_client(client);
  detail::require_time(t);
  const std::int64_t last = charges_below(client, level);
  std::vector<double> rates, charged{0};
  for (std::int64_t n = 0; n < last; ++n) {
    rates.push_back(charge_rate(client, n));
    charged.push_back(static_cast<double>(n + 1));
  }
  // No task is admitted any more: those that run beside the one that ended end one by one, well or not.
  for (std::int64_t running = balance_cap(after(client, last - 1), client.step) - 1; running > 0; --running) {
    rates.push_back(static_cast<double>(running) / client.service);
    charged.push_back(charged.back() + client.success);
  }
  const std::vector<long double> reached = progress(rates, t);
  long double charges = 0;
  for (std::size_t n = 0; n < reached.size(); ++n) charges += reached[n] * charged[n];
  return static_cast<double>(in_dollars(client.balance) - charges * in_dollars(client.price));
}

Money balance_after_rounds(const SaturatingClient& client, Money level, std::int64_t rounds) {
  require_client(client);
  detail::require(client.success == 1, "constant services in step need every task to succeed");
  detail::require(rounds >= 0, "the number of rounds must not be negative");
  detail::require(level > Money{}, "the level must be above 0");
  Money now = client.balance;
  for (std::int64_t round = 0; round < rounds && now >= level; ++round)
    now.nano -= balance_cap(now, client.step) * client.price.nano;
  return now;
}

}  // namespace busyhour
