#include <algorithm>
#include <filesystem>

#include "busyhour/scenario/load.hpp"
#include "top.hpp"

namespace busyhour {
namespace {

namespace fs = std::filesystem;

/// A copy of a list or map of values in which the paths of data files are relative to another folder.
class Rebase {
 public:
  Rebase(const Document& document, const std::string& folder) : document_{document} {
    base_ = whole(folder.empty() ? fs::path{document.file()}.parent_path() : fs::path{folder});
  }
  [[nodiscard]] std::string path(const Node& n) const {
    const fs::path data{data_path(n.text, document_.where(n.spot).source, document_.file())};
    if (fs::path{n.text}.is_absolute()) return n.text;
    const fs::path near = whole(data).lexically_relative(base_);
    return near.empty() ? whole(data).string() : near.string();
  }
  [[nodiscard]] NodePtr operator()(const NodePtr& n) const {
    auto copy = std::make_shared<Node>(*n);
    for (NodePtr& item : copy->items) item = (*this)(item);
    for (Node::Entry& e : copy->entries) {
      const bool is_file = e.key == "file" && e.value->is_scalar() && copy->find("dist");
      e.value = is_file ? scalar_node(path(*e.value), e.value->spot) : (*this)(e.value);
    }
    return copy;
  }

 private:
  /// From the root, without a '/' at its end.
  [[nodiscard]] static fs::path whole(const fs::path& p) {
    std::error_code ignored;
    const fs::path normal = fs::absolute(p.empty() ? "." : p, ignored).lexically_normal();
    return normal.has_filename() ? normal : normal.parent_path();
  }

  const Document& document_;
  fs::path base_;
};

class Printer {
 public:
  Printer(const Document& document, bool with_origins, const std::string& folder)
      : document_{document}, with_origins_{with_origins}, rebase_{document, folder} {}

