#pragma once
/// Waiting for one of one's own tasks to finish: no timer but a fallback.
#include <array>

#include "busyhour/model/clients/retry.hpp"

namespace busyhour {

enum class Dispatch : std::uint8_t { line, each };
template <>
struct Words<Dispatch> {
  static constexpr std::array words{
      Word<Dispatch>{Dispatch::line, "line",
                     "tasks are submitted in order until one is refused; the others wait before their first attempt"},
      Word<Dispatch>{Dispatch::each, "each", "every task tries at once, and every waiting one wakes"}};
};

/// One waiting line per client. Wakes when an end is known to the client (poll answer, WebSocket event, webhook), or
/// after `fallback`, which counts from the line's last refusal. All ends known at one instant wake the line once, after
/// the last of them.
struct OnRelease : RetryBounds {
  static constexpr std::string_view kind = "on_release",
                                    about = "Wait until one of one's own tasks is known to have ended.";
  std::optional<Duration> fallback;
  Dispatch dispatch = Dispatch::line;
  static constexpr auto fields() {
    using R = OnRelease;
    return std::tuple{optional("fallback", &R::fallback, "try anyway this long after the line's last refusal")
                          .of(dimension::time)
                          .more_than(0)
                          .by_default("never")
                          .such_as("30 s"),
                      optional("dispatch", &R::dispatch, "who waits and who wakes").by_default("line"),
                      required("attempts", &R::attempts, "most attempts of a task, the first one included")
                          .at_least(1)
                          .such_as("unlimited"),
                      optional("deadline", &R::deadline, "no attempt later than this after the first one")
                          .of(dimension::time)
                          .more_than(0)
                          .by_default("none")};
  }
};

}  // namespace busyhour
