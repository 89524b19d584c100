#include "files.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>

#include "data_files.hpp"
#include "yaml_reader.hpp"

namespace busyhour {
namespace {

constexpr std::size_t longest_chain = 32;

struct Closer {
  void operator()(std::FILE* f) const { std::fclose(f); }
};

/// The bytes of a file, at most one more than a scenario may have; or why it cannot be read.
std::string bytes_of(const std::string& file, std::string& why_not) {
  const std::unique_ptr<std::FILE, Closer> f{std::fopen(file.c_str(), "rb")};
  std::string text;
  if (f) {
    std::array<char, 1U << 14U> buffer{};
    std::size_t n = 0;
    while (text.size() <= max_file_bytes && (n = std::fread(buffer.data(), 1, buffer.size(), f.get())) > 0)
      text.append(buffer.data(), n);
  }
  if (!f || std::ferror(f.get())) why_not = std::strerror(errno);
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  return text;
}

/// One name for one file, however it is reached.
std::string identity(const std::string& file) {
  std::error_code ignored;
  const auto canonical = std::filesystem::weakly_canonical(file, ignored);
  return ignored ? file : canonical.string();
}

class Gatherer {
 public:
  explicit Gatherer(Gathered& made) : made_{made} {}

  /// The file merged onto all it extends; null if it cannot be read. `said` is where it was asked for.
  NodePtr file(const std::string& name, const Where& said, std::size_t width) {
    const std::string id = identity(name);
    if (const auto known = done_.find(id); known != done_.end()) return known->second;
    if (const auto at = std::find(chain_.begin(), chain_.end(), id); at != chain_.end())
      return circle(name, said, width);
    if (chain_.size() >= longest_chain) return complain(said, width, "more than 32 files that extend each other", "");
    std::string why_not, text = bytes_of(name, why_not);
    if (!why_not.empty()) {
      if (said.line == 0) return complain({name, 0, 0}, 1, "cannot be read: " + why_not, "");
      return complain(said, width, in_quotes(name) + " cannot be read: " + why_not,
                      "paths are relative to the file in which they are written");
    }
    return text_of(name, id, std::move(text));
  }

  /// The same for a text that is already there.
  NodePtr text_of(const std::string& name, const std::string& id, std::string text) {
    const std::uint32_t source = made_.document.add_source(name);
    made_.sources.emplace_back(name, std::move(text));
    chain_.push_back(id), names_.push_back(name);
    NodePtr node = read_yaml(std::string{made_.sources.back().second}, source, name, made_.diagnostics);
    if (node && !node->is_map())
      node = complain(made_.document.where(node->spot), 1, "a scenario is a map of keys", "such as version: 1");
    if (node) node = on_its_base(node, name);
    chain_.pop_back(), names_.pop_back();
    return done_[id] = node;
  }

  void set(const std::string& said) {
    const auto equals = said.find('=');
    const std::string source = "--set " + said, path = said.substr(0, equals);
    const std::uint32_t number = made_.document.add_source(source);
    made_.sources.emplace_back(source, said);
    if (equals == std::string::npos || path.empty()) {
      (void)complain({source, 1, 1}, said.size(), "--set takes path=value", "such as --set workloads.calls.count=5");
      return;
    }
    if (path == "extends" || path.starts_with("extends.")) {
      (void)complain({source, 1, 1}, said.size(), "a file's `extends` cannot be set", "write a file that extends both");
      return;
    }
    if (auto wrong = wrong_path(made_.document, path, {source, 1, 1})) {
      made_.diagnostics.push_back(*std::move(wrong));
      return;
    }
    if (equals + 1 == said.size()) {
      (void)complain({source, 1, 1}, said.size(), "there is no value after '='", "null removes what the file says");
      return;
    }
    // As many blanks before the value as it stands to the right, so that columns are those of what was typed.
    const NodePtr value =
        read_yaml(std::string(equals + 1, ' ') + said.substr(equals + 1), number, source, made_.diagnostics);
    if (value) made_.document.set(path, value);
  }

  void check_size(const std::string& name) {
    if (made_.document.root().nodes > max_nodes)
      (void)complain({name, 0, 0}, 1, "more than " + std::to_string(max_nodes) + " values with all it extends", "");
  }

 private:
  std::nullptr_t complain(const Where& where, std::size_t width, std::string says, std::string help) {
    busyhour::complain(made_.diagnostics, where, std::move(says), std::move(help), width);
    return nullptr;
  }

