#include <algorithm>
#include <array>
#include <cmath>

#include "busyhour/base/unit.hpp"
#include "checks.hpp"
#include "files.hpp"
#include "plan_reader.hpp"

namespace busyhour {
namespace {

constexpr std::array<std::string_view, 9> fixed_keys{"version", "extends", "name",   "about", "slo",
                                                     "sweep",   "solve",   "claims", "plans"};

std::optional<Expression> literal(std::string_view text) {
  try {
    Expression e = Expression::read(text, [](std::string_view) { return std::nullopt; });
    if (e.is_literal()) return e;
  } catch (const Mistake&) {
  }
  return {};
}

bool is_whole(const FieldShape& f) {
  return f.is_whole || (f.shape && (f.shape->form == Form::count || f.shape->form == Form::count_or_unlimited));
}

Assignments one(const std::string& path, const Setting& value) {
  Assignments made(1);
  made.front().path = path, made.front().value = value;
  return made;
}

}  // namespace

bool PlanReader::is_settable(const Node::Entry& path) {
  const std::string_view first = std::string_view{path.key}.substr(0, path.key.find('.'));
  if (std::find(fixed_keys.begin(), fixed_keys.end(), first) != fixed_keys.end())
    return d_.complain(path, in_quotes(path.key) + " cannot be set by a plan"), false;
  if (auto wrong = wrong_path(d_.document(), path.key, d_.document().where(path.spot)))
    return d_.out().push_back(*std::move(wrong)), false;
  return true;
}

std::optional<Diagnostic> PlanReader::wrong_with(const Assignments& set) const {
  Diagnostics wrong;
  const Document changed = assigned(d_.document(), set, wrong);
  Decoder d{changed, wrong};
  Top top;
  for (const FieldShape& f : table_of<Top>().fields) {
    const Node::Entry* e =
        f.name == "provider" || f.name == "workloads" || f.name == "run" ? changed.root().find(f.name) : nullptr;
    if (!e) continue;
    const Decoder::Inside inside{d, *e};
    f.decode(d, *e->value, f, &top);
  }
  Scenario s;
  s.provider = std::move(top.provider), s.workloads = std::move(top.workloads), s.run = top.run;
  check(d, s);
  const auto at =
      std::find_if(wrong.begin(), wrong.end(), [](const Diagnostic& w) { return w.severity == Severity::error; });
  return at == wrong.end() ? std::nullopt : std::optional{*at};
}

bool PlanReader::fits(const Node::Entry& path, const std::vector<Setting>& values) {
  constexpr std::size_t tried_at_each_end = 32;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i >= tried_at_each_end && i + tried_at_each_end < values.size()) continue;
    const auto wrong = wrong_with(one(path.key, values[i]));
    if (!wrong) continue;
    if (wrong->says.starts_with("unknown key"))
      d_.complain(path, wrong->says, wrong->help);
    else if (values[i].value->spot.line != 0)
      d_.complain(*values[i].value, wrong->says, wrong->help);
    else
      d_.complain(path, path.key + " = " + values[i].text + ": " + wrong->says, wrong->help);
    return false;
  }
  return true;
}

Setting PlanReader::setting(const NodePtr& node) const {
  Setting made{node->is_scalar() ? node->text : flow_text(*node), node, {}};
  if (node->is_scalar())
    if (const auto e = literal(node->text)) made.number = e->constant();
  return made;
}

std::vector<Axis> PlanReader::axes(const Node& map) {
  std::vector<Axis> made;
  if (!map.is_map())
    return d_.complain(map, "a map of paths and values was due here, not " + std::string(form_of(map)),
                       "such as {workloads.calls.count: [1, 2, 5]}"),
           made;
  if (map.entries.empty()) d_.complain(map, "no path is named here");
  for (const Node::Entry& e : map.entries)
    if (auto a = axis(e)) made.push_back(std::move(*a));
  return made;
}

std::optional<Axis> PlanReader::axis(const Node::Entry& e) {
  if (!is_settable(e)) return {};
  Axis made{e.key, d_.document().where(e.spot), {}, {}};
  const Node& n = *e.value;
  if (n.is_list()) {
    if (n.items.empty()) return d_.complain(n, "there is no value in this list"), std::nullopt;
    if (n.items.size() > max_values)
      return d_.complain(n, "more than " + std::to_string(max_values) + " values"), std::nullopt;
    for (const NodePtr& item : n.items) made.values.push_back(setting(item));
  } else if (n.is_map() && n.find("from")) {
    FieldShape anything;
    made.range = range(n, field_at(d_.document(), e.key).value_or(anything), made);
    if (!made.range) return {};
    if (made.values.empty()) {
      const std::vector<Setting> ends{made.range->notation.write(made.range->from),
                                      made.range->notation.write(made.range->to)};
      return fits(e, ends) ? std::optional{std::move(made)} : std::nullopt;
    }
  } else {
    d_.complain(e, "values are a list or a range", "such as [1, 2, 5] or {from: 1, to: 60, step: 1}");
    return {};
  }
  return fits(e, made.values) ? std::optional{std::move(made)} : std::nullopt;
}

std::optional<double> PlanReader::number(const Node& n, const Dimension& due) {
  const auto e = n.is_scalar() ? literal(n.text) : std::nullopt;
  if (!e) return d_.complain(n, "a single quantity was due here"), std::nullopt;
  if (e->dimension() != due)
    return d_.complain(n, in_quotes(n.text) + " is " + in_words(e->dimension()) + ", but " + in_words(due) + " was due",
                       units_of(due)),
           std::nullopt;
  if (e->constant() < 0) return d_.complain(n, "nothing negative may stand here"), std::nullopt;
  return e->constant();
}

