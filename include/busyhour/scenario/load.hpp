#pragma once
/// From a file and `--set`s to a Scenario, or to everything that is wrong with them.
#include <optional>
#include <string>
#include <vector>

#include "busyhour/base/diagnostic.hpp"
#include "busyhour/scenario/document.hpp"
#include "busyhour/scenario/scenario.hpp"

namespace busyhour {

struct Loaded {
  Document document;                 ///< merged; every value knows its place
  std::optional<Scenario> scenario;  ///< only when there is no error
  Diagnostics diagnostics;           ///< errors and warnings, in the order of the file
  Sources sources;
};

/// Reads `file` and what it extends, applies `--set path=value` in order, checks everything. Never throws for what a
/// user wrote.
[[nodiscard]] Loaded load(const std::string& file, const std::vector<std::string>& sets = {});
/// The same for the text of a file that is not there; diagnostics call it `name`. Paths in it are relative to where the
/// program runs, unless `name` says another folder.
[[nodiscard]] Loaded load_text(const std::string& name, const std::string& text,
                               const std::vector<std::string>& sets = {});
/// The same for a document that is already merged (a sweep's point: document + paths).
[[nodiscard]] Loaded decode(Document document, Sources sources);

/// The hash of what decides the replications of a document: not how many there are, nor what is asked of them.
[[nodiscard]] std::string sha256_of_replications(const Document&);

/// The merged document as YAML, defaults included; with origins, each value is followed by the place where it was
/// written. It loads to the same sha256. Paths of data files are written relative to `folder`, where the text is going
/// to be kept; without it to the scenario.
[[nodiscard]] std::string resolved_yaml(const Loaded&, bool with_origins, const std::string& folder = {});

/// JSON Schema, draft 7, of a scenario file.
[[nodiscard]] std::string schema_json();

/// The reference text of a key, metric, kind or command word; nothing if unknown (then `suggestion` may hold a near
/// name).
struct Explained {
  std::string text, suggestion;
};
[[nodiscard]] Explained explain(const std::string& name);

}  // namespace busyhour
