#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "busyhour/scenario/load.hpp"
#include "phrases.hpp"
#include "top.hpp"

namespace busyhour {
namespace {

using Json = nlohmann::ordered_json;

/// A file that stands by itself, or one that says what is different from those it extends: no key is required, null
/// removes.
enum class Part { whole, change };

/// Shapes as JSON Schema, draft 7. Every table and choice becomes one definition, told by its address.
class Schema {
 public:
  Json file() {
    Json s;
    s["$schema"] = "http://json-schema.org/draft-07/schema#";
    s["title"] = "busyhour scenario";
    s["description"] = Top::about;
    s["type"] = "object";
    s["if"] = {{"required", {"extends"}}};
    s["then"] = part(Part::change).table(table_of<Top>(), {}, {});
    s["else"] = part(Part::whole).table(table_of<Top>(), {}, {});
    s["definitions"] = definitions_;
    return s;
  }

 private:
  Schema& part(Part p) {
    part_ = p;
    return *this;
  }

  /// What `make` makes, kept under a name and referred to.
  template <class Make>
  Json refer(const std::string& name, const Make& make) {
    const std::string key = name + (part_ == Part::change ? "_change" : "");
    if (!definitions_.contains(key)) {
      definitions_[key] = Json::object();  // taken before its parts may refer to it
      Json made = make();
      definitions_[key] = std::move(made);
    }
    return {{"$ref", "#/definitions/" + key}};
  }

  Json table(const TableShape& t, std::string_view key, std::string_view kind) {
    Json s{{"type", "object"}, {"description", t.about}, {"additionalProperties", false}};
    Json& properties = s["properties"] = Json::object();
    Json required = Json::array();
    if (!key.empty()) {
      properties[std::string(key)] = {{"const", kind}, {"description", t.about}};
      required.push_back(key);
    }
    for (const FieldShape& f : t.fields) {
      if (f.later) continue;
      properties[std::string(f.name)] = field(f);
      if (f.need == Need::required) required.push_back(f.name);
    }
    // What stands after a comma inside a text of a flow map is a key without a value to YAML (yaml_reader.cpp,
    // continues_text).
    const auto is_text = [](const FieldShape& f) { return !f.later && f.shape->form == Form::text && !f.is_file; };
    if (std::any_of(t.fields.begin(), t.fields.end(), is_text))
      s["patternProperties"] = {{"[^a-z0-9_.]", {{"type", "null"}}}};
    if (part_ == Part::whole && !required.empty()) s["required"] = std::move(required);
    return s;
  }

  Json field(const FieldShape& f) {
    Json inner = value(*f.shape, f), s;
    if (part_ == Part::change) inner = {{"anyOf", {std::move(inner), {{"type", "null"}}}}};
    // A $ref allows no neighbours in draft 7.
    if (inner.contains("$ref"))
      s["allOf"] = Json::array({std::move(inner)});
    else
      s = std::move(inner);
    s["description"] = std::string(f.about) + " (" + takes(*f.shape, f) + ")";
    if (!f.preset.empty()) s["default"] = f.preset;
    if (!f.example.empty()) s["examples"] = {f.example};
    return s;
  }

  Json value(const Shape& shape, const FieldShape& f) {
    switch (shape.form) {
      case Form::flag:
        return {{"type", "boolean"}};
      case Form::text:
        return {{"type", {"string", "number"}}, {"minLength", 1}};
      case Form::word:
        return word(shape);
      case Form::count:
        return quantity(f);
      case Form::count_or_unlimited:
        return {{"anyOf", {quantity(f), {{"const", "unlimited"}}}}};
      case Form::number:
      case Form::duration:
      case Form::money:
        return quantity(f);
      case Form::formula:
        return {{"type", {"number", "string"}}};
      case Form::distribution:
        return distribution(f);
      case Form::table:
        return refer(name_of(*shape.table), [&] { return table(*shape.table, {}, {}); });
      case Form::named:
        return named(shape, f);
      case Form::list:
        return {{"type", "array"}, {"items", value(*shape.of, f)}};
      case Form::choice:
        return choice(*shape.choice);
      case Form::any:
        return Json::object();
    }
    return Json::object();
  }

  static std::string name_of(const TableShape& t) { return std::string(t.kind); }

