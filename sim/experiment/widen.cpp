#include "widen.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "estimates.hpp"

namespace busyhour {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// One number of each replication; not a number where it has none.
double value_of(const Measured& m, Statistic statistic, double q) {
  if (const auto* ratio = std::get_if<Ratio>(&m.value)) return ratio->value();
  if (const auto* number = std::get_if<double>(&m.value)) return *number;
  const Tally& tally = std::get<Tally>(m.value);
  if (statistic == Statistic::mean) return tally.mean();
  if (statistic != Statistic::quantile || tally.count() == 0) return std::nan("");
  return tally.sketch().quantile(q) / 1e9;
}

/// "added_delay.p99.9" asks for 0.999.
double order_in(const std::string& key) {
  for (const auto& [name, q] :
       {std::pair{".p99.9", 0.999}, {".p99", 0.99}, {".p95", 0.95}, {".p90", 0.9}, {".p50", 0.5}})
    if (key.ends_with(name)) return q;
  return 0.5;
}

std::vector<double> series(std::span<const ReplicationResult> all, std::size_t i, Statistic statistic, double q) {
  std::vector<double> values;
  for (const ReplicationResult& r : all) values.push_back(value_of(r.measured[i], statistic, q));
  return values;
}

/// How much wider the interval is to be, and why.
struct Widening {
  double factor = 1;
  std::optional<InputPart> part;
};

Widening widening(const std::vector<double>& values, const InputDraws& draws) {
  Widening w;
  if (std::any_of(values.begin(), values.end(), [](double x) { return !std::isfinite(x); })) return w;
  const Variances v = variances_of(values, static_cast<std::size_t>(draws.per_draw));
  if (v.draws < 2 || draws.draws.size() < 2 || !(v.between + v.within > 0)) return w;
  const auto k = static_cast<double>(std::min(v.draws, draws.draws.size())), n = static_cast<double>(values.size());
  double mean = 0, squares = 0;
  for (const double x : values) mean += x / n;
  for (const double x : values) squares += (x - mean) * (x - mean);
  const double naive = squares / (n - 1) / n, log = v.between * (1 + 1 / k), luck = v.within / n;
  w.factor = std::sqrt((log + luck) / naive) * student_t(0.975, k - 1) / student_t(0.975, n - 1);
  const double left = (log + luck) / 4 - luck;
  w.part = InputPart{log / (log + luck), draws.records,
                     log > 0 && left > 0 ? std::ceil(static_cast<double>(draws.records) * log / left) : infinity};
  return w;
}

/// Wider by a factor on the scale on which such numbers are least skewed, so that the ends stay where they may be.
void stretch(Estimate& e, double factor) {
  if (!e.has_interval() || !(factor > 0) || !std::isfinite(e.value)) return;
  const bool is_share = e.value > 0 && e.value < 1 && e.high <= 1;
  const auto to = [&](double x) { return is_share ? std::log(x / (1 - x)) : std::log(x); };
  const auto from = [&](double y) { return is_share ? 1 / (1 + std::exp(-y)) : std::exp(y); };
  if (e.value > 0 && e.low > 0) e.low = from(to(e.value) - factor * (to(e.value) - to(e.low)));
  if (e.value > 0 && std::isfinite(e.high) && !(is_share && e.high == 1))
    e.high = from(to(e.value) + factor * (to(e.high) - to(e.value)));
  else if (e.value <= 0 && std::isfinite(e.high))
    e.high *= factor;
  e.standard_error *= factor;
  if (e.quality == Estimate::Quality::constant && e.low < e.high) e.quality = Estimate::Quality::interval;
}

std::size_t place_of(const Scenario& scenario, const ReplicationResult& one, const std::string& scope_and_name) {
  for (std::size_t i = 0; i < one.measured.size(); ++i)
    if (scope_of(scenario, one.measured[i].workload, one.measured[i].limit) + std::string(one.measured[i].metric) ==
        scope_and_name)
      return i;
  return one.measured.size();
}

/// The part of a key before its statistic.
std::string without_statistic(const MetricResult& m) {
  const auto at = m.key.rfind(m.about.name);
  return at == std::string::npos ? m.key : m.key.substr(0, at + m.about.name.size());
}

std::string percent(double share) { return std::to_string(static_cast<int>(std::lround(100 * share))) + " %"; }

std::string sentence(const std::string& key, const InputPart& part) {
  std::string text = key + ": " + percent(part.share) + " of the squared width of its interval come from the log (" +
                     std::to_string(part.records) + " records), the rest from the simulation; ";
  if (std::isfinite(part.records_to_halve))
    return text + std::to_string(static_cast<std::int64_t>(part.records_to_halve)) + " records would halve the width";
  return text + "no longer log would halve the width, more replications would";
}

/// Share above a threshold in each replication, which a rule on a quantile is judged by.
std::vector<double> series_of_rule(const Scenario& scenario, std::span<const ReplicationResult> all,
                                   const RuleResult& r) {
  const std::string prefix = r.subject.scope.empty() ? "" : r.subject.scope + ".";
  const std::size_t i = place_of(scenario, all.front(), prefix + std::string(r.subject.about.name));
  if (i == all.front().measured.size()) return {};
  const bool is_tally = std::holds_alternative<Tally>(all.front().measured[i].value);
  if (!is_tally || r.subject.statistic == Statistic::mean) return series(all, i, Statistic::mean, 0);
  const double bound = r.subject.statistic == Statistic::share ? r.subject.threshold : r.bound;
  std::vector<double> values;
  for (const ReplicationResult& one : all) {
    const Tally& tally = std::get<Tally>(one.measured[i].value);
    const auto& t = tally.thresholds();
    const auto at = static_cast<std::size_t>(std::find(t.begin(), t.end(), seconds(bound)) - t.begin());
    values.push_back(at < t.size() ? tally.share_above(at).value() : std::nan(""));
  }
  return values;
}

}  // namespace

