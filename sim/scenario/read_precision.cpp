#include "read_precision.hpp"

#include <algorithm>
#include <cmath>

#include "busyhour/base/unit.hpp"
#include "rules.hpp"

namespace busyhour {

double PrecisionTarget::allowed(double value) const {
  if (!relative) return half_width;
  const bool is_share = subject.about.is_share || subject.statistic == Statistic::share;
  return half_width * (is_share ? std::max(std::abs(value), least_share) : std::abs(value));
}

namespace {

constexpr std::string_view example = "such as 1%, or {first_attempt_rejected: 2%, p95(added_delay): 20 ms}";

bool is_share(const MetricRef& m) { return m.about.is_share || m.statistic == Statistic::share; }

/// A part of the value, or a quantity of the metric's own dimension. Null: a part only.
std::optional<PrecisionTarget> width(Decoder& d, const Node& node, const MetricRef* of) {
  if (!node.is_scalar()) return d.complain(node, "a precision was due here", std::string{example}), std::nullopt;
  try {
    const Expression e = Expression::read(node.text, [](std::string_view) { return std::nullopt; });
    PrecisionTarget t;
    t.text = node.text, t.half_width = e.constant(), t.relative = e.is_percentage();
    const bool absolute = of && !is_share(*of) && !t.relative && e.dimension() == of->about.dimension;
    if (!t.relative && !absolute)
      d.complain(node,
                 "a precision is a part of the value" +
                     std::string(of && !is_share(*of) ? ", or " + in_words(of->about.dimension) : ""),
                 std::string{example});
    else if (!(t.half_width > 0) || !std::isfinite(t.half_width) || (t.relative && t.half_width >= 1))
      d.complain(node,
                 t.relative ? "a precision is more than 0% and less than 100%" : "a precision is more than nothing");
    else
      return t;
  } catch (const Mistake& m) {
    d.complain(node, m.says, m.help, m.column, m.width);
  }
  return {};
}

/// A metric that has an interval.
std::optional<MetricRef> subject(Decoder& d, const Node::Entry& e, const MetricScopes& scopes) {
  try {
    MetricRef m = read_metric(e.key, scopes);
    if (m.statistic != Statistic::max) return m;
    d.complain(e, "max() is the largest that was seen: it has no interval",
               "write a quantile, such as p99.9(" + m.metric + ")");
  } catch (const Mistake& m) {
    d.complain(e, m.says, m.help);
  }
  return {};
}

std::vector<MetricRef> usual(const Scenario& s, const MetricScopes& scopes) {
  std::vector<MetricRef> all;
  for (const Rule& rule : s.slo) {
    const auto known = std::ranges::find(all, rule.subject.key, &MetricRef::key);
    if (known == all.end()) all.push_back(rule.subject);
  }
  if (!all.empty()) return all;
  all = {read_metric("first_attempt_rejected", scopes), read_metric("p95(added_delay)", scopes)};
  if (s.run.until == Until::workload_done) all.push_back(read_metric("mean(makespan)", scopes));
  return all;
}

void check_effort(Decoder& d, const RunConfig& run) {
  if (!run.precision && run.at_most)
    d.complain_at("run.at_most", "at_most belongs to precision",
                  "write how narrow the intervals are to be: precision: 1%");
  if (run.precision && run.at_most && *run.at_most < run.replications)
    d.complain_at("run.at_most", "fewer than run.replications, which is " + std::to_string(run.replications) +
                                     ": those are run in any case");
}

}  // namespace

void read_precision(Decoder& d, Scenario& s) {
  check_effort(d, s.run);
  if (!s.run.precision || s.run.precision->kind == Node::Kind::nothing) return;
  const Node& node = *s.run.precision;
  const MetricScopes scopes = scopes_of(d.document());
  if (!node.is_map()) {
    if (const auto t = width(d, node, nullptr))
      for (MetricRef& m : usual(s, scopes)) s.precision.push_back({std::move(m), t->half_width, true, t->text});
    return;
  }
  if (node.entries.empty()) d.complain(node, "no metric is named here", std::string{example});
  for (const Node::Entry& e : node.entries) {
    auto m = subject(d, e, scopes);
    if (!m) continue;
    check_has_value(d, *m, *e.value, s);
    if (auto t = width(d, *e.value, &*m)) {
      t->subject = std::move(*m);
      s.precision.push_back(std::move(*t));
    }
  }
}

}  // namespace busyhour
