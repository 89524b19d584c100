#include "estimates.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace busyhour {

namespace {

const MetricAbout& about_of(std::string_view metric) {
  const auto all = metrics();
  const auto found = std::find_if(all.begin(), all.end(), [&](const MetricAbout& m) { return m.name == metric; });
  if (found == all.end()) throw std::logic_error{"no metric is called " + std::string(metric)};
  return *found;
}

struct NamedQuantile {
  double q;
  const char* name;
};
constexpr NamedQuantile quantiles[] = {{0.5, "p50"}, {0.9, "p90"}, {0.95, "p95"}, {0.99, "p99"}, {0.999, "p99.9"}};

constexpr double orders[] = {0.5, 0.9, 0.95, 0.99, 0.999};  // beside `quantiles`

/// The largest seen: a fact of these replications, never an interval.
Estimate largest(const std::vector<Tally>& all, std::size_t replications) {
  Estimate e;
  double most = 0;
  for (const Tally& t : all) {
    e.n += t.count();
    if (t.infinite() > 0)
      most = std::numeric_limits<double>::infinity();
    else if (t.finite() > 0)
      most = std::max(most, static_cast<double>(t.sketch().max()) / 1e9);
  }
  e.value = most;
  e.replications = replications;
  e.quality = e.n > 0 ? Estimate::Quality::none : Estimate::Quality::undefined;
  return e;
}

Estimate in_seconds_of(Estimate e) {
  e.value /= 1e9;
  e.low /= 1e9;
  e.high /= 1e9;
  return e;
}

class Collector {
 public:
  Collector(const Scenario& scenario, const Pool& pool)
      : scenario_{scenario}, pool_{pool}, only_one_{scopes_of(scenario.workloads).size() == 1} {}

  void add(const PooledMetric& m) {
    const std::string scope = scope_of(scenario_, m), key = scope + std::string(m.metric);
    if (m.workload == 0 && only_one_) return repeat(scope, m.metric);
    const MetricAbout& about = about_of(m.metric);
    if (m.is_ratio())
      put(key, about, Statistic::none, pooled_ratio(m.ratios()));
    else if (m.is_tally())
      add_times(m, key, about);
    else
      add_across(m.numbers(), key, about);
  }
  std::vector<MetricResult> out;

 private:
  void put(std::string key, const MetricAbout& about, Statistic statistic, const Estimate& e) {
    if (e.has_value()) out.push_back({std::move(key), about, statistic, e, std::nullopt});
  }
  /// The only workload is the whole: its numbers are there already.
  void repeat(const std::string& scope, std::string_view metric) {
    for (std::size_t i = 0, n = out.size(); i < n; ++i)
      if (out[i].about.name == metric) {
        MetricResult same = out[i];
        same.key = scope + same.key;
        out.push_back(std::move(same));
      }
  }
  void add_times(const PooledMetric& m, const std::string& key, const MetricAbout& about) {
    put(key + ".mean", about, Statistic::mean, pooled_mean(tallies_of(m)));
    const std::vector<Estimate> found = pooled_quantiles(sketches_of(m), orders);
    for (std::size_t q = 0; q < found.size(); ++q)
      put(key + "." + quantiles[q].name, about, Statistic::quantile, in_seconds_of(found[q]));
    put(key + ".max", about, Statistic::max, largest(m.tallies(), pool_.replications()));
  }
  void add_across(const std::vector<double>& all, const std::string& key, const MetricAbout& about) {
    put(key + ".mean", about, Statistic::mean, mean_of(all));
    for (const auto& q : quantiles) put(key + "." + q.name, about, Statistic::quantile, quantile_across(all, q.q));
  }
  const Scenario& scenario_;
  const Pool& pool_;
  bool only_one_;
};

std::size_t threshold_at(const PooledMetric& m, double bound) {
  const auto& thresholds = m.tallies().front().thresholds();
  return static_cast<std::size_t>(std::find(thresholds.begin(), thresholds.end(), seconds(bound)) - thresholds.begin());
}

/// What a rule is judged by: of "pQ(x) <= L" it is the share above L.
Estimate judged_by(const PooledMetric& m, const RuleResult& r, double confidence) {
  const MetricRef& s = r.subject;
  if (m.is_tally()) {
    if (s.statistic == Statistic::share)
      return pooled_share_above(tallies_of(m), threshold_at(m, s.threshold), confidence);
    if (s.statistic == Statistic::quantile)
      return pooled_share_above(tallies_of(m), threshold_at(m, r.bound), confidence);
    return pooled_mean(tallies_of(m), confidence);
  }
  if (m.is_ratio()) return pooled_ratio(m.ratios(), confidence);
  if (s.statistic == Statistic::quantile) return quantile_across(m.numbers(), s.q, confidence);
  return mean_of(m.numbers(), confidence);
}

RuleResult judge_one(const Scenario& scenario, const Pool& pool, const Rule& rule, double confidence) {
  RuleResult r;
  r.rule = rule.text;
  r.place = rule.where;
  r.subject = rule.subject;
  r.relation = rule.relation;
  r.bound = r.compared_bound = rule.bound;
  const PooledMetric& m = metric_of(scenario, pool, rule.subject);
  r.estimate = r.measured = judged_by(m, r, confidence);
  if (m.is_tally() && r.subject.statistic == Statistic::quantile) {
    r.measured = in_seconds_of(pooled_quantile(sketches_of(m), r.subject.q, confidence));
    r.compared_bound = 1 - r.subject.q;
  }
  r.verdict = judge(r.estimate, r.relation, r.compared_bound);
  return r;
}

/// By halving on the scale of its logarithm: intervals of more confidence hold those of less.
double p_of(const PooledMetric& m, const RuleResult& r) {
  const auto open = [&](double p) {
    return judge(judged_by(m, r, 1 - p), r.relation, r.compared_bound) == Verdict::undecided;
  };
  constexpr double most = 0.5, least = 1e-9;
  if (open(most)) return 1;
  if (!open(least)) return least;
  double low = std::log(least), high = std::log(most);
  for (int n = 0; n < 20; ++n) {
    const double middle = (low + high) / 2;
    (open(std::exp(middle)) ? low : high) = middle;
  }
  return std::exp(high);
}

}  // namespace

