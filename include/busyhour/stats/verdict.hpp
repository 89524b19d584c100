#pragma once
/// Whether an estimate satisfies a rule: decided by its whole interval, never by the value alone.
#include <cstdint>

#include "busyhour/stats/estimate.hpp"

namespace busyhour {

enum class Verdict : std::uint8_t { passes, fails, undecided };
enum class Relation : std::uint8_t { at_most, at_least, below, above };

/// Passes if all of the interval satisfies the rule, fails if none of it does; without an interval it is undecided.
[[nodiscard]] Verdict judge(const Estimate& estimate, Relation relation, double bound);

}  // namespace busyhour
