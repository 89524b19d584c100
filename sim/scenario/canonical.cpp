#include "canonical.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "top.hpp"

namespace busyhour {
namespace {

/// The text as a constant quantity, if it is one. Words are told apart without an exception, which would cost more than
/// all the rest.
std::optional<Expression> constant_of(std::string_view text) {
  const char first = text.empty() ? ' ' : text.front();
  if (first != '$' && first != '-' && first != '(' && !(first >= '0' && first <= '9')) return {};
  try {
    Expression e = Expression::read(text, [](std::string_view name) {
      return name.find('.') == std::string_view::npos ? std::nullopt : std::optional{dimension::number};
    });
    if (e.is_constant() && !e.dimension().truth) return e;
  } catch (const Mistake&) {
  }
  return {};
}

/// A quantity in base units with its dimension; any other text as it is, blanks aside.
std::string quantity_text(const std::string& text) {
  if (const auto e = constant_of(text)) {
    const auto& p = e->dimension().power;
    return fmt::format("{} {} {} {} {}", e->constant(), +p[0], +p[1], +p[2],
                       +p[3]);  // fmt writes the shortest digits that read back
  }
  std::string squeezed;
  for (const char c : text)
    if (c != ' ') squeezed += c;
  return flow_text(*scalar_node(squeezed));
}

class Writer {
 public:
  explicit Writer(const Document& document) : document_{document} {}

  [[nodiscard]] std::string value(const Node& n, const Shape& shape, const FieldShape& f) const {
    switch (shape.form) {
      case Form::text:
        return f.is_file ? digest(n) : flow_text(n);
      case Form::flag:
      case Form::word:
        return flow_text(n);
      case Form::count:
      case Form::count_or_unlimited:
      case Form::number:
      case Form::duration:
      case Form::money:
      case Form::formula:
        return n.is_scalar() ? quantity_text(n.text) : flow_text(n);
      case Form::distribution:
        return distribution(n);
      case Form::table:
        return "{" + body(n, *shape.table) + "}";
      case Form::named:
        return named(n, *shape.of, f);
      case Form::list:
        return list(n, *shape.of, f);
      case Form::choice:
        return choice(n, *shape.choice);
      case Form::any:
        return flow_text(n);
    }
    return {};
  }

  [[nodiscard]] std::string body(const Node& n, const TableShape& table) const {
    std::string out;
    for (const FieldShape& f : table.fields) {
      const Node::Entry* e = f.later ? nullptr : n.find(f.name);
      if (!e || e->value->kind == Node::Kind::nothing) continue;
      const std::string text = value(*e->value, *f.shape, f);
      if (f.need == Need::optional && (text == "{}" || (!f.preset.empty() && text == preset(f)))) continue;
      out += std::string(f.name) + "=" + text + ";";
    }
    return out;
  }

 private:
  /// The default, as if it had been written.
  [[nodiscard]] const std::string& preset(const FieldShape& f) const {
    thread_local std::unordered_map<const FieldShape*, std::string> known;
    const auto [at, is_new] = known.try_emplace(&f);
    if (is_new) at->second = value(*scalar_node(std::string(f.preset)), *f.shape, f);
    return at->second;
  }

  [[nodiscard]] std::string digest(const Node& n) const {
    const std::string path = data_path(n.text, document_.where(n.spot).source, document_.file());
    return "sha256:" + document_.data()->digest(path);
  }

  [[nodiscard]] std::string distribution(const Node& n) const {
    if (n.is_scalar()) return quantity_text(n.text);
    if (!n.is_map()) return flow_text(n);
    std::vector<std::string> parts;
    for (const Node::Entry& e : n.entries) {
      if (e.value->kind == Node::Kind::nothing) continue;
      if (e.key == "value" && n.entries.size() == 2 && n.find("dist") && n.find("dist")->value->text == "constant")
        return quantity_text(e.value->text);
      std::string text = e.key == "file"                             ? digest(*e.value)
                         : e.value->is_scalar() && e.key != "column" ? quantity_text(e.value->text)
                         : e.key == "values"                         ? shares(*e.value)
                                                                     : flow_text(*e.value);
      parts.push_back(e.key + "=" + text + ";");
    }
    return sorted(std::move(parts));
  }

  [[nodiscard]] static std::string shares(const Node& n) {
    std::vector<std::string> parts;
    for (const Node::Entry& e : n.entries)
      parts.push_back(quantity_text(e.key) + "=" + quantity_text(e.value->text) + ";");
    return sorted(std::move(parts));
  }

  [[nodiscard]] static std::string sorted(std::vector<std::string> parts) {
    std::sort(parts.begin(), parts.end());
    std::string out = "{";
    for (const std::string& p : parts) out += p;
    return out + "}";
  }

  [[nodiscard]] std::string named(const Node& n, const Shape& of, const FieldShape& f) const {
    if (!n.is_map() || (of.form == Form::distribution && n.find("dist"))) return value(n, of, f);
    std::string out = "{";
    for (const Node::Entry& e : n.entries)
      if (e.value->kind != Node::Kind::nothing) out += e.key + "=" + value(*e.value, of, f) + ";";
    return out + "}";
  }

  [[nodiscard]] std::string list(const Node& n, const Shape& of, const FieldShape& f) const {
    if (!n.is_list()) return flow_text(n);
    std::string out = "[";
    for (const NodePtr& item : n.items) out += value(*item, of, f) + ",";
    return out + "]";
  }

  [[nodiscard]] std::string choice(const Node& n, const ChoiceShape& c) const {
    const Alternative* a = chosen(n, c);
    if (!a) return flow_text(n);
    if (a->is_written_as) return value(n, *a->written.shape, a->written);
    return std::string(a->table.kind) + "{" + body(n, a->table) + "}";
  }

  const Document& document_;
};

}  // namespace

std::string canonical(const Document& document) { return Writer{document}.body(document.root(), table_of<Top>()); }

}  // namespace busyhour
