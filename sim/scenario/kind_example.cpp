#include "kind_example.hpp"

namespace busyhour {
namespace {

std::string example_of(const FieldShape& f);

std::string pairs_of(const TableShape& table) {
  std::string s;
  const auto add = [&](const FieldShape& f) {
    s += (s.empty() ? "" : ", ") + std::string(f.name) + ": " + example_of(f);
  };
  for (const FieldShape& f : table.fields)
    if (f.need == Need::required && !f.later) add(f);
  for (const FieldShape& f : table.fields)  // where nothing must be written, the first key that says how
    if (s.empty() && !f.example.empty()) add(f);
  return s;
}

std::string example_of(const FieldShape& f) {
  if (!f.example.empty()) return std::string(f.example);
  switch (f.shape->form) {
    case Form::word:
      return std::string(f.shape->words.front().name);
    case Form::choice:
      return busyhour::example_of(*f.shape->choice, f.shape->choice->alternatives.front());
    case Form::table:
      return "{" + pairs_of(*f.shape->table) + "}";
    default:
      return "1";
  }
}

}  // namespace

std::string example_of(const ChoiceShape& choice, const Alternative& one) {
  if (!one.table.example.empty()) return std::string(one.table.example);
  if (one.is_written_as) return one.written.example.empty() ? "5 s" : std::string(one.written.example);
  const std::string pairs = pairs_of(one.table);
  const std::string key = choice.key.empty() ? "" : std::string(choice.key) + ": " + std::string(one.table.kind);
  return "{" + key + (key.empty() || pairs.empty() ? "" : ", ") + pairs + "}";
}

}  // namespace busyhour
