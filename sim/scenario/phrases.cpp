#include "phrases.hpp"

#include <cmath>

namespace busyhour {
namespace {

constexpr std::string_view number_pattern = "-?[0-9][0-9_]*(\\.[0-9][0-9_]*)?([eE][+-]?[0-9]+)?";
constexpr std::string_view time_units = "(ns|us|ms|s|min|h|d|day)";

std::string bounds(const FieldShape& f) {
  const auto shown = [&](double x) { return written(x, f.dimension, f.is_share, f.is_ratio); };
  std::string s;
  if (std::isfinite(f.least)) s += std::string(f.above_least ? ", more than " : ", at least ") + shown(f.least);
  if (std::isfinite(f.most)) s += ", at most " + shown(f.most);
  return s;
}

std::string words(const Shape& shape) {
  std::string s;
  for (const WordShape& w : shape.words) s += (s.empty() ? "" : " | ") + std::string(w.name);
  return s;
}

std::string kinds(const ChoiceShape& c) {
  std::string s;
  for (const Alternative& a : c.alternatives) s += (s.empty() ? "" : " | ") + std::string(a.table.kind);
  return s;
}

}  // namespace

std::string takes(const Shape& shape, const FieldShape& f) {
  switch (shape.form) {
    case Form::flag:
      return "true | false";
    case Form::text:
      return f.is_file ? "the path of a file" : "a text";
    case Form::word:
      return words(shape);
    case Form::count:
    case Form::number:
    case Form::duration:
    case Form::money:
      return what_is_due(f) + bounds(f);
    case Form::count_or_unlimited:
      return what_is_due(f) + bounds(f) + ", or unlimited";
    case Form::formula:
      return f.dimension.truth ? "a condition" : what_is_due(f) + bounds(f) + ", or a formula";
    case Form::distribution:
      return what_is_due(f) + bounds(f) + ", or a distribution of them";
    case Form::table:
      return "a map (" + std::string(shape.table->kind) + ")";
    case Form::named:
      return "a map of names to " + takes(*shape.of, f);
    case Form::list:
      return "a list: " + takes(*shape.of, f);
    case Form::choice:
      return (shape.choice->key.empty() ? "" : std::string(shape.choice->key) + ": ") + kinds(*shape.choice);
    case Form::any:
      return "as the example shows";
  }
  return {};
}

std::string pattern(const FieldShape& f) {
  const std::string n{number_pattern}, time{time_units};
  const auto whole = [](const std::string& inside) { return "^\\s*" + inside + "\\s*$"; };
  const std::string per = "\\s*(/|per)\\s*";
  if (f.is_share) return whole(n + "\\s*%");
  if (f.is_ratio) return whole(n + "\\s*x");
  if (f.dimension == dimension::number) return whole(n);
  if (f.dimension == dimension::time) return whole(n + "\\s*" + time);
  if (f.dimension == dimension::money) return whole("(-?\\$\\s*" + n.substr(2) + "|" + n + "\\s*(USD|\\$))");
  if (f.dimension == dimension::characters) return whole(n + "\\s*chars?");
  if (f.dimension == dimension::tokens) return whole(n + "\\s*tokens?");
  if (f.dimension == dimension::rate) return whole(n + per + time);
  if (f.dimension == dimension::character_rate) return whole(n + "\\s*chars?" + per + time);
  if (f.dimension == dimension::token_rate) return whole(n + "\\s*tokens?" + per + time);
  return {};
}

}  // namespace busyhour
