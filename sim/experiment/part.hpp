#pragma once
/// A finished point as text and back: every number reads back as the same bits.
#include <string>

#include "busyhour/experiment/results.hpp"
#include "busyhour/scenario/scenario.hpp"

namespace busyhour {

[[nodiscard]] std::string part_text(const RunResult&);
/// Throws if the text is no part of this scenario. With the rows of its replications, or without.
[[nodiscard]] RunResult part_read(const std::string& text, const Scenario&, bool rows);

}  // namespace busyhour