  static Json word(const Shape& shape) {
    Json s{{"enum", Json::array()}, {"enumDescriptions", Json::array()}};
    for (const WordShape& w : shape.words) s["enum"].push_back(w.name), s["enumDescriptions"].push_back(w.about);
    return s;
  }

  static Json quantity(const FieldShape& f) {
    static const Shape number_shape = shape_of<double>();
    const bool bare = f.dimension == dimension::number && !f.is_share && !f.is_ratio;
    const bool whole =
        f.is_whole || (f.shape && (f.shape->form == Form::count || f.shape->form == Form::count_or_unlimited));
    Json s{{"type", bare ? Json{whole ? "integer" : "number", "string"} : Json("string")}};
    if (auto p = pattern(f); !p.empty())
      s["pattern"] = p, s["patternErrorMessage"] =
                            takes(number_shape, f) + (f.example.empty() ? "" : ", such as " + std::string(f.example));
    if (bare && std::isfinite(f.least)) s[f.above_least ? "exclusiveMinimum" : "minimum"] = f.least;
    if (bare && std::isfinite(f.most)) s["maximum"] = f.most;
    return s;
  }

  /// One definition for each dimension.
  Json distribution(const FieldShape& f) {
    std::string name = "distribution_of_" + in_words(f.dimension);
    for (char& c : name)
      if (c == ' ' || c == '/' || c == '*') c = '_';
    return refer(name, [&] {
      FieldShape of;
      of.dimension = f.dimension;
      Json s{{"anyOf", Json::array({quantity(of)})}};
      for (const FamilyAbout& family : families()) s["anyOf"].push_back(of_family(family, of));
      return s;
    });
  }

  Json of_family(const FamilyAbout& family, const FieldShape& of) {
    Json s{{"type", "object"},
           {"description", family.about},
           {"additionalProperties", false},
           {"examples", {family.example}}};
    Json& properties = s["properties"] = {{"dist", {{"const", family.name}, {"description", family.about}}}};
    for (const ParameterAbout& p : family.parameters) {
      properties[std::string(p.name)] = quantity(parameter_field(p, of));
      properties[std::string(p.name)]["description"] = p.about;
    }
    if (family.name == "discrete")
      properties["values"] = {{"type", "object"}, {"description", "values and their shares"}};
    if (family.name == "empirical")
      for (const char* key : {"file", "column", "unit"}) properties[key] = {{"type", "string"}};
    if (part_ == Part::whole) s["required"] = {"dist"};
    return s;
  }

  Json named(const Shape& shape, const FieldShape& f) {
    Json inner = value(*shape.of, f);
    if (part_ == Part::change) inner = {{"anyOf", {std::move(inner), {{"type", "null"}}}}};
    Json s{{"type", "object"},
           {"propertyNames", {{"pattern", "^[A-Za-z_][A-Za-z0-9_-]*$"}}},
           {"additionalProperties", std::move(inner)}};
    if (shape.of->form != Form::distribution) return s;
    return {{"anyOf", {distribution(f), std::move(s)}}};
  }

  Json choice(const ChoiceShape& c) {
    return refer("choice_of_" + std::string(c.noun), [&] {
      Json s{{"anyOf", Json::array()}};
      for (const Alternative& a : c.alternatives) {
        if (a.is_written_as)
          s["anyOf"].push_back(value(*a.written.shape, a.written));
        else
          alternative(c, a, s["anyOf"]);
      }
      return s;
    });
  }

  void alternative(const ChoiceShape& c, const Alternative& a, Json& into) {
    const bool wordless = c.key.empty() || (c.absent_means_first && &a == &c.alternatives.front());
    if (c.key.empty() && a.table.fields.empty()) return;  // said by another key
    bool bare_word = !wordless;
    for (const FieldShape& f : a.table.fields) bare_word = bare_word && f.need == Need::optional;
    if (bare_word) into.push_back({{"const", a.table.kind}, {"description", a.table.about}});
    into.push_back(table(a.table, wordless ? std::string_view{} : c.key, a.table.kind));
  }

  Json definitions_ = Json::object();
  Part part_ = Part::whole;
};

}  // namespace

std::string schema_json() { return Schema{}.file().dump(1) + "\n"; }

}  // namespace busyhour
