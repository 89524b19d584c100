#pragma once
/// What the retry rules look like to the retrial models.
#include "busyhour/theory/retrial.hpp"
#include "model.hpp"

namespace busyhour::recognition {

/// The mean pause before a further attempt, and what of the rule the chain does not have; nothing if it tells no pause.
[[nodiscard]] std::optional<double> backoff_of(const Shape&, const Door&, std::vector<std::string>& why_not);
void tried_again(Findings& to, const RetrialFigures&, const Shape&, const Door&);
/// Refuses a chain that would take more than a moment.
void require_solvable(std::int64_t slots, std::int64_t levels);
/// Whether the distribution of the delay is a matter of milliseconds: so many slots, so many that may back off.
[[nodiscard]] bool quick(std::int64_t slots, std::int64_t levels);

}  // namespace busyhour::recognition
