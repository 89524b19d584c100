#include "busyhour/experiment/compare.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "busyhour/experiment/parallel.hpp"
#include "differences.hpp"
#include "estimates.hpp"
#include "precision.hpp"
#include "trial.hpp"

namespace busyhour {

namespace {

using Word = MetricDifference::Word;

void flatten(const Node& node, const std::string& path, std::map<std::string, std::string>& into) {
  if (node.is_map() && !node.entries.empty()) {
    for (const Node::Entry& e : node.entries) flatten(*e.value, path.empty() ? e.key : path + "." + e.key, into);
    return;
  }
  into[path] = node.is_scalar() ? node.text : flow_text(node);
}

std::vector<ChangedValue> changes(const Document& a, const Document& b) {
  std::map<std::string, std::string> in_a, in_b;
  flatten(a.root(), "", in_a);
  flatten(b.root(), "", in_b);
  std::map<std::string, ChangedValue> all;
  for (const auto& [path, value] : in_a) all[path] = {path, value, ""};
  for (const auto& [path, value] : in_b) all[path].path = path, all[path].b = value;
  std::vector<ChangedValue> changed;
  for (auto& [path, value] : all)
    if (value.a != value.b && path != "name" && path != "about") changed.push_back(std::move(value));
  return changed;
}

Word judged(const MetricDifference& m, double zone) {
  const Estimate& d = m.difference;
  if (!d.has_interval()) return Word::undecided;
  if (d.low <= 0 && d.high >= 0) return Word::no_difference_shown;
  const double small = zone * std::abs(m.a.value);
  if (std::max(-d.high, d.low) < small) return Word::undecided;  // a difference, but perhaps too small to matter
  return (d.value > 0) == more_is_better(m.about.name) ? Word::better : Word::worse;
}

/// The same metric of the other.
const PooledMetric* partner(const Scenario& in_a, const PooledMetric& m, const Scenario& in_b, const Pool& b) {
  const auto at = std::ranges::find_if(b.metrics(), [&](const PooledMetric& other) {
    return other.metric == m.metric && (other.workload < 0) == (m.workload < 0) &&
           scope_of(in_b, other) == scope_of(in_a, m);
  });
  return at == b.metrics().end() ? nullptr : &*at;
}

const MetricResult* find(const RunResult& run, const std::string& key) {
  const auto at = std::ranges::find(run.metrics, key, &MetricResult::key);
  return at == run.metrics.end() ? nullptr : &*at;
}

/// All statistics of one metric that both runs have.
class Pairing {
 public:
  Pairing(const Scenario& a, const Pool& pool_a, const Scenario& b, const Pool& pool_b, CompareResult& into)
      : scenario_a_{a}, scenario_b_{b}, pool_a_{pool_a}, pool_b_{pool_b}, into_{into} {}

  void add_all() {
    for (const PooledMetric& m : pool_a_.metrics())
      if (const PooledMetric* other = partner(scenario_a_, m, scenario_b_, pool_b_)) add(m, *other);
  }

 private:
  static constexpr std::pair<const char*, double> quantiles[] = {{"p50", 0.5}, {"p95", 0.95}, {"p99", 0.99}};
  void add(const PooledMetric& a, const PooledMetric& b) {
    const std::string key = scope_of(scenario_a_, a) + std::string{a.metric};
    put(a.is_ratio() ? key : key + ".mean", [&](auto&, auto&) { return difference(a, b); });
    if (!a.is_tally()) return;
    for (const auto& [name, q] : quantiles)
      put(key + "." + name, [&, q = q](const Estimate& one, const Estimate& other) {
        return quantile_difference(a, b, q, other.value - one.value);
      });
  }
  template <class Difference>
  void put(const std::string& key, Difference&& of) {
    const MetricResult *in_a = find(into_.a, key), *in_b = find(into_.b, key);
    if (!in_a || !in_b) return;
    MetricDifference m{
        key, in_a->about, in_a->statistic, in_a->estimate, in_b->estimate, of(in_a->estimate, in_b->estimate), {}};
    m.verdict = judged(m, into_.zone);
    const auto asked = std::ranges::find(into_.precision, key, &PrecisionResult::key);
    if (asked != into_.precision.end() && !asked->met)
      m.difference.instead_of_interval(Estimate::Quality::not_converged);
    into_.metrics.push_back(std::move(m));
  }
  const Scenario &scenario_a_, &scenario_b_;
  const Pool &pool_a_, &pool_b_;
  CompareResult& into_;
};

/// How narrow the paired difference of one metric is; nothing if there is none of it.
std::optional<PrecisionResult> look_at(const PrecisionTarget& target, const Scenario& in_a, const Pool& a,
                                       const Scenario& in_b, const Pool& b) {
  const PooledMetric& m = metric_of(in_a, a, target.subject);
  const PooledMetric* n = partner(in_a, m, in_b, b);
  const bool quantile = target.subject.statistic == Statistic::quantile;
  if (!n || (quantile && !m.is_tally()) || target.subject.statistic == Statistic::share) return std::nullopt;
  const double value = estimate_of(in_a, a, target.subject).value;
  if (!quantile) return measured_against(target, difference(m, *n), value);
  const double other = estimate_of(in_b, b, target.subject).value;
  return measured_against(target, quantile_difference(m, *n, target.subject.q, other - value), value);
}

/// Two trials that grow together.
class Pair {
 public:
  Pair(const Scenario& a, const Scenario& b, const RunOptions& options)
      : in_a_{a}, in_b_{b}, a_{a, options}, b_{b, options} {}

