#pragma once
/// From the text of a file or of a `--set` to a tree of nodes. The only user of yaml-cpp.
#include "busyhour/scenario/document.hpp"

namespace busyhour {

/// A file may have so many bytes.
inline constexpr std::size_t max_file_bytes = 8U << 20U;

/// Reads one YAML document. `source` is its number, `name` what diagnostics call it. Null if the text cannot be read at
/// all; then and for each thing refused (duplicate key, `<<`, tag, empty value, depth, size, alias bomb) there is a
/// diagnostic.
[[nodiscard]] NodePtr read_yaml(const std::string& text, std::uint32_t source, const std::string& name,
                                Diagnostics& out);

}  // namespace busyhour
