#pragma once
/// Scenario files: reading, `extends`, `--set`.
#include <optional>
#include <string>
#include <vector>

#include "busyhour/scenario/document.hpp"

namespace busyhour {

/// A merged document, or what is wrong.
struct Gathered {
  Document document;
  Sources sources;
  Diagnostics diagnostics;
};

/// Reads the file and all it extends, then merges the `--set`s in, in order. With `text` that is what the file says.
[[nodiscard]] Gathered gather(const std::string& file, const std::optional<std::string>& text,
                              const std::vector<std::string>& sets);

/// Complains if the path leads through a name that is not there: `workloads.cals.count` makes no workload `cals`.
[[nodiscard]] std::optional<Diagnostic> wrong_path(const Document&, std::string_view path, const Where& begin);

}  // namespace busyhour
