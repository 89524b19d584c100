#pragma once
/// What the retry rules share: what a rule is asked, and the keys that stand in each of them.
#include <array>

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

/// What a client makes of a retry_after longer than it is willing to wait.
enum class LongRetryAfter : std::uint8_t { gives_up, ignored, shortened };
template <>
struct Words<LongRetryAfter> {
  static constexpr std::array words{
      Word<LongRetryAfter>{LongRetryAfter::gives_up, "gives_up", "the request is given up at once"},
      Word<LongRetryAfter>{LongRetryAfter::ignored, "ignored", "the rule's own pause is taken"},
      Word<LongRetryAfter>{LongRetryAfter::shortened, "shortened", "as long as the client is willing to wait"}};
};

/// Keys that every retry rule takes.
struct RetryBounds {
  CountOrUnlimited attempts{1, false};
  std::optional<Duration> deadline;
  bool honours_retry_after = false;
  std::optional<Duration> longest_retry_after;
  LongRetryAfter longer_retry_after = LongRetryAfter::gives_up;
  std::optional<RetryBudget> budget;
};

/// The rows of a paced rule that concern a refusal's own word on when to come back, and the budget.
template <class R>
[[nodiscard]] constexpr auto retry_after_fields() {
  return std::tuple{
      optional("honours_retry_after", &R::honours_retry_after, "a refusal's retry_after replaces the pause")
          .by_default("false"),
      optional("longest_retry_after", &R::longest_retry_after, "the longest retry_after that is obeyed")
          .of(dimension::time)
          .more_than(0)
          .by_default("any")
          .such_as("60 s"),
      optional("longer_retry_after", &R::longer_retry_after, "what is made of a longer one").by_default("gives_up"),
      optional("budget", &R::budget, "bound on the retries of the whole client").by_default("none")};
}

}  // namespace busyhour
