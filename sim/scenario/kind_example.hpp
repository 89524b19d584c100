#pragma once
/// An example of a policy as it stands in a scenario file.
#include <string>

#include "shape.hpp"

namespace busyhour {

/// Its own if it has one; else what must be written, each key with its example.
[[nodiscard]] std::string example_of(const ChoiceShape& choice, const Alternative& one);

}  // namespace busyhour