Variances variances_of(std::span<const double> values, std::size_t m) {
  Variances v;
  v.draws = m > 1 ? values.size() / m : 0;
  if (v.draws < 2) return v;
  const auto k = static_cast<double>(v.draws), each = static_cast<double>(m);
  std::vector<double> means;
  double mean = 0, inside = 0, outside = 0;
  for (std::size_t d = 0; d < v.draws; ++d) {
    double sum = 0;
    for (std::size_t j = 0; j < m; ++j) sum += values[d * m + j];
    means.push_back(sum / each);
    mean += means.back() / k;
    for (std::size_t j = 0; j < m; ++j) inside += (values[d * m + j] - means[d]) * (values[d * m + j] - means[d]);
  }
  for (const double x : means) outside += (x - mean) * (x - mean);
  v.within = inside / (k * (each - 1));
  v.between = std::max(0.0, outside / (k - 1) - v.within / each);
  return v;
}

void widen(const Scenario& scenario, std::span<const ReplicationResult> all, const InputDraws& draws,
           RunResult& result) {
  result.model.clear();
  if (result.partial) {
    result.warnings.emplace_back(
        "interrupted: intervals hold the luck of the simulation, not the uncertainty of the inputs");
    return;
  }
  for (MetricResult& m : result.metrics) {
    if (m.statistic == Statistic::max) continue;
    const std::size_t i = place_of(scenario, all.front(), without_statistic(m));
    if (i == all.front().measured.size()) continue;
    Widening w = widening(series(all, i, m.statistic, order_in(m.key)), draws);
    stretch(m.estimate, w.factor);
    m.theory.reset();  // the exact answer is that of one value of the inputs
    m.input = w.part;
  }
  for (RuleResult& r : result.slo) {
    Widening w = widening(series_of_rule(scenario, all, r), draws);
    stretch(r.estimate, w.factor), stretch(r.measured, w.factor);
    r.theory.reset();
    r.verdict = judge(r.estimate, r.relation, r.compared_bound);
    r.input = w.part;
    if (w.part) result.warnings.push_back(sentence(r.rule, *w.part));
  }
  if (!result.slo.empty()) return;
  for (const MetricResult& m : result.metrics)
    if (m.input && m.input->share > 0 && (m.key == "first_attempt_rejected" || m.key == "added_delay.mean"))
      result.warnings.push_back(sentence(m.key, *m.input));
}

}  // namespace busyhour
