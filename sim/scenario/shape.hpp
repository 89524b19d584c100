#pragma once
/// What a type looks like in a scenario file, as data: made once from its field table. The decoder, the schema, the
/// reference page and the canonical form are all read from it, so none of them knows a policy by name.
#include <string_view>
#include <vector>

#include "busyhour/base/field.hpp"
#include "busyhour/scenario/document.hpp"

namespace busyhour {

class Decoder;
struct Shape;

enum class Form : std::uint8_t {
  flag,
  text,
  count,
  count_or_unlimited,
  number,
  duration,
  money,
  word,
  formula,
  distribution,
  table,
  named,
  list,
  choice,
  any
};

/// One field, its type forgotten.
struct FieldShape {
  std::string_view name, about;
  Need need = Need::required;
  bool later = false;
  Dimension dimension = dimension::number;
  double least = -std::numeric_limits<double>::infinity(), most = std::numeric_limits<double>::infinity();
  bool above_least = false, is_share = false, is_ratio = false, is_whole = false, is_file = false;
  std::string_view example, preset;
  const Shape* shape = nullptr;
  /// Reads the node into the owner's member; without an owner, only to see what is wrong.
  void (*decode)(Decoder&, const Node&, const FieldShape&, void* owner) = nullptr;
};

/// A map with fixed keys.
struct TableShape {
  std::string_view kind, about, mark, example;
  std::vector<FieldShape> fields;
  [[nodiscard]] const FieldShape* find(std::string_view name) const {
    for (const FieldShape& f : fields)
      if (f.name == name) return &f;
    return nullptr;
  }
};

/// One of the policies that may stand in a place.
struct Alternative {
  TableShape table;
  bool is_written_as = false;  ///< written as the distribution that `written` describes
  FieldShape written;
  void (*decode)(Decoder&, const Node&, const Alternative&, std::string_view key, void* variant) = nullptr;
};

struct ChoiceShape {
  std::string_view key, noun;
  bool absent_means_first = false;
  std::vector<Alternative> alternatives;
  std::vector<Later> later;
};

struct WordShape {
  std::string_view name, about;
};

struct Shape {
  Form form = Form::any;
  const Shape* of = nullptr;  ///< of a named map's or a list's values
  const TableShape* table = nullptr;
  const ChoiceShape* choice = nullptr;
  std::vector<WordShape> words;
  std::vector<Later> later_words;
  std::string_view later_map;
};

}  // namespace busyhour
