#pragma once
/// What the retry rules share: what a rule is asked, and the keys that stand in each of them.
#include "busyhour/base/field.hpp"
#include "busyhour/base/time.hpp"

namespace busyhour {

/// Retries that a client may spend beyond its requests: each request's first attempt earns `ratio`, each retry costs
/// one. A request whose retry finds less than one saved up is given up. (Finagle's and gRPC's retry budget, as a
/// counter that starts full.)
struct RetryBudget {
  static constexpr std::string_view kind = "budget", about = "Retries that a client may spend beyond its requests.";
  double ratio = 0.1;
  double burst = 10;
  static constexpr auto fields() {
    return std::tuple{required("ratio", &RetryBudget::ratio, "retries earned by each request").share().such_as("10%"),
                      required("burst", &RetryBudget::burst, "most retries saved up; the client starts with as many")
                          .at_least(1)
                          .such_as("10")};
  }
};

/// Keys that every retry rule takes.
struct RetryBounds {
  CountOrUnlimited attempts{1, false};
  std::optional<Duration> deadline;
  bool honours_retry_after = false;
  std::optional<RetryBudget> budget;
};

}  // namespace busyhour
