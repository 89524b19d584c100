#include <algorithm>
#include <cmath>

#include "busyhour/base/unit.hpp"
#include "plan_reader.hpp"

namespace busyhour {
namespace {

std::optional<Design> design_of(std::string_view word) {
  if (word == "grid") return Design::grid;
  if (word == "list") return Design::list;
  if (word == "lhs") return Design::lhs;
  if (word == "sobol") return Design::sobol;
  return {};
}

bool is_drawn(Design d) { return d == Design::lhs || d == Design::sobol; }

}  // namespace

const Node::Entry* PlanReader::entry(std::string_view path) const {
  const auto dot = path.rfind('.');
  const Node* map = dot == std::string_view::npos ? &d_.document().root() : d_.document().find(path.substr(0, dot));
  return map ? map->find(dot == std::string_view::npos ? path : path.substr(dot + 1)) : nullptr;
}

void PlanReader::all(const Top& top) {
  if (top.sweep && d_.is_sound("sweep")) sweep(*top.sweep);
  for (const auto& [name, p] : top.plans)
    if (d_.is_sound("plans." + name)) plan(name, p);
  if (top.solve && d_.is_sound("solve")) solve(*top.solve);
  for (const auto& [name, c] : top.claims)
    if (d_.is_sound("claims." + name)) claim(name, c);
}

std::vector<Rule> PlanReader::rules(const Node& list) {
  std::vector<Rule> made = read_rules(d_, list, scopes_);
  if (made.size() == list.items.size())
    for (std::size_t i = 0; i < made.size(); ++i) check_rule(d_, made[i], *list.items[i], scenario_);
  return made;
}

void PlanReader::design(const Node& n, SweepPlan& into) {
  constexpr std::string_view help = "grid, list, {kind: lhs, points: 64} or {kind: sobol, points: 64}";
  const Node::Entry* kind = n.find("kind");
  const Node& word = kind ? *kind->value : n;
  const auto d = word.is_scalar() ? design_of(word.text) : std::nullopt;
  if (!d)
    return d_.complain(
        word, word.is_scalar() ? "unknown design " + in_quotes(word.text) : std::string("a design was due here"),
        std::string(help));
  into.design = *d;
  for (const Node::Entry& e : n.entries) {
    if (e.key == "kind") continue;
    if (!is_drawn(*d) || (e.key != "points" && e.key != "seed"))
      d_.complain(e, "unknown key " + in_quotes(e.key) + " in a design", std::string(help));
    else if (const auto x = number(*e.value, dimension::number)) {
      if (*x != std::floor(*x) || *x > 9e15 || (e.key == "points" && (*x < 1 || *x > static_cast<double>(max_points))))
        d_.complain(*e.value,
                    "a whole number was due here" + std::string(e.key == "points" ? ", from 1 to 1000000" : ""));
      else
        (e.key == "points" ? into.samples : into.seed) = static_cast<std::int64_t>(*x);
    }
  }
  if (is_drawn(*d) && !n.find("points"))
    d_.complain(n, "'points' is missing: how many points are drawn", std::string(help));
}

/// Whether the axes suit the design.
void PlanReader::fit(const SweepPlan& plan, const Node& vary) {
  double points = plan.together.empty() ? 1 : static_cast<double>(plan.together.size());
  for (const Axis& a : plan.vary) {
    const Node::Entry* e = vary.find(a.path);
    if (!e) continue;
    if (is_drawn(plan.design) && a.range && !a.values.empty())
      d_.complain(*e, "points are drawn between from and to: there is no step here", "write {from: ..., to: ...}");
    if (!is_drawn(plan.design) && a.values.empty())
      d_.complain(*e, "'step' or 'points' is missing", "such as {from: 1, to: 60, step: 1}");
    if (plan.design == Design::list && a.values.size() != plan.vary.front().values.size())
      d_.complain(*e, "in a list all paths take equally many values: here " + std::to_string(a.values.size()) +
                          ", before " + std::to_string(plan.vary.front().values.size()));
    if (plan.design == Design::grid) points *= static_cast<double>(a.values.size());
  }
  if (points > static_cast<double>(max_points))
    d_.complain(vary, "more than " + std::to_string(max_points) + " points",
                "draw from them with design: {kind: sobol, points: 256}");
}

void PlanReader::sweep(const WrittenSweep& w) {
  SweepPlan plan;
  const std::size_t before = d_.out().size();
  if (w.hysteresis) plan.hysteresis = hysteresis(*w.hysteresis);
  if (w.design) design(*w.design, plan);
  if (w.vary) plan.vary = axes(*w.vary);
  if (w.together) {
    if (!w.together->is_list() || w.together->items.empty())
      d_.complain(*w.together, "a list of maps was due here", "such as [{workloads.calls.count: 4, run.seed: 2}]");
    if (plan.design != Design::grid) d_.complain(*w.together, "coupled values belong to a grid", "leave design out");
    for (const NodePtr& item : w.together->items) {
      plan.together.push_back(assignments(*item));
      if (const auto wrong = wrong_with(plan.together.back())) d_.complain(*item, wrong->says, wrong->help);
    }
  }
  if (w.where) {
    const auto e = d_.formula(*w.where, Decoder::Formulas::of_a_plan);
    if (e && !e->dimension().truth)
      d_.complain(*w.where, "a condition was due here",
                  "such as workloads.calls.count <= 8 * provider.limits.requests.cap");
    else if (e)
      plan.where = {w.where->text, *e};
  }
  if (w.vary && d_.out().size() == before) fit(plan, *w.vary);
  if (d_.out().size() == before && plan.where && !is_drawn(plan.design)) {
    if (points(plan, d_.document(), d_.out()).empty()) d_.complain(*w.where, "no point of the sweep satisfies this");
  }
  if (d_.out().size() == before) scenario_.sweep = std::move(plan);
}

std::optional<std::string> PlanReader::sought(const NodePtr& n, std::string_view key) {
  if (!n->is_scalar())
    return d_.complain(*n, "a path was due here", "such as " + std::string(key) + ": workloads.calls.count"),
           std::nullopt;
  const Node::Entry path{n->text, n->spot, n};
  if (!is_settable(path)) return {};
  return n->text;
}

std::optional<Range> PlanReader::within(const WrittenSolve& w, const std::string& path) {
  const Node& n = *w.within;
  const auto dots = n.is_scalar() ? n.text.find("..") : std::string::npos;
  if (dots == std::string::npos)
    return d_.complain(n, "a range was due here", "such as 1..400 or $10..$400"), std::nullopt;
  const auto end = [&](std::size_t from, std::size_t size) -> std::optional<Expression> {
    try {
      Expression e =
          Expression::read(std::string_view{n.text}.substr(from, size), [](std::string_view) { return std::nullopt; });
      if (e.is_literal() && e.constant() >= 0) return e;
      d_.complain(n, "a quantity was due here, not below zero", "such as 1..400", from,
                  std::min(size, n.text.size() - from));
    } catch (const Mistake& m) {
      d_.complain(n, m.says, m.help, from + m.column, m.width);
    }
    return {};
  };
  const auto from = end(0, dots), to = end(dots + 2, std::string::npos);
  if (!from || !to) return {};
  if (from->dimension() != to->dimension())
    return d_.complain(n, "the ends of this range have different units"), std::nullopt;
  const auto field = field_at(d_.document(), path);
  Range r{from->constant(), to->constant(), {}, false, false, notation_of(std::string_view{n.text}.substr(0, dots))};
  r.whole =
      field && (field->is_whole || field->shape->form == Form::count || field->shape->form == Form::count_or_unlimited);
  if (r.to <= r.from) return d_.complain(n, "the end of this range is not above its beginning"), std::nullopt;
  if (w.step)
    r.step = number(*w.step, from->dimension());
  else if (r.whole)
    r.step = 1;
  else
    return d_.complain(n, "'step' is missing in solve: how far apart two values are",
                       "such as step: " + r.notation.write((r.to - r.from) / 100).text),
           std::nullopt;
  if (!r.step) return {};
  if (*r.step <= 0 || (r.whole && *r.step != std::floor(*r.step)))
    return d_.complain(w.step ? *w.step : n,
                       r.whole ? "a step of whole numbers was due here" : "a step is more than nothing"),
           std::nullopt;
  if ((r.to - r.from) / *r.step > 1e9)
    return d_.complain(n, "there are too many values in this range", "write a larger step"), std::nullopt;
  return r;
}

/// What `largest` and `smallest` search.
void PlanReader::search(const WrittenSolve& w, SolvePlan& plan) {
  const std::size_t before = d_.out().size();
  const NodePtr& path = w.largest ? w.largest : w.smallest;
  if (const auto p = sought(path, w.largest ? "largest" : "smallest")) plan.path = *p;
  const auto r = plan.path.empty() ? std::nullopt : within(w, plan.path);
  if (!r) return;
  plan.within = *r;
  for (const double end : {r->from, r->to})
    if (const auto wrong = wrong_with({{plan.path, r->notation.write(end), {}, {}, {}}});
        wrong && d_.out().size() == before)
      d_.complain(wrong->says.starts_with("unknown key") ? *path : *w.within,
                  plan.path + " = " + r->notation.write(end).text + ": " + wrong->says, wrong->help);
}

void PlanReader::choose_a_plan(const Node& word, std::string_view key) {
  if (!word.is_scalar() || word.text != "plans")
    d_.complain(word, "the " + std::string(key) + " of what?", "write " + std::string(key) + ": plans");
  else if (!entry("plans"))
    d_.complain(word, "there are no plans",
                "such as plans: {hobby: {price: $100, set: {provider.limits.slots.cap: 20}}}");
}

void PlanReader::such_that(const Node& n, SolvePlan& plan) {
  if (n.is_scalar() && n.text == "slo") {
    plan.such_that = scenario_.slo;
    if (!entry("slo")) d_.complain(n, "there is no slo", "write a list of rules, such as [given_up <= 1%]");
  } else if (n.is_scalar()) {
    d_.complain(n, "the word slo or a list of rules was due here", "such as [given_up <= 1%]");
  } else {
    plan.such_that = rules(n);
  }
}

void PlanReader::solve(const WrittenSolve& w) {
  SolvePlan plan;
  const std::size_t before = d_.out().size();
  const Node::Entry* block = entry("solve");
  plan.where = d_.document().where("solve");
  plan.confidence = w.confidence, plan.at_most = w.at_most;
  plan.goal = w.largest ? Goal::largest : w.smallest ? Goal::smallest : w.cheapest ? Goal::cheapest : Goal::best;
  if (plan.goal == Goal::best)
    contest(w, plan);
  else if (plan.goal == Goal::cheapest)
    choose_a_plan(*w.cheapest, "cheapest");
  else
    search(w, plan);
  if (w.such_that) such_that(*w.such_that, plan);
  if (w.for_each) plan.for_each = axes(*w.for_each);
  for (const Axis& a : plan.for_each) {
    if (a.path == plan.path) d_.complain(*block, in_quotes(a.path) + " is sought and given in for_each");
    if (a.values.empty()) d_.complain(*w.for_each, "'step' or 'points' is missing for " + a.path);
  }
  if (d_.out().size() == before) scenario_.solve = std::move(plan);
}

void PlanReader::claim(const std::string& name, const WrittenClaim& w) {
  ClaimPlan plan;
  const std::size_t before = d_.out().size();
  plan.quote = w.quote, plan.where = d_.document().where("claims." + name);
  if (w.source) plan.source = *w.source;
  if (w.across) plan.across = axes(*w.across);
  for (const Axis& a : plan.across)
    if (a.values.empty()) d_.complain(*w.across, "'step' or 'points' is missing for " + a.path);
  if (w.set) plan.set = assignments(*w.set);
  plan.expect = rules(*w.expect);
  if (d_.out().size() > before) return;
  double n = 1;
  for (const Axis& a : plan.across) n *= static_cast<double>(a.values.size());
  if (n > static_cast<double>(max_points))
    return d_.complain(*w.across, "more than " + std::to_string(max_points) + " points");
  const auto all = combinations(plan.across);
  constexpr std::size_t tried_at_each_end = 32;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i >= tried_at_each_end && i + tried_at_each_end < all.size()) continue;
    Assignments point = all[i];
    point.insert(point.end(), plan.set.begin(), plan.set.end());
    if (const auto wrong = wrong_with(point)) {
      std::string where;
      for (const Assignment& a : all[i]) where += (where.empty() ? " at " : ", ") + a.path + " = " + a.value.text;
      return d_.complain(w.set ? *w.set : *w.across, wrong->says + where, wrong->help);
    }
  }
  scenario_.claims.emplace_back(name, std::move(plan));
}

void PlanReader::plan(const std::string& name, const WrittenPlan& w) {
  BuyablePlan plan{w.price, assignments(*w.set), d_.document().where("plans." + name)};
  if (plan.set.size() != w.set->entries.size()) return;
  if (const auto wrong = wrong_with(plan.set)) return d_.complain(*w.set, wrong->says, wrong->help);
  scenario_.plans.emplace_back(name, std::move(plan));
}

}  // namespace busyhour
