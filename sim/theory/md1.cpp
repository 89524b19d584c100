#include "md1.hpp"

#include <cmath>
#include <limits>

#include "shares.hpp"

namespace busyhour::detail {
namespace {

/// Weights beyond this one are a geometric series to the last digit: the other roots of the generating function's
/// denominator are at least eight times as far out as the first when the load is near 1, and when it is small the
/// weights themselves are.
constexpr std::int64_t geometric_after = 4096;

/// The decay of the far weights per place, s > 0 with load (e^s - 1) = s; load < 1. Newton from the right of the root
/// of a convex function.
long double decay(long double load) {
  long double s = std::min(2 * (1 - load) / load, 1 - 2 * std::log(load));
  for (int step = 0; step < 200; ++step) {
    const long double next = s - (load * std::expm1(s) - s) / (load * std::exp(s) - 1);
    if (!(next < s)) break;
    s = next;
  }
  return s;
}

/// Sum over j of P(j arrivals in the part of a hold that x lacks to a whole number) x value(whole - j), j < whole, and
/// P(more than that) x otherwise.
template <class Value>
long double at_backlog(long double load, long double x, Value value, long double otherwise) {
  const auto whole = static_cast<std::int64_t>(std::ceil(x));
  const Shares arrivals = poisson(load * (static_cast<long double>(whole) - x));
  return arrivals.sum(0, whole - 1, [&](std::int64_t j) { return value(static_cast<std::size_t>(whole - j)); }) +
         arrivals.sum(whole, arrivals.last()) * otherwise;
}

}  // namespace

std::vector<long double> md1_weights(long double load, std::size_t count) {
  const Shares arrivals = poisson(load, load < 1 ? 1e-4000L : 1e-60L);
  std::vector<long double> at_least(static_cast<std::size_t>(arrivals.last()) + 2);
  for (auto k = at_least.size() - 1; k-- > 0;)
    at_least[k] = at_least[k + 1] + arrivals.at(static_cast<std::int64_t>(k));
  const long double none = std::exp(-load);
  std::vector<long double> weights{1};
  while (weights.size() < count && weights.back() < 1e4000L) {
    const std::size_t n = weights.size() - 1;
    long double risen = n + 1 < at_least.size() ? at_least[n + 1] : 0;
    for (std::size_t j = n; j > 0 && n - j + 2 < at_least.size(); --j) risen += weights[j] * at_least[n - j + 2];
    weights.push_back(risen / none);
  }
  return weights;
}

long double md1_backlog_weight(long double load, long double x) {
  if (x < 1) return std::exp(load * x);
  if (load < 1 && x > geometric_after) return (1 - md1_backlog_above(load, x)) / (1 - load);
  const auto count = static_cast<std::size_t>(std::ceil(x)) + 1;
  if (load > 9000) return std::numeric_limits<long double>::infinity();
  std::vector<long double> weights = md1_weights(load, count);
  if (weights.size() < count) return std::numeric_limits<long double>::infinity();
  for (std::size_t n = 1; n < count; ++n) weights[n] += weights[n - 1];
  return at_backlog(
      load, x, [&](std::size_t n) { return weights[n]; }, 0);
}

long double md1_backlog_above(long double load, long double x) {
  if (x > geometric_after) {
    const long double beyond = std::ceil(x - geometric_after);
    return std::isinf(x) ? 0 : md1_backlog_above(load, x - beyond) * std::exp(-decay(load) * beyond);
  }
  if (x == 0) return load;
  constexpr std::size_t more = 64;
  const auto whole = static_cast<std::size_t>(std::ceil(x));
  std::vector<long double> tail = md1_weights(load, whole + more);
  long double beyond = tail.back() / std::expm1(decay(load));  // the geometric series after the last
  for (auto n = tail.size(); n-- > 0;) {
    const long double here = tail[n];
    tail[n] = beyond * (1 - load);
    beyond += here;
  }
  return at_backlog(
      load, x, [&](std::size_t n) { return tail[n]; }, 1);
}

}  // namespace busyhour::detail