  void table(const Node& n, const TableShape& t, std::string_view choosing, int depth) {
    for (const Node::Entry& e : n.entries) {
      const FieldShape* f = t.find(e.key);
      if (e.value->kind == Node::Kind::nothing) continue;
      if (f && !f->later)
        entry(e, *f->shape, *f, depth);
      else if (e.key == choosing)
        line(depth, e.key, flow_text(*e.value), origin(e.value->spot));
    }
    for (const FieldShape& f : t.fields) {
      const Node::Entry* e = n.find(f.name);
      if (f.need == Need::optional && !f.later && (!e || e->value->kind == Node::Kind::nothing)) absent(f, depth);
    }
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void line(int depth, std::string_view key, std::string_view value, const std::string& comment) {
    out_ += std::string(static_cast<std::size_t>(depth) * 2, ' ') + std::string(key) + ":" +
            (value.empty() ? "" : " ") + std::string(value);
    if (with_origins_ && !comment.empty()) out_ += "  # " + comment;
    out_ += '\n';
  }

  [[nodiscard]] std::string origin(Spot spot) const {
    const Where w = document_.where(spot);
    std::string source = w.source.starts_with("--set ") ? "--set" : w.source;
    for (char& c : source)
      if (static_cast<unsigned char>(c) < 0x20) c = '?';
    return source.empty() ? source : source == "--set" ? source : source + ":" + std::to_string(w.line);
  }

  void entry(const Node::Entry& e, const Shape& shape, const FieldShape& f, int depth) {
    const Node& n = *e.value;
    const Alternative* a = shape.form == Form::choice && n.is_map() ? chosen(n, *shape.choice) : nullptr;
    if (a && !a->is_written_as) {
      line(depth, e.key, "", "");
      table(n, a->table, shape.choice->key, depth + 1);
    } else if (shape.form == Form::table && n.is_map()) {
      line(depth, e.key, n.entries.empty() ? "{}" : "", "");
      table(n, *shape.table, {}, depth + 1);
    } else if (shape.form == Form::named && n.is_map() && !n.entries.empty() &&
               !(shape.of->form == Form::distribution && n.find("dist"))) {
      line(depth, e.key, "", "");
      for (const Node::Entry& inner : n.entries)
        if (inner.value->kind != Node::Kind::nothing) entry(inner, *shape.of, f, depth + 1);
    } else if (shape.form == Form::text && f.is_file) {
      line(depth, e.key, flow_text(*scalar_node(rebase_.path(n))), origin(n.spot));
    } else if (shape.form == Form::any) {
      anything(e.key, *rebase_(e.value), depth);
    } else {
      line(depth, e.key, flow_text(*rebase_(e.value)), origin(n.spot));
    }
  }

  /// Blocks that refer to other parts: one line for each value, maps of maps opened up.
  void anything(const std::string& key, const Node& n, int depth) {
    const std::string name = flow_text(*scalar_node(key));
    const bool opens = n.is_map() && std::any_of(n.entries.begin(), n.entries.end(),
                                                 [](const auto& e) { return e.value->is_map() || e.value->is_list(); });
    if (opens) {
      line(depth, name, "", "");
      for (const Node::Entry& e : n.entries)
        if (e.value->kind != Node::Kind::nothing) anything(e.key, *e.value, depth + 1);
    } else if (n.is_list() && n.items.size() > 1 && n.items.front()->is_scalar() && depth == 0) {
      line(depth, name, "", "");
      for (const NodePtr& item : n.items) {
        out_ += "  - " + flow_text(*item);
        if (with_origins_ && !origin(item->spot).empty()) out_ += "  # " + origin(item->spot);
        out_ += '\n';
      }
    } else {
      line(depth, name, flow_text(n), origin(n.spot));
    }
  }

  /// What is not written and has a default is written out; a default that has no value of its own becomes a comment.
  void absent(const FieldShape& f, int depth) {
    const bool asks_for_more = depth == 0 && f.name != "run";  // an absent sweep, solve or claims stays absent
    if (f.shape->form == Form::table && f.preset != "none") return asks_for_more ? void() : absent_table(f, depth);
    if (f.preset.empty()) return;
    Diagnostics wrong;
    Decoder d{document_, wrong};
    const NodePtr preset = scalar_node(std::string(f.preset));
    f.decode(d, *preset, f, nullptr);
    if (wrong.empty())
      line(depth, f.name, flow_text(*preset), "default");
    else if (with_origins_)
      out_ += std::string(static_cast<std::size_t>(depth) * 2, ' ') + "# " + std::string(f.name) + ": " +
              std::string(f.preset) + "\n";
  }

  /// A map all of whose keys have defaults is written out too; one with keys that must be written stays away.
  void absent_table(const FieldShape& f, int depth) {
    const auto& fields = f.shape->table->fields;
    const bool all_optional = std::none_of(fields.begin(), fields.end(),
                                           [](const FieldShape& inner) { return inner.need == Need::required; });
    Printer inner{*this};
    inner.out_.clear();
    if (all_optional) inner.table(Node{}, *f.shape->table, {}, depth + 1);
    const bool says_something =
        inner.out_.find("# default") != std::string::npos || (!with_origins_ && !inner.out_.empty());
    if (says_something)
      line(depth, f.name, "", ""), out_ += inner.out_;
    else if (with_origins_ && !f.preset.empty())
      out_ += std::string(static_cast<std::size_t>(depth) * 2, ' ') + "# " + std::string(f.name) + ": " +
              std::string(f.preset) + "\n";
  }

  const Document& document_;
  bool with_origins_;
  Rebase rebase_;
  std::string out_;
};

}  // namespace

std::string resolved_yaml(const Loaded& loaded, bool with_origins, const std::string& folder) {
  Printer printer{loaded.document, with_origins, folder};
  printer.table(loaded.document.root(), table_of<Top>(), {}, 0);
  return printer.take();
}

}  // namespace busyhour
