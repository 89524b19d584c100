#pragma once
/// What the rate limits share: the keys that stand in each of them, and exact time.
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
