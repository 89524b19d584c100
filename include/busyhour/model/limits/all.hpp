#pragma once
/// The register of limits: one line each.
#include <variant>

#include "busyhour/model/limits/balance_floor.hpp"
#include "busyhour/model/limits/concurrency.hpp"
#include "busyhour/model/limits/fixed_window.hpp"
#include "busyhour/model/limits/gcra.hpp"
#include "busyhour/model/limits/growth.hpp"
#include "busyhour/model/limits/sliding_counter.hpp"
#include "busyhour/model/limits/sliding_log.hpp"
#include "busyhour/model/limits/token_bucket.hpp"

namespace busyhour {

namespace detail {
template <class... L>
struct LimitsAre {
  using Config = std::variant<L...>;
  using State = std::variant<typename L::State..., BalanceFloor>;
};
using Limits = LimitsAre<ConcurrencyLimit,  //
                         FixedWindow,       //
                         SlidingLog,        //
                         SlidingCounter,    //
                         TokenBucket,       //
                         Gcra,              //
                         GrowingRate>;
}  // namespace detail

/// `window` chooses; without it a limit is a concurrency limit.
using LimitConfig = detail::Limits::Config;
/// What a limit remembers while a run goes on: `refuses` (changes nothing), `take`, `complete`.
using LimitState = detail::Limits::State;
template <>
struct Choice<LimitConfig> {
  static constexpr std::string_view key = "window", noun = "limit";
  static constexpr bool absent_means_first = true;
};

}  // namespace busyhour
