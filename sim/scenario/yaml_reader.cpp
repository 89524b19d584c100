#include "yaml_reader.hpp"

#include <yaml-cpp/anchor.h>
#include <yaml-cpp/emitterstyle.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <unordered_map>
#include <utility>

#include "utf8.hpp"

namespace busyhour {
namespace {

/// What ends the reading at once.
struct Refused {};

/// Builds the tree from the parser's events; the depth and the number of nodes are bounded while it grows.
class Builder final : public YAML::EventHandler {
 public:
  Builder(const std::string& text, std::uint32_t source, const std::string& name, Diagnostics& out)
      : text_{text}, source_{source}, name_{name}, out_{out} {}

  [[nodiscard]] NodePtr root() const { return root_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) refuse(spot(mark), "a second document begins here", "one file holds one scenario");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const bool written = is_null_word(position(mark));
    if (!written && continues_text()) return;
    if (!written && !open_.empty() && open_.back().key) {
      const Key& key = *open_.back().key;
      if (key.text.empty())
        complain(key.spot, 1, "nothing is written here", "");
      else
        complain(key.spot, key.text.size(), "nothing is written after " + in_quotes(key.text),
                 "write a value, or null to remove what another file says; a text that holds a comma needs quotes");
    }
    auto node = std::make_shared<Node>();
    node->spot = spot(mark);
    add(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const NodePtr node = anchors_[anchor];
    if (!node) refuse(spot(mark), "this alias stands inside what it stands for", "");
    alias_ = spot(mark);
    add(node, 0);
    alias_.reset();
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_tag(mark, tag);
    auto node = std::make_shared<Node>();
    node->kind = Node::Kind::scalar;
    node->spot = spot(mark);
    node->text = value;
    const std::size_t at = position(mark);
    const char first = at < text_.size() ? text_[at] : '\0';
    const bool quote = first == '"' || first == '\'';
    if (quote && !closes(at)) refuse(spot(mark), "this quote is never closed", "");
    const std::size_t inner = quote ? 1 : 0;
    if (text_.compare(std::min(at + inner, text_.size()), value.size(), value) == 0)
      node->inner = static_cast<std::int32_t>(inner);
    if (!open_.empty() && (open_.back().key || !open_.back().is_flow)) open_.back().scalar_at = at;
    add(std::move(node), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(mark, tag, anchor, Node::Kind::list, style);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(mark, tag, anchor, Node::Kind::map, style);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Key {
    std::string text;
    Spot spot;
    bool sound = true;
  };
  struct Open {
    std::shared_ptr<Node> node;
    YAML::anchor_t anchor;
    bool is_flow = false;
    std::optional<Key> key;
    std::size_t scalar_at = 0;  ///< where the last scalar value begins
  };

  /// `{title: Waves API, Concurrency and Limits, read: ...}`: what stands between two commas of a flow map without a
  /// ':', and could not be a key of the language, belongs to the text before it.
  [[nodiscard]] bool continues_text() {
    if (open_.empty() || !open_.back().is_flow || !open_.back().key) return false;
    Open& map = open_.back();
    const Key& key = *map.key;
    const auto fits_key = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    };
    if (!key.sound || std::all_of(key.text.begin(), key.text.end(), fits_key) || map.node->entries.empty())
      return false;
    Node::Entry& before = map.node->entries.back();
    if (!before.value->is_scalar() || before.value->inner != 0) return false;
    const std::string joined = before.value->text + ", " + key.text;
    if (text_.compare(map.scalar_at, joined.size(), joined) != 0) return false;
    const std::size_t next = text_.find_first_not_of(" \n", map.scalar_at + joined.size());
    if (next == std::string::npos || (text_[next] != ',' && text_[next] != '}')) return false;
    auto longer = std::make_shared<Node>(*before.value);
    longer->text = joined;
    before.value = std::move(longer);
    map.key.reset();
    return true;
  }

  [[nodiscard]] static std::size_t position(const YAML::Mark& mark) {
    return mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
  }
  [[nodiscard]] Spot spot(const YAML::Mark& mark) const {
    return {source_, static_cast<std::uint32_t>(std::max(mark.line, 0) + 1),
            static_cast<std::uint32_t>(std::max(mark.column, 0) + 1)};
  }
  [[nodiscard]] Where where(const Spot& s) const {
    return {name_, static_cast<int>(s.line), static_cast<int>(s.column)};
  }
  void complain(const Spot& s, std::size_t width, std::string says, std::string help) {
    busyhour::complain(out_, where(s), std::move(says), std::move(help), width);
  }
  [[noreturn]] void refuse(const Spot& at, std::string says, std::string help) {
    busyhour::complain(out_, where(at), std::move(says), std::move(help));
    throw Refused{};
  }
  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag != "?" && tag != "!")
      complain(spot(mark), 1, "YAML tags are not used here", "leave out the word that begins with '!'");
  }

