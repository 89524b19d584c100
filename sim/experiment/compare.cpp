#include "busyhour/experiment/compare.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "busyhour/experiment/parallel.hpp"
#include "differences.hpp"
#include "estimates.hpp"
#include "trial.hpp"

namespace busyhour {

namespace {

using Results = std::span<const ReplicationResult>;
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

/// Which of b's measured is a's i-th.
std::optional<std::size_t> partner(const Scenario& in_a, const Measured& m, const Scenario& in_b, Results b) {
  const auto& all = b.front().measured;
  for (std::size_t j = 0; j < all.size(); ++j)
    if (all[j].metric == m.metric && scope_of(in_b, all[j]) == scope_of(in_a, m) &&
        (all[j].workload < 0) == (m.workload < 0))
      return j;
  return std::nullopt;
}

const MetricResult* find(const RunResult& run, const std::string& key) {
  const auto at = std::ranges::find(run.metrics, key, &MetricResult::key);
  return at == run.metrics.end() ? nullptr : &*at;
}

/// All statistics of one metric that both runs have.
class Pairing {
 public:
  Pairing(const Scenario& a, Results all_a, const Scenario& b, Results all_b, CompareResult& into)
      : scenario_a_{a}, scenario_b_{b}, a_{all_a}, b_{all_b}, into_{into} {}

  void add(std::size_t i) {
    const Measured& m = a_.front().measured[i];
    const auto j = partner(scenario_a_, m, scenario_b_, b_);
    if (!j) return;
    const std::string key = scope_of(scenario_a_, m) + std::string{m.metric};
    if (std::holds_alternative<Ratio>(m.value))
      return put(key, [&](auto&, auto&) { return difference(a_, i, b_, *j); });
    put(key + ".mean", [&](auto&, auto&) { return difference(a_, i, b_, *j); });
    if (!std::holds_alternative<Tally>(m.value)) return;
    for (const auto& [name, q] : quantiles)
      put(key + "." + name, [&, q = q](const Estimate& one, const Estimate& other) {
        return quantile_difference(a_, i, b_, *j, q, other.value - one.value);
      });
  }

 private:
  static constexpr std::pair<const char*, double> quantiles[] = {{"p50", 0.5}, {"p95", 0.95}, {"p99", 0.99}};
  template <class Difference>
  void put(const std::string& key, Difference&& of) {
    const MetricResult *in_a = find(into_.a, key), *in_b = find(into_.b, key);
    if (!in_a || !in_b) return;
    MetricDifference m{
        key, in_a->about, in_a->statistic, in_a->estimate, in_b->estimate, of(in_a->estimate, in_b->estimate), {}};
    m.verdict = judged(m, into_.zone);
    into_.metrics.push_back(std::move(m));
  }
  const Scenario &scenario_a_, &scenario_b_;
  Results a_, b_;
  CompareResult& into_;
};

}  // namespace

bool more_is_better(std::string_view metric) { return metric == "completed" || metric == "throughput"; }

CompareResult compare(const Loaded& a, const Loaded& b, double zone, const RunOptions& given) {
  RunOptions options = given;
  if (options.jobs == 0) options.jobs = threads_here();
  CompareResult result;
  result.zone = zone;
  result.changed = changes(a.document, b.document);
  const Scenario &one = *a.scenario, &other = *b.scenario;
  Trial trial_a{one, options}, trial_b{other, options};
  if (trial_a.grow(one.run.replications)) (void)trial_b.grow(other.run.replications);
  result.a = trial_a.concluded(), result.b = trial_b.concluded();
  if (result.a.partial || result.b.partial) return result;
  const std::vector<ReplicationResult>&all_a = trial_a.all(), &all_b = trial_b.all();
  if (one.run.seed != other.run.seed)
    result.warnings.push_back("the seeds differ: the callers are not the same, and the intervals are wider for it");
  if (one.run.duration != other.run.duration || one.run.until != other.run.until)
    result.warnings.push_back("the runs are not equally long");
  const std::size_t n = std::min(all_a.size(), all_b.size());
  if (n < std::max(all_a.size(), all_b.size()))
    result.warnings.push_back("only the first " + std::to_string(n) + " replications are paired");
  Pairing pairing{one, Results{all_a}.first(n), other, Results{all_b}.first(n), result};
  for (std::size_t i = 0; i < all_a.front().measured.size(); ++i) pairing.add(i);
  return result;
}

}  // namespace busyhour
