#pragma once
/// What a scenario takes for granted and a reader of its numbers easily overlooks, each with the place where it is
/// said.
#include <string>
#include <utility>
#include <vector>

#include "busyhour/scenario/load.hpp"

namespace busyhour {

/// Path and value, such as "provider.network" and "0 s (default)", "40 ms (calls.yaml:12)": network, when a slot goes
/// back, the turnaround and the retries of each client; then the files that were read.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> assumptions_of(const Loaded&);

}  // namespace busyhour