  /// As many replications as both ask for, or until the differences are narrow enough; false if interrupted.
  bool complete(CompareResult& result) {
    const Effort one = effort_of(in_a_), other = effort_of(in_b_);
    if (in_a_.precision.empty()) return grow_apart(one.first, other.first);
    for (std::int64_t n = one.first;; n = next_look(result.precision, n, one.most)) {
      if (!a_.grow(n) || !b_.grow(n)) return false;
      look_at_all(result);
      if (result.converged || n >= one.most) return true;
    }
  }
  [[nodiscard]] const Trial& a() const { return a_; }
  [[nodiscard]] const Trial& b() const { return b_; }
  /// What is paired: equally many of both.
  [[nodiscard]] const Pool& paired_a() const { return first_of_a_ ? *first_of_a_ : a_.pool(); }
  [[nodiscard]] const Pool& paired_b() const { return first_of_b_ ? *first_of_b_ : b_.pool(); }

 private:
  bool grow_apart(std::int64_t in_a, std::int64_t in_b) {
    const std::int64_t n = std::min(in_a, in_b);
    if (!a_.grow(n) || !b_.grow(n)) return false;
    if (in_a > n) first_of_a_ = a_.pool();
    if (in_b > n) first_of_b_ = b_.pool();
    return a_.grow(in_a) && b_.grow(in_b);
  }
  void look_at_all(CompareResult& result) const {
    result.precision.clear();
    for (const PrecisionTarget& target : in_a_.precision)
      if (auto found = look_at(target, in_a_, a_.pool(), in_b_, b_.pool())) result.precision.push_back(*found);
    result.converged = all_met(result.precision);
  }
  const Scenario &in_a_, &in_b_;
  Trial a_, b_;
  std::optional<Pool> first_of_a_, first_of_b_;
};

void warn(const Scenario& one, const Scenario& other, CompareResult& result) {
  if (one.run.seed != other.run.seed)
    result.warnings.push_back("the seeds differ: the callers are not the same, and the intervals are wider for it");
  if (one.run.duration != other.run.duration || one.run.until != other.run.until)
    result.warnings.push_back("the runs are not equally long");
  if (result.a.replications != result.b.replications)
    result.warnings.push_back("only the first " +
                              std::to_string(std::min(result.a.replications, result.b.replications)) +
                              " replications are paired");
  for (const PrecisionTarget& target : one.precision)
    if (std::ranges::find(result.precision, target.subject.key, &PrecisionResult::key) == result.precision.end())
      result.warnings.push_back(target.subject.key + ": no difference of it is estimated, so it has no precision");
}

}  // namespace

bool more_is_better(std::string_view metric) { return metric == "completed" || metric == "throughput"; }

CompareResult compare(const Loaded& a, const Loaded& b, double zone, const RunOptions& given) {
  RunOptions options = given;
  if (options.jobs == 0) options.jobs = threads_here();
  CompareResult result;
  result.zone = zone;
  result.changed = changes(a.document, b.document);
  Scenario one = *a.scenario, other = *b.scenario;
  if (one.precision.empty()) one.precision = other.precision, one.run.at_most = other.run.at_most;
  other.precision = one.precision;
  Pair pair{one, other, options};
  const bool whole = pair.complete(result);
  result.a = pair.a().concluded(), result.b = pair.b().concluded();
  if (!whole) result.a.partial = true;
  if (result.a.partial || result.b.partial) return result;
  warn(one, other, result);
  Pairing{one, pair.paired_a(), other, pair.paired_b(), result}.add_all();
  return result;
}

}  // namespace busyhour
