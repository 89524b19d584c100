#include "plan_reader.hpp"

namespace busyhour {

/// Who is to be compared: the plans, or values of one path, by their names or as they are written.
void PlanReader::rivals(const WrittenSolve& w, SolvePlan& plan) {
  if (w.best->is_scalar() && w.best->text == "plans") {
    choose_a_plan(*w.best, "best");
    if (w.among) d_.complain(*w.among, "all plans are compared", "leave among out");
    for (const auto& [name, p] : scenario_.plans) plan.contest.among.push_back({name, p.set});
    return;
  }
  const auto path = sought(w.best, "best");
  if (!path) return;
  plan.path = *path;
  const Node* list = w.among.get();
  if (!list || (!list->is_list() && !list->is_map()) || list->find("from"))
    return d_.complain(list ? *list : *w.best, "among which values?",
                       "such as among: [1, 2, 4] or among: {hopeful: {kind: none}, ...}");
  const Node::Entry at{plan.path, w.best->spot, w.best};
  const auto add = [&](const std::string& name, const NodePtr& value) {
    const Setting made = setting(value);
    if (fits(at, {made}))
      plan.contest.among.push_back({name.empty() ? made.text : name, {{plan.path, made, {}, {}, plan.where}}});
  };
  for (const NodePtr& item : list->items) add("", item);
  for (const Node::Entry& e : list->entries) add(e.key, e.value);
}

void PlanReader::contest(const WrittenSolve& w, SolvePlan& plan) {
  const std::size_t before = d_.out().size();
  rivals(w, plan);
  if (d_.out().size() == before && plan.contest.among.size() < 2)
    d_.complain(w.among ? *w.among : *w.best, "there is nothing to choose from: at least two were due");
  Rule rule;
  try {
    rule.subject = plan.contest.by = read_metric(w.by->is_scalar() ? w.by->text : "", scopes_);
  } catch (const Mistake& m) {
    return d_.complain(*w.by, m.says, m.help, m.column, m.width);
  }
  const MetricRef& by = plan.contest.by;
  const bool across = by.about.shape == MetricShape::per_replication && by.statistic == Statistic::quantile;
  if (by.statistic == Statistic::max || by.statistic == Statistic::share || across)
    d_.complain(*w.by, "best goes by a ratio, a mean or a quantile of times", "such as mean(" + by.metric + ")");
  else
    check_rule(d_, rule, *w.by, scenario_);
  if (const auto x = read_bound(d_, *w.within, 0, by)) {
    plan.contest.within = *x;
    if (*x <= 0) d_.complain(*w.within, "a difference above zero was due here");
  }
  plan.contest.prefer = w.prefer;
}

}  // namespace busyhour
