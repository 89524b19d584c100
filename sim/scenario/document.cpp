#include "busyhour/scenario/document.hpp"

#include <algorithm>
#include <array>

#include "data_files.hpp"
#include "yaml_reader.hpp"

namespace busyhour {
namespace {

/// The words that choose what a map means.
constexpr std::array<std::string_view, 5> choosing_words{"kind", "action", "dist", "by", "window"};

const std::string* word_of(const Node& map, std::string_view key) {
  const auto* e = map.find(key);
  return e && e->value->is_scalar() ? &e->value->text : nullptr;
}

bool chooses_otherwise(const Node& base, const Node& over) {
  return std::any_of(choosing_words.begin(), choosing_words.end(), [&](std::string_view key) {
    const auto* said = over.find(key);
    if (!said) return false;
    const std::string *now = word_of(base, key), *then = word_of(over, key);
    if (!now && !then) return false;  // a map called `kind` is a map like any other
    return !now || !then || *now != *then;
  });
}

void count(Node& n) {
  n.nodes = n.depth = 1;
  const auto add = [&](const NodePtr& child) {
    n.nodes = std::min(n.nodes + child->nodes, max_nodes + 1);
    n.depth = std::max(n.depth, child->depth + 1);
  };
  for (const NodePtr& item : n.items) add(item);
  for (const Node::Entry& e : n.entries) add(e.value);
}

/// Plain in flow style, if every character is harmless and it is not the word for nothing.
bool is_plain(std::string_view text) {
  if (text.empty() || text == "null" || text == "Null" || text == "NULL" || text == "~" || text.back() == ' ')
    return false;
  constexpr std::string_view harmless_inside = "$.%_/+* <>=()-";
  const auto word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  if (!word(text.front()) && text.front() != '$') return false;
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return word(c) || harmless_inside.find(c) != std::string_view::npos; });
}

std::string scalar_text(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else if (c == '\r')
      out += "\\r";
    else
      out += c;
  }
  return out + '"';
}

NodePtr one_entry(std::string_view key, Spot spot, NodePtr value) {
  auto map = std::make_shared<Node>();
  map->kind = Node::Kind::map;
  map->spot = spot;
  map->entries.push_back({std::string(key), spot, std::move(value)});
  count(*map);
  return map;
}

}  // namespace

const Node::Entry* Node::find(std::string_view key) const {
  for (const Entry& e : entries)
    if (e.key == key) return &e;
  return nullptr;
}

NodePtr scalar_node(std::string text, Spot spot) {
  auto node = std::make_shared<Node>();
  node->kind = Node::Kind::scalar;
  node->spot = spot;
  node->text = std::move(text);
  return node;
}

std::string flow_text(const Node& node) {
  std::string out;
  switch (node.kind) {
    case Node::Kind::nothing:
      return "null";
    case Node::Kind::scalar:
      return scalar_text(node.text);
    case Node::Kind::list:
      for (const NodePtr& item : node.items) out += (out.empty() ? "" : ", ") + flow_text(*item);
      return "[" + out + "]";
    case Node::Kind::map:
      for (const Node::Entry& e : node.entries)
        out += (out.empty() ? "" : ", ") + scalar_text(e.key) + ": " + flow_text(*e.value);
      return "{" + out + "}";
  }
  return out;
}

NodePtr merged(const NodePtr& base, const NodePtr& over) {
  if (!base || !base->is_map() || !over->is_map()) return over;
  if (chooses_otherwise(*base, *over)) {
    auto whole = std::make_shared<Node>(*over);
    whole->replaces = true;
    return whole;
  }
  auto made = std::make_shared<Node>(*base);
  for (const Node::Entry& e : over->entries) {
    const auto at =
        std::find_if(made->entries.begin(), made->entries.end(), [&](const Node::Entry& b) { return b.key == e.key; });
    if (at == made->entries.end())
      made->entries.push_back(e);  // a null too: what it was to remove is not there, which the decoder may mind
    else if (e.value->kind == Node::Kind::nothing)
      made->entries.erase(at);
    else
      *at = {e.key, e.spot, merged(at->value, e.value)};
  }
  count(*made);
  return made;
}

Document::Document()
    : root_{std::make_shared<const Node>()},
      source_names_{std::make_shared<const std::vector<std::string>>()},
      data_{std::make_shared<DataFiles>()} {}

const Node* Document::find(std::string_view path) const {
  const Node* at = root_.get();
  for (bool more = true; more;) {
    const auto dot = path.find('.');
    const auto* e = at->find(path.substr(0, dot));
    if (!e) return nullptr;
    at = e->value.get();
    more = dot != std::string_view::npos;
    if (more) path.remove_prefix(dot + 1);
  }
  return at;
}

Where Document::where(std::string_view path) const {
  const Node* at = root_.get();
  Spot spot = at->spot;
  for (bool more = true; more;) {
    const auto dot = path.find('.');
    const auto* e = at->find(path.substr(0, dot));
    if (!e) break;
    at = e->value.get();
    more = dot != std::string_view::npos;
    spot = more ? e->spot : at->spot;
    if (more) path.remove_prefix(dot + 1);
  }
  return where(spot);
}

Where Document::where(Spot spot) const {
  if (spot.source >= source_names_->size()) return {};
  return {(*source_names_)[spot.source], static_cast<int>(spot.line), static_cast<int>(spot.column)};
}

void Document::set(std::string_view path, const NodePtr& value) {
  NodePtr over = value;
  for (auto dot = path.rfind('.'); dot != std::string_view::npos; dot = path.rfind('.')) {
    over = one_entry(path.substr(dot + 1), value->spot, std::move(over));
    path = path.substr(0, dot);
  }
  merge(one_entry(path, value->spot, std::move(over)));
}

void Document::set(std::string_view path, std::string_view value, Diagnostics& out) {
  const std::string name = "--set " + std::string(path) + "=" + std::string(value);
  if (const NodePtr node = read_yaml(std::string(value), add_source(name), name, out)) set(path, node);
}

std::uint32_t Document::add_source(std::string name) {
  auto names = std::make_shared<std::vector<std::string>>(*source_names_);
  names->push_back(std::move(name));
  source_names_ = std::move(names);
  return static_cast<std::uint32_t>(source_names_->size() - 1);
}

}  // namespace busyhour
