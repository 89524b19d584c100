#include <algorithm>
#include <cmath>

#include "busyhour/base/unit.hpp"
#include "data_files.hpp"
#include "decoder.hpp"

namespace busyhour {
namespace {

const FamilyAbout* family_of(std::string_view name) {
  const auto all = families();
  const auto found = std::find_if(all.begin(), all.end(), [&](const FamilyAbout& f) { return f.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::vector<std::string_view> keys_of(const FamilyAbout& family) {
  std::vector<std::string_view> keys{"dist"};
  if (family.name == "discrete") keys.push_back("values");
  if (family.name == "empirical") keys.insert(keys.end(), {"file", "column", "unit"});
  for (const ParameterAbout& p : family.parameters) keys.push_back(p.name);
  return keys;
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string s;
  for (const std::string_view w : words) s += (s.empty() ? "" : ", ") + std::string(w);
  return s;
}

/// One map of a distribution on its way to a law.
class Maker {
 public:
  Maker(Decoder& d, const Node& node, const FieldShape& of) : d_{d}, node_{node}, of_{of}, before_{d.out().size()} {}

  std::optional<Distribution> make() {
    const FamilyAbout* family = chosen();
    if (!family) return {};
    spec_.family = family->name;
    refuse_keys(*family);
    for (const ParameterAbout& p : family->parameters) parameter(p);
    if (family->name == "discrete") values();
    if (family->name == "empirical") sample();
    if (d_.out().size() > before_) return {};
    auto fitted = fit(spec_);
    if (auto* law = std::get_if<Distribution>(&fitted)) return std::move(*law);
    for (const FitError& e : std::get<std::vector<FitError>>(fitted)) report(e);
    return {};
  }

 private:
  const FamilyAbout* chosen() {
    std::vector<std::string_view> names;
    for (const FamilyAbout& f : families()) names.push_back(f.name);
    const Node::Entry* e = node_.find("dist");
    if (!e) {
      d_.complain_here(node_, "'dist' is missing" + d_.in_path() + ": which distribution",
                       "a constant is a single value; distributions: " + joined(names));
      return nullptr;
    }
    if (e->value->is_scalar())
      if (const FamilyAbout* f = family_of(e->value->text)) return f;
    std::string help = e->value->is_scalar() ? did_you_mean(e->value->text, names) : std::string{};
    d_.complain(*e->value,
                e->value->is_scalar() ? "unknown distribution " + in_quotes(e->value->text)
                                      : std::string("the name of a distribution was due here"),
                help.empty() ? "known: " + joined(names) : std::move(help));
    return nullptr;
  }

  void refuse_keys(const FamilyAbout& family) {
    const auto keys = keys_of(family);
    for (const Node::Entry& e : node_.entries) {
      if (std::find(keys.begin(), keys.end(), e.key) != keys.end()) continue;
      std::string help = did_you_mean(e.key, keys);
      d_.complain(e, std::string(family.name) + " takes no " + in_quotes(e.key),
                  help.empty() ? "it takes " + joined({keys.begin() + 1, keys.end()}) : std::move(help));
    }
  }

  void parameter(const ParameterAbout& p) {
    const Node::Entry* e = node_.find(p.name);
    if (!e || e->value->kind == Node::Kind::nothing) return;
    const Decoder::Inside inside{d_, *e};
    if (const auto x = read_quantity(d_, *e->value, parameter_field(p, of_))) spec_.parameters.emplace_back(p.name, *x);
  }

  void values() {
    const Node::Entry* e = node_.find("values");
    if (!e || !e->value->is_map() || e->value->entries.empty()) {
      const Node& at = e ? *e->value : node_;
      return d_.complain(at, "discrete takes values with their shares", "such as values: {1: 30%, 2: 70%}");
    }
    const Decoder::Inside inside{d_, *e};
    FieldShape key_field = of_, share;
    share.is_share = true, share.least = 0, share.most = 1;
    for (const Node::Entry& v : e->value->entries) {
      Node key;
      key.kind = Node::Kind::scalar, key.spot = v.spot, key.text = v.key, key.inner = 0;
      const auto x = read_quantity(d_, key, key_field);
      const auto s = read_quantity(d_, *v.value, share);
      if (x && s) spec_.values.emplace_back(*x, *s);
    }
  }

  /// The scalar text under `key`, complained about if it is missing or no text.
  const Node* text(std::string_view key, std::string_view about) {
    const Node::Entry* e = node_.find(key);
    if (e && e->value->is_scalar() && !e->value->text.empty()) return e->value.get();
    if (e)
      d_.complain(*e->value, "a text was due here");
    else
      d_.complain_here(node_, "'" + std::string(key) + "' is missing" + d_.in_path() + ": " + std::string(about));
    return nullptr;
  }

  void sample() {
    const Node* file = text("file", "a CSV file");
    const Node* column = text("column", "its name in the header line");
    ColumnAsked asked;
    if (const Node::Entry* e = node_.find("unit"); e || of_.dimension != dimension::number) {
      const Node* unit = text("unit", "the unit of the numbers, such as s");
      if (!unit) return;
      const auto size = unit_size(d_, *unit, of_.dimension);
      if (!size) return;
      asked.unit = *size;
    }
    if (!file || !column) return;
    asked.name = column->text;
    const auto read = read_columns(d_, *file, {asked}, {column});
    if (read) spec_.sample = read->values.front();
  }

  void report(const FitError& e) {
    if (e.parameter == "sample") return d_.complain(*node_.find("file")->value, e.says, e.help);
    const Node::Entry* at = e.parameter.empty() ? nullptr : node_.find(e.parameter);
    if (at)
      d_.complain(*at->value, e.says, e.help);
    else
      d_.complain(*node_.find("dist")->value, e.says, e.help);
  }

  Decoder& d_;
  const Node& node_;
  const FieldShape& of_;
  std::size_t before_;
  DistributionSpec spec_;
};

}  // namespace

FieldShape parameter_field(const ParameterAbout& p, const FieldShape& of) {
  FieldShape f;
  f.name = p.name, f.about = p.about;
  switch (p.dimension) {
    case ParameterDimension::same:
      f.dimension = of.dimension;
      break;
    case ParameterDimension::rate:
      f.dimension = dimension::number / of.dimension;
      break;
    case ParameterDimension::number:
      f.is_share = p.name == "cv" || p.name == "p1";
      break;
    case ParameterDimension::count:
      f.is_whole = true;
      break;
  }
  return f;
}

std::optional<double> unit_size(Decoder& d, const Node& node, const Dimension& due) {
  const Unit* unit = find_unit(node.text);
  if (!unit) return d.complain(node, "unknown unit " + in_quotes(node.text), unit_help(node.text)), std::nullopt;
  if (unit->dimension != due) {
    d.complain(node,
               "'" + node.text + "' measures " + in_words(unit->dimension) + ", but " + in_words(due) + " was due",
               units_of(due));
    return {};
  }
  return unit->size;
}

std::shared_ptr<const Columns> read_columns(Decoder& d, const Node& file, const std::vector<ColumnAsked>& asked,
                                            const std::vector<const Node*>& named_at) {
  const std::string path = data_path(file.text, d.document().where(file.spot).source, d.document().file());
  auto columns = d.document().data()->columns(path, asked);
  if (!columns->unreadable.empty()) {
    d.complain(file, in_quotes(path) + " cannot be read: " + columns->unreadable,
               "paths are relative to the file in which they are written");
    return nullptr;
  }
  const std::vector<std::string_view> header{columns->header.begin(), columns->header.end()};
  for (const std::size_t i : columns->not_there) {
    std::string help = did_you_mean(asked[i].name, header);
    d.complain(*named_at[i], "no column of " + in_quotes(path) + " is called " + in_quotes(asked[i].name),
               help.empty() ? "its columns: " + joined(header) : std::move(help));
  }
  for (const Diagnostic& w : columns->wrong) d.out().push_back(w);
  if (!columns->not_there.empty() || !columns->wrong.empty()) return nullptr;
  return columns;
}

void read(Decoder& d, const Node& node, const FieldShape& f, Distribution& into) {
  if (node.is_map()) {
    auto law = Maker{d, node, f}.make();
    if (!law) return;
    if (f.is_whole && !law->is_whole())
      return d.complain(*node.find("dist")->value,
                        "only whole numbers may be drawn here, but " + node.find("dist")->value->text + " draws others",
                        "such as {dist: discrete, values: {1: 30%, 2: 70%}}");
    if (law->min() < f.least || (f.above_least && law->min() <= f.least && law->is_constant()))
      return d.complain(node, "values below " + written(f.least, f.dimension, f.is_share) + " may not be drawn here");
    into = std::move(*law);
    return;
  }
  const auto x = read_quantity(d, node, f);
  if (!x) return;
  if (*x < 0) return d.complain(node, "nothing negative may stand here");
  if (f.is_whole && *x != std::floor(*x)) return d.complain(node, in_quotes(node.text) + " is not a whole number");
  if (f.dimension == dimension::time && *x >= 4.6e9)
    return d.complain(node, "this is longer than 146 years, the end of simulated time");
  into = Distribution::constant(*x);
}

}  // namespace busyhour
