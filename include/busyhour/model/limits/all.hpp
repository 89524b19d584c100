#pragma once
/// The register of limits: one line each.
#include <array>
#include <variant>

#include "busyhour/model/limits/concurrency.hpp"

namespace busyhour {

/// `window` chooses; without it a limit is a concurrency limit.
using LimitConfig = std::variant<ConcurrencyLimit>;
template <>
struct Choice<LimitConfig> {
  static constexpr std::string_view key = "window", noun = "limit";
  static constexpr bool absent_means_first = true;
  static constexpr std::array<Later, 5> later{Later{"fixed", "so many per window of the clock"}, Later{"sliding_log", "so many in any window"},
                                              Later{"sliding_counter", "the two-window approximation"}, Later{"token_bucket", "refilled evenly"},
                                              Later{"gcra", "the generic cell rate algorithm"}};
};

}  // namespace busyhour
