#include "rules.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "busyhour/base/unit.hpp"
#include "busyhour/stats/estimate.hpp"

namespace busyhour {
namespace {

struct Comparison {
  std::size_t at = 0, width = 0;
  Relation relation = Relation::at_most;
};

/// The comparison outside all parentheses; `share(x > t)` has one inside.
std::optional<Comparison> comparison(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, Relation>, 4> signs{
      {{"<=", Relation::at_most}, {">=", Relation::at_least}, {"<", Relation::below}, {">", Relation::above}}};
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    if (depth > 0) continue;
    for (const auto& [sign, relation] : signs)
      if (text.substr(i).starts_with(sign)) return Comparison{i, sign.size(), relation};
  }
  return {};
}

/// The right side in base units.
std::optional<double> bound(Decoder& d, const Node& node, std::size_t from, const MetricRef& subject) {
  const std::string_view text = std::string_view{node.text}.substr(from);
  const std::size_t blanks = std::min(text.find_first_not_of(' '), text.size());
  const bool is_share = subject.about.is_share || subject.statistic == Statistic::share;
  const Dimension due = subject.statistic == Statistic::share ? dimension::number : subject.about.dimension;
  const auto wrong = [&](std::string says, std::string help) {
    d.complain(node, std::move(says), std::move(help), from + blanks, text.size() - blanks);
  };
  std::string why;
  try {
    const Expression e = Expression::read(text, [&](std::string_view name) -> std::optional<Dimension> {
      const auto q = d.resolve(name, why);
      return q ? std::optional{q->dimension} : std::nullopt;
    });
    const double x = e.value([&](std::size_t i) { return d.resolve(e.names()[i], why)->value; });
    const std::string shown = in_quotes(text.substr(blanks));
    if (e.dimension() != due)
      wrong(shown + " is " + in_words(e.dimension()) + ", but " + subject.metric + " is " +
                (is_share ? "a share" : in_words(due)),
            is_share ? "such as 5%" : units_of(due));
    else if (is_share && !e.is_percentage())
      wrong("a share is written with %", "such as 5%");
    else if (is_share && (x < 0 || x > 1))
      wrong("a share is between 0% and 100%", "");
    else if (!is_share && due == dimension::number && (e.is_percentage() || e.is_ratio()))
      wrong(subject.metric + " is a plain number, not a share", "");
    else if (!std::isfinite(x))
      wrong(shown + " is not a finite number", "");
    else
      return x;
  } catch (const Mistake& m) {
    const bool name = m.says.starts_with("unknown name") && !why.empty();
    d.complain(node, name ? why : m.says, m.help, from + m.column, m.width);
  }
  return {};
}

/// What a workload must have for a metric to be heard of it.
enum class Needs { nothing, turns, speech, connection };
Needs needs_of(std::string_view metric) {
  if (metric == "turn_rejected") return Needs::turns;
  if (metric == "conversation_refused") return Needs::connection;
  constexpr std::array speech{"first_audio_delay", "time_to_first_audio", "playback_gap", "silent_turns"};
  return std::find(speech.begin(), speech.end(), metric) != speech.end() ? Needs::speech : Needs::nothing;
}

bool gives(const WorkloadConfig& workload, Needs needs) {
  return std::visit(
      [&](const auto& w) {
        if (needs == Needs::nothing) return true;
        if constexpr (requires { w.turn.say; }) {
          if (needs == Needs::turns) return true;
          if (needs == Needs::speech) return w.turn.say.has_value();
        }
        if constexpr (requires { w.connection; })
          return needs == Needs::connection && w.connection == ConnectionUse::per_conversation;
        return false;
      },
      workload);
}

}  // namespace

