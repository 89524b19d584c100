#include "busyhour/scenario/plans.hpp"

#include <cmath>

#include "decoder.hpp"

namespace busyhour {
namespace {

/// The value of a formula over a document's paths; nothing, and why, if a path has none.
std::optional<double> value_of(const Expression& e, const Document& document, std::string& why) {
  Diagnostics unused;
  Decoder d{document, unused};
  bool all_known = true;
  const double x = e.value([&](std::size_t i) {
    const auto q = d.resolve(e.names()[i], why);
    if (!q && why.empty()) why = "there is no " + in_quotes(e.names()[i]);
    all_known = all_known && q;
    return q ? q->value : 0.0;
  });
  return all_known && std::isfinite(x) ? std::optional{x} : std::nullopt;
}

Assignment at(const Axis& axis, std::size_t i) { return {axis.path, axis.values[i], {}, {}, axis.where}; }

}  // namespace

Document assigned(Document document, const Assignments& all, Diagnostics& out) {
  for (const Assignment& a : all) {
    if (!a.formula) {
      document.set(a.path, a.value.value);
      continue;
    }
    std::string why;
    if (const auto x = value_of(a.formula.expression, document, why))
      document.set(a.path, a.notation.write(*x).value);
    else
      complain(out, a.where, in_quotes(a.formula.text) + " has no value here" + (why.empty() ? "" : ": " + why), {},
               a.formula.text.size());
  }
  return document;
}

std::vector<Assignments> combinations(const std::vector<Axis>& axes) {
  std::vector<Assignments> all(1);
  for (const Axis& axis : axes) {
    std::vector<Assignments> longer;
    longer.reserve(all.size() * axis.values.size());
    for (const Assignments& before : all)
      for (std::size_t i = 0; i < axis.values.size(); ++i) {
        longer.push_back(before);
        longer.back().push_back(at(axis, i));
      }
    all = std::move(longer);
  }
  return all;
}

std::vector<Assignments> points(const SweepPlan& plan, const Document& document, Diagnostics& out) {
  std::vector<Assignments> all;
  if (plan.design == Design::list) {
    for (std::size_t i = 0; !plan.vary.empty() && i < plan.vary.front().values.size(); ++i) {
      Assignments& point = all.emplace_back();
      for (const Axis& axis : plan.vary) point.push_back(at(axis, i));
    }
  } else if (plan.design == Design::grid) {
    const std::vector<Assignments> grid = combinations(plan.vary);
    for (const Assignments& coupled : plan.together.empty() ? std::vector<Assignments>(1) : plan.together)
      for (const Assignments& free : grid) {
        all.push_back(coupled);
        all.back().insert(all.back().end(), free.begin(), free.end());
      }
  }
  if (!plan.where) return all;
  std::vector<Assignments> kept;
  for (Assignments& point : all)
    if (holds(plan.where, assigned(document, point, out)).value_or(false)) kept.push_back(std::move(point));
  return kept;
}

std::optional<bool> holds(const Formula& condition, const Document& document) {
  std::string why;
  const auto x = value_of(condition.expression, document, why);
  return x ? std::optional{*x != 0} : std::nullopt;
}

std::optional<double> quantity(const Document& document, std::string_view path) {
  Diagnostics unused;
  std::string why;
  const auto q = Decoder{document, unused}.resolve(path, why);
  return q ? std::optional{q->value} : std::nullopt;
}

}  // namespace busyhour
