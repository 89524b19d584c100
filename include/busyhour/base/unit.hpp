#pragma once
/// The units of the language, each with its size in base units (seconds, dollars, characters, tokens).
#include <span>
#include <string>
#include <string_view>

#include "busyhour/base/dimension.hpp"

namespace busyhour {

struct Unit {
  std::string_view name;
  double size;
  Dimension dimension;
};

/// All of them, `x` of ratios included; `%` and `$` are signs of the grammar.
[[nodiscard]] std::span<const Unit> units();
[[nodiscard]] const Unit* find_unit(std::string_view name);
/// What to write in place of a word that is no unit.
[[nodiscard]] std::string unit_help(std::string_view wrong);
/// "time units: ns, us, ms, s, min, h, d", or how else such a quantity is written: "such as $0.13".
[[nodiscard]] std::string units_of(const Dimension&);

}  // namespace busyhour