std::optional<Rule> read_rule(Decoder& d, const Node& node, const MetricScopes& scopes) {
  if (!node.is_scalar())
    return d.complain(node, "a rule was due here, not " + std::string(form_of(node)),
                      "such as p95(added_delay) <= 300 ms"),
           std::nullopt;
  const auto sign = comparison(node.text);
  if (!sign &&
      std::count(node.text.begin(), node.text.end(), '(') > std::count(node.text.begin(), node.text.end(), ')'))
    return d.complain(node, "a parenthesis is not closed", "such as share(added_delay > 300 ms) <= 5%"), std::nullopt;
  if (!sign)
    return d.complain(node, "a rule compares a metric with a bound: <= >= < >", "such as p95(added_delay) <= 300 ms"),
           std::nullopt;
  Rule rule;
  rule.text = node.text;
  rule.where = d.document().where(node.spot);
  rule.relation = sign->relation;
  try {
    rule.subject = read_metric(std::string_view{node.text}.substr(0, sign->at), scopes);
  } catch (const Mistake& m) {
    return d.complain(node, m.says, m.help, m.column, m.width), std::nullopt;
  }
  if (rule.subject.statistic == Statistic::max)
    return d.complain(node, "max() is the largest that was seen, never a rule",
                      "it grows with the run; write a quantile, such as p99.9(" + rule.subject.metric + ")", 0,
                      sign->at),
           std::nullopt;
  const auto x = bound(d, node, sign->at + sign->width, rule.subject);
  if (!x) return {};
  rule.bound = *x;
  return rule;
}

std::optional<double> read_bound(Decoder& d, const Node& node, std::size_t from, const MetricRef& subject) {
  return bound(d, node, from, subject);
}

std::vector<Rule> read_rules(Decoder& d, const Node& node, const MetricScopes& scopes) {
  std::vector<Rule> rules;
  if (!node.is_list())
    return d.complain(node, "a list of rules was due here, not " + std::string(form_of(node)),
                      "such as [first_attempt_rejected <= 1%]"),
           rules;
  if (node.items.empty()) d.complain(node, "there is no rule in this list", "leave it out");
  for (const NodePtr& item : node.items)
    if (auto rule = read_rule(d, *item, scopes)) rules.push_back(std::move(*rule));
  return rules;
}

MetricScopes scopes_of(const Document& document) {
  MetricScopes scopes;
  const auto keys = [&](std::string_view path, std::vector<std::string>& into) {
    if (const Node* map = document.find(path))
      for (const Node::Entry& e : map->entries) into.push_back(e.key);
  };
  keys("workloads", scopes.workloads);
  const std::size_t workloads = scopes.workloads.size();
  for (std::size_t w = 0; w < workloads; ++w) {
    std::vector<std::string> classes;
    keys("workloads." + scopes.workloads[w] + ".classes", classes);
    for (const std::string& one : classes) scopes.workloads.push_back(scopes.workloads[w] + "." + one);
  }
  keys("provider.limits", scopes.limits);
  return scopes;
}

void check_has_value(Decoder& d, const MetricRef& subject, const Node& at, const Scenario& s) {
  const Needs needs = needs_of(subject.metric);
  const bool heard = std::any_of(s.workloads.begin(), s.workloads.end(), [&](const auto& w) {
    return (subject.scope.empty() || (subject.scope + ".").starts_with(w.first + ".")) && gives(w.second, needs);
  });
  if (subject.about.scope != MetricScope::workload || heard) return;
  const std::string who = subject.scope.empty() ? "no workload has" : in_quotes(subject.scope) + " has no";
  const std::string what = needs == Needs::turns    ? " turns"
                           : needs == Needs::speech ? " turns that say anything"
                                                    : " connection: per_conversation";
  d.complain(at, in_quotes(subject.metric) + " has no value here: " + who + what);
}

void check_rule(Decoder& d, const Rule& rule, const Node& at, const Scenario& s) {
  check_has_value(d, rule.subject, at, s);
  if (rule.subject.about.shape != MetricShape::per_replication || rule.subject.statistic != Statistic::quantile) return;
  const std::size_t needed = replications_needed(rule.subject.q);
  if (s.run.precision) return;  // as many are run as it needs
  if (static_cast<std::size_t>(s.run.replications) < needed)
    d.complain(at,
               rule.subject.key + " is a quantile across replications: it needs " + std::to_string(needed) +
                   " of them, but run.replications is " + std::to_string(s.run.replications),
               "write replications: " + std::to_string(needed) + " or more");
}

}  // namespace busyhour
