#pragma once
/// The same pause before each retry, constant or drawn afresh.
#include "busyhour/model/clients/retry.hpp"
#include "busyhour/random/distribution.hpp"

namespace busyhour {

/// With an exponential pause and unlimited attempts, N sources and c slots it is the finite-source retrial queue
/// M/M/c//N.
struct ConstantRetry : RetryBounds {
  static constexpr std::string_view kind = "constant", about = "A pause of the same kind before each retry.";
  Distribution pause;  ///< [s]
  static constexpr auto fields() {
    using R = ConstantRetry;
    return std::tuple_cat(
        std::tuple{required("pause", &R::pause, "from a refusal to the next attempt")
                       .of(dimension::time)
                       .at_least(0)
                       .such_as("{dist: exponential, mean: 1 s}"),
                   required("attempts", &R::attempts, "most attempts, the first one included")
                       .at_least(1)
                       .such_as("unlimited"),
                   optional("deadline", &R::deadline, "no attempt later than this after the first one")
                       .of(dimension::time)
                       .more_than(0)
                       .by_default("none")},
        retry_after_fields<R>());
  }
};

}  // namespace busyhour
