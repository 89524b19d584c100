#pragma once
/// What theory says of a scenario, made readable: no simulation stands behind it.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "busyhour/report/report.hpp"
#include "busyhour/theory/recognise.hpp"

namespace busyhour {

/// A scenario as it was named, and the answer.
struct TheoryPage {
  std::string file, name;
  TheoryAnswer answer;
};

/// The model, its numbers and what it takes for granted; or what stands in the way, and the nearest model.
[[nodiscard]] std::string terminal_theory(const TheoryPage&, const TerminalStyle&);
/// `{"model": …|null, "why_not": …, "metrics": {…}}`; of several scenarios an array of such. Metrics of an
/// approximation stand under `approximation`, never under `metrics`.
[[nodiscard]] std::string json_theory(const std::vector<TheoryPage>&);

/// For so many conversations a slot (at least 2): the largest share of its time that a conversation may hold one with
/// at most 1, 5 or 10 % of its requests refused, on 1 to 100 slots. Engset, exact.
[[nodiscard]] std::string terminal_per_slot(std::int64_t conversations, const TerminalStyle&);
[[nodiscard]] std::string json_per_slot(std::int64_t conversations);

}  // namespace busyhour