  [[nodiscard]] bool is_null_word(std::size_t at) const {
    const std::string_view here = std::string_view{text_}.substr(std::min(at, text_.size()));
    return here.starts_with("~") || here.starts_with("null") || here.starts_with("Null") || here.starts_with("NULL");
  }

  /// Whether the quote that opens at `at` is closed: yaml-cpp takes the end of the file for a closing quote.
  [[nodiscard]] bool closes(std::size_t at) const {
    const char quote = text_[at];
    for (std::size_t i = at + 1; i < text_.size(); ++i) {
      if (quote == '"' && text_[i] == '\\')
        ++i;
      else if (text_[i] == quote) {
        if (quote == '"' || i + 1 >= text_.size() || text_[i + 1] != quote) return true;
        ++i;
      }
    }
    return false;
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind,
            YAML::EmitterStyle::value style) {
    refuse_tag(mark, tag);
    if (open_.size() >= max_depth) refuse(spot(mark), "more than " + std::to_string(max_depth) + " levels deep", "");
    auto node = std::make_shared<Node>();
    node->kind = kind;
    node->spot = spot(mark);
    if (anchor) anchors_[anchor] = nullptr;
    open_.push_back({std::move(node), anchor, style == YAML::EmitterStyle::Flow, {}, 0});
  }

  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    if (done.node->kind == Node::Kind::map) refuse_twins(*done.node);
    add(std::move(done.node), done.anchor);
  }

  /// Children are counted as they are added, an alias as often as it stands.
  void add(NodePtr node, YAML::anchor_t anchor) {
    if (anchor) anchors_[anchor] = node;
    const Spot here = alias_.value_or(node->spot);
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (open_.size() + node->depth > max_depth)
      refuse(here, "more than " + std::to_string(max_depth) + " levels deep", "");
    parent.node->nodes += node->nodes;
    parent.node->depth = std::max(parent.node->depth, node->depth + 1);
    total_ += 1;
    std::uint64_t all = total_;
    for (const Open& o : open_) all = std::max<std::uint64_t>(all, o.node->nodes);
    if (all > max_nodes)
      refuse(here, "more than " + std::to_string(max_nodes) + " values, aliases counted as often as they stand", "");
    if (parent.node->kind == Node::Kind::list) {
      parent.node->items.push_back(std::move(node));
    } else if (!parent.key) {
      parent.key = key_from(*node);
    } else {
      if (parent.key->sound)
        parent.node->entries.push_back({std::move(parent.key->text), parent.key->spot, std::move(node)});
      parent.key.reset();
    }
  }

  Key key_from(const Node& node) {
    if (!node.is_scalar() || node.text.empty()) {
      complain(node.spot, 1, "a key is a single word", "");
      return {"", node.spot, false};
    }
    if (node.text == "<<") {
      complain(node.spot, 2, "'<<' is not merged", "use extends: to build on another file");
      return {node.text, node.spot, false};
    }
    return {node.text, node.spot, true};
  }

  void refuse_twins(Node& map) {
    std::unordered_map<std::string_view, Spot> seen;
    for (const Node::Entry& e : map.entries) {
      const auto [first, is_new] = seen.try_emplace(e.key, e.spot);
      if (!is_new)
        complain(e.spot, e.key.size(), in_quotes(e.key) + " is written twice",
                 "the first one stands in line " + std::to_string(first->second.line));
    }
  }

  const std::string& text_;
  std::uint32_t source_;
  const std::string& name_;
  Diagnostics& out_;
  std::vector<Open> open_;
  std::unordered_map<YAML::anchor_t, NodePtr> anchors_;
  NodePtr root_;
  std::optional<Spot> alias_;
  int documents_ = 0;
  std::uint64_t total_ = 0;
};

/// What yaml-cpp means.
std::string yaml_help(std::string_view says) {
  if (says == "illegal map value")
    return "a text that holds ': ' needs quotes; tabs do not indent; keys of one map begin in one column";
  if (says.starts_with("end of")) return "something before this is not closed or not indented as its neighbours are";
  if (says == "unknown token") return "a text that begins with one of @ ` % needs quotes";
  return {};
}

}  // namespace

NodePtr read_yaml(const std::string& text, std::uint32_t source, const std::string& name, Diagnostics& out) {
  if (text.size() > max_file_bytes) {
    complain(out, {name, 0, 0}, "larger than 8 MiB", "a scenario is a few kilobytes; numbers belong in a CSV file");
    return nullptr;
  }
  if (!is_text(text, name, out)) return nullptr;
  Builder builder{text, source, name, out};
  try {
    std::istringstream in{text};
    YAML::Parser parser{in};
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Refused&) {
    return nullptr;
  } catch (const YAML::Exception& e) {
    const bool placed = !e.mark.is_null();
    complain(out, {name, placed ? e.mark.line + 1 : 0, placed ? e.mark.column + 1 : 0}, "not YAML: " + e.msg,
             yaml_help(e.msg));
    return nullptr;
  }
  if (!builder.root()) complain(out, {name, 0, 0}, "there is nothing in it");
  return builder.root();
}

}  // namespace busyhour
