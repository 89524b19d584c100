#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "plan_reader.hpp"

namespace busyhour {
namespace {

/// The field under one key of what a field holds.
std::optional<FieldShape> inside(const FieldShape& f, const Shape& shape, const Node* node, std::string_view key) {
  const auto of_table = [&](const TableShape& t) -> std::optional<FieldShape> {
    const FieldShape* found = t.find(key);
    return found && !found->later ? std::optional{*found} : std::nullopt;
  };
  switch (shape.form) {
    case Form::table:
      return of_table(*shape.table);
    case Form::named: {
      FieldShape inner = f;
      inner.shape = shape.of;
      return inner;
    }
    case Form::choice: {
      const Alternative* a = node ? chosen(*node, *shape.choice) : nullptr;
      if (!a) return {};
      if (a->is_written_as) return inside(a->written, *a->written.shape, node, key);
      return of_table(a->table);
    }
    case Form::distribution: {
      const Node::Entry* dist = node ? node->find("dist") : nullptr;
      for (const FamilyAbout& family : families())
        for (const ParameterAbout& p : family.parameters)
          if (dist && dist->value->text == family.name && p.name == key) {
            FieldShape made = parameter_field(p, f);
            made.shape = &shape_of<double>();
            return made;
          }
      return {};
    }
    default:
      return {};
  }
}

std::string shortest(double x) {
  std::array<char, 400> buffer{};
  const bool plain = x == 0 || (std::fabs(x) >= 1e-6 && std::fabs(x) < 1e15);
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), x, format).ptr};
}

}  // namespace

std::optional<FieldShape> field_at(const Document& document, std::string_view path) {
  static const Shape top = [] {
    Shape s;
    s.form = Form::table, s.table = &table_of<Top>();
    return s;
  }();
  FieldShape at;
  at.shape = &top;
  const Node* node = &document.root();
  for (bool more = true; more;) {
    const auto dot = path.find('.');
    const std::string_view key = path.substr(0, dot);
    auto next = inside(at, *at.shape, node, key);
    if (!next || !next->shape) return {};
    const Node::Entry* e = node ? node->find(key) : nullptr;
    node = e ? e->value.get() : nullptr;
    at = *next;
    more = dot != std::string_view::npos;
    if (more) path.remove_prefix(dot + 1);
  }
  return at;
}

Notation notation_of(const FieldShape& f) {
  if (f.is_share) return {"", "%", 0.01};
  if (f.is_ratio) return {"", "x", 1};
  if (f.dimension == dimension::time) return {"", " s", 1};
  if (f.dimension == dimension::money) return {"$", "", 1};
  if (f.dimension == dimension::characters) return {"", " chars", 1};
  if (f.dimension == dimension::tokens) return {"", " tokens", 1};
  if (f.dimension == dimension::rate) return {"", " /s", 1};
  if (f.dimension == dimension::character_rate) return {"", " chars/s", 1};
  if (f.dimension == dimension::token_rate) return {"", " tokens/s", 1};
  if (f.dimension == dimension::time / dimension::tokens) return {"", " s per token", 1};
  return {};
}

Notation notation_of(std::string_view quantity) {
  constexpr std::string_view digits = "0123456789";
  const std::size_t from = std::min(quantity.find_first_of(digits), quantity.size());
  std::size_t to = from;
  const auto is_digit = [&](std::size_t i) {
    return i < quantity.size() && digits.find(quantity[i]) != std::string_view::npos;
  };
  while (is_digit(to) || (to < quantity.size() && (quantity[to] == '_' || quantity[to] == '.') && is_digit(to + 1)))
    ++to;
  if (to < quantity.size() && (quantity[to] == 'e' || quantity[to] == 'E')) {
    const std::size_t sign = to + 1 < quantity.size() && (quantity[to + 1] == '+' || quantity[to + 1] == '-') ? 2 : 1;
    if (is_digit(to + sign))
      for (to += sign; is_digit(to);) ++to;
  }
  Notation made{std::string(quantity.substr(0, from)), std::string(quantity.substr(to)), 1};
  made.size =
      Expression::read(made.before + "1" + made.after, [](std::string_view) { return std::nullopt; }).constant();
  return made;
}

Setting Notation::write(double base) const {
  double x = base / size;
  if (x != 0 && std::isfinite(x)) {  // 12 significant digits: 0.1 + 0.2 is written 0.3
    std::array<char, 40> buffer{};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), x, std::chars_format::scientific, 11).ptr;
    (void)std::from_chars(buffer.data(), end, x);
  }
  std::string text = before + shortest(x) + after;
  NodePtr node = scalar_node(text);
  return {std::move(text), std::move(node), base};
}

}  // namespace busyhour
