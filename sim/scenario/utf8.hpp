#pragma once
/// Whether a file is text at all.
#include <string>

#include "busyhour/base/diagnostic.hpp"

namespace busyhour {

/// UTF-8 without control characters but tabs and line ends; if not, the first byte that is none is named.
[[nodiscard]] bool is_text(const std::string& text, const std::string& name, Diagnostics& out);

}  // namespace busyhour
