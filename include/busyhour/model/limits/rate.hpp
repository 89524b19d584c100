#pragma once
/// What the rate limits share: the keys that stand in each of them, and exact time.
#include <utility>

#include "busyhour/base/expression.hpp"
#include "busyhour/model/limits/counts.hpp"
#include "busyhour/model/limits/when_full.hpp"
#include "busyhour/stats/time_average.hpp"
#include "busyhour/stats/wide.hpp"

namespace busyhour {

/// Keys of every rate limit: at most `cap` per `per`.
struct RateLimit {
  Counts counts = Counts::requests;
  Duration per{};
  Formula cap;
  bool counts_rejected = false;
  WhenFull when_full;
  LimitKey key = LimitKey::account;
  std::vector<std::string> endpoints;
};

/// The first instant at which a rate that nobody else uses lets `amount` pass; nothing if it never does. A rate that
/// has let it pass goes on letting it pass.
template <class State>
[[nodiscard]] std::optional<TimePoint> found_open(const State& state, std::int64_t amount, TimePoint now) {
  if (!state.refuses(amount, now)) return now;
  Duration closed{0}, open{1};
  while (state.refuses(amount, now + open)) {
    if (open > (end_of_time - now) / 2) return std::nullopt;
    closed = std::exchange(open, 2 * open);
  }
  while (open - closed > Duration{1}) {
    const Duration middle = closed + (open - closed) / 2;
    (state.refuses(amount, now + middle) ? closed : open) = middle;
  }
  return now + open;
}

/// The field table of a rate limit, followed by what is its own.
template <class L>
[[nodiscard]] constexpr auto rate_fields(auto... own) {
  return std::tuple{
      required("counts", &L::counts, "what is counted").such_as("requests"),
      required("per", &L::per, "the period").of(dimension::time).more_than(0).such_as("1 s"),
      required("cap", &L::cap, "most in a period: a whole number, or a formula over other values")
          .at_least(1)
          .whole()
          .such_as("1000"),
      own...,
      optional("counts_rejected", &L::counts_rejected, "refused attempts use it up too").by_default("false"),
      required("when_full", &L::when_full, "what happens to an attempt that finds it full"),
      optional("key", &L::key, "whose counter it is").by_default("account"),
      optional("endpoints", &L::endpoints, "only these endpoints are counted").by_default("all").such_as("[monitor]")};
}

}  // namespace busyhour
