#pragma once
/// How a client paces itself by what answers tell it: batches as large as what remains, a pause when little of a rate
/// is left, a breaker after refusals in a row.
#include <array>

#include "busyhour/base/field.hpp"
#include "busyhour/base/time.hpp"

namespace busyhour {

enum class AdaptBy : std::uint8_t { remaining };
template <>
struct Words<AdaptBy> {
  static constexpr std::array words{Word<AdaptBy>{
      AdaptBy::remaining, "remaining",
      "the slots that were free just after the last answered request was admitted, that request's own not among them"}};
};

/// cloro's sample: `Math.min(remaining, 5)`. What it does at 0 is not said there: a client without a timer would stop
/// for ever, so this one waits and sends one.
struct Adapt {
  static constexpr std::string_view kind = "adapt",
                                    about =
                                        "Requests go out in batches, each when the one before has ended; the first "
                                        "one is a single request.";
  AdaptBy by = AdaptBy::remaining;
  std::int64_t at_most = 5;
  Duration probe = std::chrono::seconds{1};
  static constexpr auto fields() {
    return std::tuple{
        required("by", &Adapt::by, "what a batch is measured by").such_as("remaining"),
        required("at_most", &Adapt::at_most, "largest batch").at_least(1).such_as("5"),
        optional("probe", &Adapt::probe, "where nothing remains: the wait before a single request is sent")
            .of(dimension::time)
            .more_than(0)
            .by_default("1 s")
            .such_as("1 s")};
  }
};

/// cloro's sample: `if (remaining < 50) wait 1000 ms`.
struct RateGuard {
  static constexpr std::string_view
      kind = "rate_guard",
      about = "No attempt for a while after an answer that was admitted when little of a rate was left.";
  std::int64_t below = 1;
  Duration pause{};
  static constexpr auto fields() {
    return std::tuple{required("below", &RateGuard::below, "fewer than so many left of the rate that has least left")
                          .at_least(1)
                          .such_as("50"),
                      required("pause", &RateGuard::pause, "how long the client then makes no attempt")
                          .of(dimension::time)
                          .more_than(0)
                          .such_as("1 s")};
  }
};

enum class WhileOpen : std::uint8_t { give_up, wait };
template <>
struct Words<WhileOpen> {
  static constexpr std::array words{
      Word<WhileOpen>{WhileOpen::give_up, "give_up", "the request is given up at once, without an attempt"},
      Word<WhileOpen>{WhileOpen::wait, "wait", "the attempt waits until the breaker lets it pass"}};
};

/// Nygard, Release It! (2007); ElevenLabs' advice is 5 failures and 10 s (providers.md 4.2).
struct BreakerConfig {
  static constexpr std::string_view
      kind = "breaker",
      about =
          "After failures in a row no attempt is made for a while; then a single one decides. Refusals, timeouts and "
          "failed requests are failures.";
  std::int64_t failures = 5;
  Duration open{};
  WhileOpen while_open = WhileOpen::give_up;
  static constexpr auto fields() {
    using B = BreakerConfig;
    return std::tuple{
        required("failures", &B::failures, "so many in a row open it").at_least(1).such_as("5"),
        required("open", &B::open, "how long it stays open").of(dimension::time).more_than(0).such_as("10 s"),
        optional("while_open", &B::while_open, "what becomes of requests meanwhile").by_default("give_up")};
  }
};

}  // namespace busyhour