  std::nullptr_t circle(const std::string& name, const Where& said, std::size_t width) {
    std::string all;
    for (const std::string& n : names_) all += n + " -> ";
    return complain(said, width, "files extend each other in a circle: " + all + name, "");
  }

  /// What `extends` names, in order, then the file itself without that key.
  NodePtr on_its_base(const NodePtr& node, const std::string& name) {
    const Node::Entry* e = node->find("extends");
    if (!e) return node;
    auto own = std::make_shared<Node>(*node);
    std::erase_if(own->entries, [](const Node::Entry& entry) { return entry.key == "extends"; });
    NodePtr merged_so_far;
    bool all_there = true;
    const auto add = [&](const Node& from) {
      const NodePtr base = extended(from, name);
      if (base) merged_so_far = merged_so_far ? merged(merged_so_far, base) : base;
      all_there = all_there && base;
    };
    if (e->value->is_list())
      for (const NodePtr& item : e->value->items) add(*item);
    else
      add(*e->value);
    // A part that is missing would make every key of it "missing" too: say only what is at the root of it.
    if (!all_there) return nullptr;
    return merged_so_far ? merged(merged_so_far, own) : NodePtr{own};
  }

  NodePtr extended(const Node& from, const std::string& name) {
    Where where = made_.document.where(from.spot);
    if (!from.is_scalar() || from.text.empty())
      return complain(where, 1, "extends takes the name of a file, or a list of names", "such as extends: base.yaml");
    if (from.inner > 0) where.column += from.inner;
    if (from.text.starts_with("preset:"))
      return complain(where, from.text.size(), "presets are not in this version yet", "extend a file");
    return file(data_path(from.text, name, name), where, from.text.size());
  }

  Gathered& made_;
  std::map<std::string, NodePtr> done_;
  std::vector<std::string> chain_, names_;
};

/// Maps whose keys are names: a path may not make a new one on its way.
bool holds_names(std::string_view path) {
  return path == "workloads" || path == "provider.limits" || path == "provider.endpoints" || path == "claims" ||
         path == "plans" || (path.starts_with("provider.endpoints.") && path.ends_with(".limits"));
}

bool is_key(std::string_view part) {
  return !part.empty() && std::none_of(part.begin(), part.end(),
                                       [](char c) { return c == ' ' || static_cast<unsigned char>(c) < 0x20; });
}

}  // namespace

std::optional<Diagnostic> wrong_path(const Document& document, std::string_view path, const Where& begin) {
  const Node* at = &document.root();
  std::size_t parts = 0;
  for (std::size_t from = 0; from <= path.size();) {
    const std::size_t dot = std::min(path.find('.', from), path.size());
    const std::string_view part = path.substr(from, dot - from), before = path.substr(0, from == 0 ? 0 : from - 1);
    Where here = begin;
    here.column += static_cast<int>(from);
    if (!is_key(part) || ++parts > max_depth / 2)
      return Diagnostic{here, in_quotes(path) + " is not a path", "such as workloads.calls.count",
                        std::max<std::size_t>(part.size(), 1)};
    const Node::Entry* e = at ? at->find(part) : nullptr;
    if (!e && at && dot < path.size() && holds_names(before)) {
      std::vector<std::string_view> known;
      for (const Node::Entry& other : at->entries) known.push_back(other.key);
      std::string help = did_you_mean(part, known);
      if (help.empty() && !known.empty()) help = "known: " + std::string(known.front());
      for (std::size_t i = 1; i < known.size() && help.starts_with("known"); ++i) help += ", " + std::string(known[i]);
      return Diagnostic{here, "there is no " + in_quotes(part) + " in " + std::string(before), std::move(help),
                        part.size()};
    }
    at = e ? e->value.get() : nullptr;
    from = dot + 1;
  }
  return {};
}

Gathered gather(const std::string& file, const std::optional<std::string>& text, const std::vector<std::string>& sets) {
  Gathered made;
  Gatherer gatherer{made};
  const NodePtr root = text ? gatherer.text_of(file, file, *text) : gatherer.file(file, {}, 1);
  if (!root) return made;
  made.document.merge(root);
  for (const std::string& s : sets) gatherer.set(s);
  gatherer.check_size(file);
  return made;
}

}  // namespace busyhour
