#pragma once
/// What a field takes, said in words: for the schema and the reference page.
#include <string>

#include "decoder.hpp"

namespace busyhour {

/// "a duration, more than 0 s".
[[nodiscard]] std::string takes(const Shape&, const FieldShape&);
/// A regular expression (ECMA 262) for a quantity of such a field; empty if there is none.
[[nodiscard]] std::string pattern(const FieldShape&);

}  // namespace busyhour
