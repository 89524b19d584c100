#pragma once
/// Scenarios made up at random, small enough to be told in a moment: limits, accounts, endpoints and clients in any
/// combination. The same seed makes the same text.
#include <cstdint>
#include <string>

namespace busyhour::testing {

[[nodiscard]] std::string random_scenario(std::uint64_t seed);

}  // namespace busyhour::testing