std::optional<Range> PlanReader::range(const Node& map, const FieldShape& f, Axis& into) {
  constexpr std::array<std::string_view, 5> known{"from", "to", "step", "points", "scale"};
  for (const Node::Entry& e : map.entries)
    if (std::find(known.begin(), known.end(), e.key) == known.end()) {
      std::string help = did_you_mean(e.key, known);
      return d_.complain(e, "unknown key " + in_quotes(e.key) + " in a range",
                         help.empty() ? "known: from, to, step, points, scale" : std::move(help)),
             std::nullopt;
    }
  const Node::Entry *from = map.find("from"), *to = map.find("to"), *step = map.find("step"),
                    *points = map.find("points"), *scale = map.find("scale");
  if (!to) return d_.complain(map, "'to' is missing: the last value"), std::nullopt;
  const auto written_first = from->value->is_scalar() ? literal(from->value->text) : std::nullopt;
  const Dimension due = f.shape ? f.dimension : written_first ? written_first->dimension() : dimension::number;
  const auto first = number(*from->value, due);
  const auto last = number(*to->value, due);
  const auto by = step ? number(*step->value, due) : std::nullopt;
  const double n = points ? number(*points->value, dimension::number).value_or(-1) : 0;
  if (!first || !last || (step && !by) || n < 0) return {};
  Range r{*first, *last, by, false, is_whole(f), notation_of(from->value->text)};
  if (r.to < r.from) return d_.complain(*to->value, "the last value is below the first one"), std::nullopt;
  if (step && points) return d_.complain(*points, "'step' and 'points' are both written", "keep one"), std::nullopt;
  if (step && *by <= 0) return d_.complain(*step->value, "a step is more than nothing"), std::nullopt;
  if (points && (n < 2 || n != std::floor(n) || n > 1e9))
    return d_.complain(*points->value, "a whole number of points, at least 2, was due here"), std::nullopt;
  if (scale && scale->value->text != "linear" && scale->value->text != "log")
    return d_.complain(*scale->value, "the scale is linear or log"), std::nullopt;
  r.logarithmic = scale && scale->value->text == "log";
  if (r.logarithmic && step) return d_.complain(*scale, "a logarithmic scale takes points, not a step"), std::nullopt;
  if (r.logarithmic && r.from <= 0)
    return d_.complain(*from->value, "a logarithmic scale begins above zero"), std::nullopt;
  into.range = r;
  const std::size_t before = d_.out().size();
  spread(into, map, by, points ? std::optional{static_cast<std::int64_t>(n)} : std::nullopt);
  return d_.out().size() == before ? std::optional{r} : std::nullopt;
}

/// The values of a range. Where only whole numbers may stand, points are rounded to them and twins left out.
void PlanReader::spread(Axis& axis, const Node& at, std::optional<double> step, std::optional<std::int64_t> points) {
  const Range& r = *axis.range;
  if (!step && !points) return;
  const double count = step ? std::floor((r.to - r.from) / *step + 1e-9) + 1 : static_cast<double>(*points);
  if (count > static_cast<double>(max_values))
    return d_.complain(at, "more than " + std::to_string(max_values) + " values");
  double last = -1;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    const auto k = static_cast<double>(i);
    const double share = step ? 0 : k / static_cast<double>(*points - 1);
    double x = step            ? r.from + k * *step
               : r.logarithmic ? r.from * std::pow(r.to / r.from, share)
                               : r.from + share * (r.to - r.from);
    if (points && r.whole) x = std::round(x);
    if (x == last) continue;
    last = x;
    axis.values.push_back(r.notation.write(x));
  }
}

Assignments PlanReader::assignments(const Node& map) {
  Assignments made;
  if (!map.is_map() || map.entries.empty())
    return d_.complain(map, "a map of paths and values was due here", "such as {workloads.calls.count: 4}"), made;
  for (const Node::Entry& e : map.entries)
    if (auto a = assignment(e)) made.push_back(std::move(*a));
  return made;
}

std::optional<Assignment> PlanReader::assignment(const Node::Entry& e) {
  if (!is_settable(e)) return {};
  Assignment a;
  a.path = e.key, a.where = d_.document().where(e.value->spot), a.value = setting(e.value);
  const auto field = field_at(d_.document(), e.key);
  const bool numeric = field && field->shape->form != Form::text && field->shape->form != Form::word &&
                       field->shape->form != Form::formula;
  if (!e.value->is_scalar() || a.value.number || !numeric) return a;
  // A name of a path in it makes it a formula; any other text is left to the decoder.
  if (e.value->text.find('.') == std::string::npos && e.value->text.find_first_of("*/+(") == std::string::npos)
    return a;
  if (auto formula = d_.formula(*e.value, Decoder::Formulas::of_a_plan)) {
    if (formula->dimension() != field->dimension)
      return d_.complain(*e.value,
                         "this is " + in_words(formula->dimension()) + ", but " + what_is_due(*field) + " was due"),
             std::nullopt;
    a.formula = {e.value->text, std::move(*formula)};
    a.notation = notation_of(*field);
    return a;
  }
  return {};
}

}  // namespace busyhour
