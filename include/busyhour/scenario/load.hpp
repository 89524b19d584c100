#pragma once
/// From a file and `--set`s to a Scenario, or to everything that is wrong with them.
#include <optional>
#include <string>
#include <vector>

#include "busyhour/base/diagnostic.hpp"
#include "busyhour/scenario/document.hpp"
#include "busyhour/scenario/scenario.hpp"

namespace busyhour {

/// The texts that diagnostics point into: files as they were read, and each `--set`.
using Sources = std::vector<std::pair<std::string, std::string>>;

struct Loaded {
  Document document;                 ///< merged; every value knows its place
  std::optional<Scenario> scenario;  ///< only when there is no error
  Diagnostics diagnostics;           ///< errors and warnings, in the order of the file
  Sources sources;
};

/// Reads `file` and what it extends, applies `--set path=value` in order, checks everything. Never throws for what a user wrote.
[[nodiscard]] Loaded load(const std::string& file, const std::vector<std::string>& sets = {});
/// The same for a document that is already merged (a sweep's point: document + paths).
[[nodiscard]] Loaded decode(Document document, Sources sources);

/// `file:line:column: error: ...` with the line, a caret and a suggestion. At most 20, then how many more.
[[nodiscard]] std::string render(const Diagnostics&, const Sources&);

/// The merged document as YAML, defaults included, each value followed by its origin as a comment.
[[nodiscard]] std::string resolved_yaml(const Loaded&, bool with_origins);

/// JSON Schema, draft 7, of a scenario file.
[[nodiscard]] std::string schema_json();

/// The reference text of a key, metric, kind or command word; nothing if unknown (then `suggestion` may hold a near name).
struct Explained {
  std::string text, suggestion;
};
[[nodiscard]] Explained explain(const std::string& name);

}  // namespace busyhour
