#include "busyhour/theory/limiters.hpp"

#include <cmath>

#include "busyhour/theory/erlang.hpp"
#include "md1.hpp"
#include "shares.hpp"

namespace busyhour {
namespace {

long double load_of(double rate, std::int64_t cap, double per) {
  detail::require_rate(rate);
  detail::require(cap >= 1 && cap <= detail::most_states, "the cap must be between 1 and ten million");
  detail::require(detail::positive(per), "the window must be above 0 and finite");
  return static_cast<long double>(rate) * per;
}

}  // namespace

double fixed_window_rejected(double rate, std::int64_t cap, double per) {
  const long double load = load_of(rate, cap, per);
  const detail::Shares requests = detail::poisson(load);
  const auto excess = [cap](std::int64_t n) { return static_cast<long double>(n - cap); };
  return static_cast<double>(requests.sum(cap + 1, requests.last(), excess) / load);
}

double sliding_log_rejected(double rate, std::int64_t cap, double per, Counting counts) {
  const long double load = load_of(rate, cap, per);
  if (counts == Counting::admitted) return erlang_b(cap, static_cast<double>(load));
  const detail::Shares requests = detail::poisson(load);
  return static_cast<double>(requests.sum(cap, requests.last()));
}

double token_bucket_rejected(double rate, double refill, double burst) {
  detail::require_rate(rate);
  detail::require(detail::positive(refill), "the refill rate must be above 0 and finite");
  detail::require(burst >= 1 && burst <= 1e6, "the burst must be between 1 and a million tokens");
  const long double load = static_cast<long double>(rate) / refill, room = static_cast<long double>(burst) - 1;
  const long double weight = detail::md1_backlog_weight(load, room);
  if (load < 1) return static_cast<double>(detail::md1_backlog_above(load, room) / (1 + load * weight));
  return static_cast<double>((1 / weight + (load - 1)) / (1 / weight + load));
}

}  // namespace busyhour
