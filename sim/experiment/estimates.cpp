#include "estimates.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace busyhour {

namespace {

using Results = std::span<const ReplicationResult>;

const MetricAbout& about_of(std::string_view metric) {
  const auto all = metrics();
  const auto found = std::find_if(all.begin(), all.end(), [&](const MetricAbout& m) { return m.name == metric; });
  if (found == all.end()) throw std::logic_error{"no metric is called " + std::string(metric)};
  return *found;
}

/// The i-th metric of all replications.
template <class Value>
std::vector<Value> values(Results all, std::size_t i) {
  std::vector<Value> out;
  for (const ReplicationResult& r : all) out.push_back(std::get<Value>(r.measured[i].value));
  return out;
}
std::vector<const Tally*> tallies(Results all, std::size_t i) {
  std::vector<const Tally*> out;
  for (const ReplicationResult& r : all) out.push_back(&std::get<Tally>(r.measured[i].value));
  return out;
}
std::vector<const Sketch*> sketches(Results all, std::size_t i) {
  std::vector<const Sketch*> out;
  for (const Tally* t : tallies(all, i)) out.push_back(&t->sketch());
  return out;
}

struct Named_quantile {
  double q;
  const char* name;
};
constexpr Named_quantile quantiles[] = {{0.5, "p50"}, {0.9, "p90"}, {0.95, "p95"}, {0.99, "p99"}, {0.999, "p99.9"}};

constexpr double orders[] = {0.5, 0.9, 0.95, 0.99, 0.999};  // beside `quantiles`

/// The largest seen: a fact of these replications, never an interval.
Estimate largest(Results all, std::size_t i) {
  Estimate e;
  double most = 0;
  for (const Tally* t : tallies(all, i)) {
    e.n += t->count();
    if (t->infinite() > 0)
      most = std::numeric_limits<double>::infinity();
    else if (t->finite() > 0)
      most = std::max(most, static_cast<double>(t->sketch().max()) / 1e9);
  }
  e.value = most;
  e.replications = all.size();
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
  Collector(const Scenario& scenario, Results all)
      : scenario_{scenario}, all_{all}, only_one_{scopes_of(scenario.workloads).size() == 1} {}

  void add(std::size_t i) {
    const Measured& m = all_.front().measured[i];
    const MetricAbout& about = about_of(m.metric);
    const std::string key = scope_of(scenario_, m) + std::string(m.metric);
    if (m.workload == 0 && only_one_) return repeat(scope_of(scenario_, m), m.metric);
    if (std::holds_alternative<Ratio>(m.value))
      put(key, about, Statistic::none, pooled_ratio(values<Ratio>(all_, i)));
    else if (std::holds_alternative<Tally>(m.value))
      add_times(i, key, about);
    else
      add_across(i, key, about);
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
  void add_times(std::size_t i, const std::string& key, const MetricAbout& about) {
    const auto all = tallies(all_, i);
    put(key + ".mean", about, Statistic::mean, pooled_mean(all));
    const auto merged = sketches(all_, i);
    const std::vector<Estimate> found = pooled_quantiles(merged, orders);
    for (std::size_t q = 0; q < found.size(); ++q)
      put(key + "." + quantiles[q].name, about, Statistic::quantile, in_seconds_of(found[q]));
    put(key + ".max", about, Statistic::max, largest(all_, i));
  }
  void add_across(std::size_t i, const std::string& key, const MetricAbout& about) {
    const auto all = values<double>(all_, i);
    put(key + ".mean", about, Statistic::mean, mean_of(all));
    for (const auto& q : quantiles) put(key + "." + q.name, about, Statistic::quantile, quantile_across(all, q.q));
  }
  const Scenario& scenario_;
  Results all_;
  bool only_one_;
};

/// Where the subject of a rule stands among what was measured.
std::size_t find(const Scenario& scenario, Results all, const MetricRef& subject) {
  const auto& measured = all.front().measured;
  const std::string prefix = subject.scope.empty() ? "" : subject.scope + ".";
  for (std::size_t i = 0; i < measured.size(); ++i)
    if (measured[i].metric == subject.about.name && scope_of(scenario, measured[i]) == prefix) return i;
  throw std::logic_error{"nothing measured is called " + subject.key};
}

std::size_t threshold_at(Results all, std::size_t i, double bound) {
  const auto& thresholds = std::get<Tally>(all.front().measured[i].value).thresholds();
  return static_cast<std::size_t>(std::find(thresholds.begin(), thresholds.end(), seconds(bound)) - thresholds.begin());
}

/// What a rule is judged by: of "pQ(x) <= L" it is the share above L.
Estimate judged_by(Results all, std::size_t i, const RuleResult& r, double confidence) {
  const MetricRef& s = r.subject;
  const auto& value = all.front().measured[i].value;
  if (std::holds_alternative<Tally>(value)) {
    if (s.statistic == Statistic::share)
      return pooled_share_above(tallies(all, i), threshold_at(all, i, s.threshold), confidence);
    if (s.statistic == Statistic::quantile)
      return pooled_share_above(tallies(all, i), threshold_at(all, i, r.bound), confidence);
    return pooled_mean(tallies(all, i), confidence);
  }
  if (std::holds_alternative<Ratio>(value)) return pooled_ratio(values<Ratio>(all, i), confidence);
  if (s.statistic == Statistic::quantile) return quantile_across(values<double>(all, i), s.q, confidence);
  return mean_of(values<double>(all, i), confidence);
}

RuleResult judge_one(const Scenario& scenario, Results all, const Rule& rule, double confidence) {
  RuleResult r;
  r.rule = rule.text;
  r.subject = rule.subject;
  r.relation = rule.relation;
  r.bound = r.compared_bound = rule.bound;
  const std::size_t i = find(scenario, all, rule.subject);
  r.estimate = r.measured = judged_by(all, i, r, confidence);
  if (std::holds_alternative<Tally>(all.front().measured[i].value) && r.subject.statistic == Statistic::quantile) {
    r.measured = in_seconds_of(pooled_quantile(sketches(all, i), r.subject.q, confidence));
    r.compared_bound = 1 - r.subject.q;
  }
  r.verdict = judge(r.estimate, r.relation, r.compared_bound);
  return r;
}

/// By halving on the scale of its logarithm: intervals of more confidence hold those of less.
double p_of(const Scenario& scenario, Results all, const RuleResult& r) {
  const std::size_t i = find(scenario, all, r.subject);
  const auto open = [&](double p) {
    return judge(judged_by(all, i, r, 1 - p), r.relation, r.compared_bound) == Verdict::undecided;
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

std::string scope_of(const Scenario& scenario, const Measured& m) {
  if (m.workload >= 0) return scopes_of(scenario.workloads)[static_cast<std::size_t>(m.workload)] + ".";
  if (m.limit >= 0) return scenario.provider.limits[static_cast<std::size_t>(m.limit)].first + ".";
  return {};
}

std::vector<MetricResult> estimate_all(const Scenario& scenario, Results all) {
  Collector collector{scenario, all};
  for (std::size_t i = 0; i < all.front().measured.size(); ++i) collector.add(i);
  return std::move(collector.out);
}

std::vector<RuleResult> judge_all(const Scenario& scenario, Results all, double confidence) {
  std::vector<RuleResult> out;
  for (const Rule& rule : scenario.slo) out.push_back(judge_one(scenario, all, rule, confidence));
  return out;
}

void tell_p(const Scenario& scenario, Results all, std::vector<RuleResult>& rules) {
  for (RuleResult& rule : rules) rule.p = p_of(scenario, all, rule);
}

std::vector<PercentileCurve> percentile_curves(const Scenario& scenario, Results all) {
  std::vector<PercentileCurve> out;
  const auto& measured = all.front().measured;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    if (!std::holds_alternative<Tally>(measured[i].value)) continue;
    if (measured[i].workload == 0 && scenario.workloads.size() == 1) continue;  // the whole says the same
    Sketch merged;
    for (const Sketch* s : sketches(all, i)) merged.merge(*s);
    if (merged.count() == 0) continue;
    PercentileCurve curve{scope_of(scenario, measured[i]) + std::string(measured[i].metric), {}};
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

void add_replication_rows(const Scenario& scenario, Results all, RunResult& result) {
  for (const Measured& m : all.front().measured)
    result.replication_columns.push_back(scope_of(scenario, m) + std::string(m.metric) +
                                         (std::holds_alternative<Tally>(m.value) ? ".mean" : ""));
  for (std::size_t r = 0; r < all.size(); ++r) {
    RunResult::Replication row;
    row.number = static_cast<std::int64_t>(r);
    for (const Measured& m : all[r].measured)
      row.values.push_back(std::visit(
          [](const auto& v) -> double {
            if constexpr (requires { v.mean(); })
              return v.mean();
            else if constexpr (requires { v.value(); })
              return v.value();
            else
              return v;
          },
          m.value));
    result.per_replication.push_back(std::move(row));
  }
}

}  // namespace busyhour