std::string scope_of(const Scenario& scenario, std::int32_t workload, std::int32_t limit) {
  if (workload >= 0) return scopes_of(scenario.workloads)[static_cast<std::size_t>(workload)] + ".";
  if (limit >= 0) return scenario.provider.limits[static_cast<std::size_t>(limit)].first + ".";
  return {};
}

const PooledMetric& metric_of(const Scenario& scenario, const Pool& pool, const MetricRef& subject) {
  const std::string prefix = subject.scope.empty() ? "" : subject.scope + ".";
  for (const PooledMetric& m : pool.metrics())
    if (m.metric == subject.about.name && scope_of(scenario, m) == prefix) return m;
  throw std::logic_error{"nothing measured is called " + subject.key};
}

std::vector<MetricResult> estimate_all(const Scenario& scenario, const Pool& pool) {
  Collector collector{scenario, pool};
  for (const PooledMetric& m : pool.metrics()) collector.add(m);
  return std::move(collector.out);
}

std::vector<RuleResult> judge_all(const Scenario& scenario, const Pool& pool, double confidence) {
  std::vector<RuleResult> out;
  for (const Rule& rule : scenario.slo) out.push_back(judge_one(scenario, pool, rule, confidence));
  return out;
}

Estimate estimate_of(const Scenario& scenario, const Pool& pool, const MetricRef& subject, double confidence) {
  const PooledMetric& m = metric_of(scenario, pool, subject);
  if (m.is_tally() && subject.statistic == Statistic::quantile)
    return in_seconds_of(pooled_quantile(sketches_of(m), subject.q, confidence));
  RuleResult asked;
  asked.subject = subject;
  return judged_by(m, asked, confidence);
}

void tell_p(const Scenario& scenario, const Pool& pool, std::vector<RuleResult>& rules) {
  for (RuleResult& rule : rules) rule.p = p_of(metric_of(scenario, pool, rule.subject), rule);
}

std::vector<PercentileCurve> percentile_curves(const Scenario& scenario, const Pool& pool) {
  std::vector<PercentileCurve> out;
  for (const PooledMetric& m : pool.metrics()) {
    if (!m.is_tally()) continue;
    if (m.workload == 0 && scenario.workloads.size() == 1) continue;  // the whole says the same
    Sketch merged;
    for (const Sketch* s : sketches_of(m)) merged.merge(*s);
    if (merged.count() == 0) continue;
    PercentileCurve curve{scope_of(scenario, m) + std::string(m.metric), {}};
    // Evenly on the axis log 1/(1-p): ten points a decade, as far as the count goes.
    const double last = std::log10(static_cast<double>(merged.count()));
    for (int step = 0; step <= static_cast<int>(std::min(last, 6.0) * 10); ++step) {
      const double p = 1 - std::pow(10.0, -step / 10.0);
      curve.points.push_back({p, merged.quantile(p) / 1e9});
    }
    out.push_back(std::move(curve));
  }
  return out;
}

void add_replication_rows(const Scenario& scenario, const Pool& pool, RunResult& result) {
  for (const PooledMetric& m : pool.metrics())
    result.replication_columns.push_back(scope_of(scenario, m) + std::string(m.metric) + (m.is_tally() ? ".mean" : ""));
  for (std::size_t r = 0; r < pool.replications(); ++r)
    result.per_replication.push_back({static_cast<std::int64_t>(r), pool.rows()[r]});
}

}  // namespace busyhour
