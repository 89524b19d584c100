#pragma once
/// A scenario as written: a tree whose every key and value remembers its place, whether a file or `--set` said it. All
/// editing (extends,
/// --set, sweep, solve, claims) happens here, before anything is decoded.
///
/// Nodes are shared and never change, so copying a document costs two references and setting a path copies the maps
/// along it. Invariant: a tree has at most `max_nodes` nodes (an alias counted as often as it stands) and `max_depth`
/// levels.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "busyhour/base/diagnostic.hpp"

namespace busyhour {

inline constexpr std::uint32_t max_nodes = 100'000, max_depth = 64;

/// A spot in a source, small: the source's number in the document, 1-based line and column in bytes.
struct Spot {
  std::uint32_t source = 0, line = 0, column = 0;
};

struct Node;
using NodePtr = std::shared_ptr<const Node>;

/// One value of the tree.
struct Node {
  enum class Kind : unsigned char { nothing, scalar, list, map };
  struct Entry {
    std::string key;
    Spot spot;
    NodePtr value;
  };
  Kind kind = Kind::nothing;
  Spot spot;
  std::int32_t inner =
      -1;  ///< a scalar's text begins so many bytes after `spot` and stands there letter for letter; -1: it does not
  std::uint32_t nodes = 1, depth = 1;
  bool replaces = false;       ///< a map: one with another choosing word stood here, and nothing of it is left
  std::string text;            ///< scalar
  std::vector<NodePtr> items;  ///< list
  std::vector<Entry> entries;  ///< map, in the order written

  [[nodiscard]] const Entry* find(std::string_view key) const;
  [[nodiscard]] bool is_scalar() const { return kind == Kind::scalar; }
  [[nodiscard]] bool is_list() const { return kind == Kind::list; }
  [[nodiscard]] bool is_map() const { return kind == Kind::map; }
};

[[nodiscard]] NodePtr scalar_node(std::string text, Spot = {});
/// The node as one line of YAML, loadable again.
[[nodiscard]] std::string flow_text(const Node&);

/// `over` merged into `base`: maps deep, lists and scalars replace, null removes. A map that carries kind, action,
/// dist, by or window is replaced whole when that word's value changes.
[[nodiscard]] NodePtr merged(const NodePtr& base, const NodePtr& over);

class DataFiles;  ///< traces and samples that were read, so that the points of a sweep read them once

class Document {
 public:
  Document();
  explicit Document(NodePtr root) : Document() { root_ = std::move(root); }

  [[nodiscard]] const Node& root() const { return *root_; }
  [[nodiscard]] const NodePtr& root_ptr() const { return root_; }
  /// The value at `a.b.c`, or null. Invalidated by `set` and `merge`.
  [[nodiscard]] const Node* find(std::string_view path) const;
  /// Where the value at `path` was written; if it was not, where the nearest map around it stands.
  [[nodiscard]] Where where(std::string_view path) const;
  [[nodiscard]] Where where(Spot) const;

  void merge(const NodePtr& over) { root_ = merged(root_, over); }
  /// What `--set path=value`, a sweep's point and a claim's `set` do: merges `value` in at `path`, making maps on the
  /// way.
  void set(std::string_view path, const NodePtr& value);
  /// The same with a value in YAML's flow style; what is wrong with the text goes to `out`, then nothing is set.
  void set(std::string_view path, std::string_view value, Diagnostics& out);

  /// A new source's number.
  std::uint32_t add_source(std::string name);
  [[nodiscard]] const std::vector<std::string>& source_names() const { return *source_names_; }
  /// The file as it was named on the command line; paths in `--set` are relative to it.
  [[nodiscard]] std::string_view file() const {
    return source_names_->empty() ? std::string_view{} : source_names_->front();
  }
  [[nodiscard]] const std::shared_ptr<DataFiles>& data() const { return data_; }

 private:
  NodePtr root_;
  std::shared_ptr<const std::vector<std::string>> source_names_;
  std::shared_ptr<DataFiles> data_;
};

}  // namespace busyhour
