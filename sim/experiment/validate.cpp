#include "busyhour/experiment/validate.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <mutex>

#include "busyhour/experiment/parallel.hpp"
#include "busyhour/experiment/run.hpp"
#include "busyhour/theory/recognise.hpp"
#include "validation_cases.hpp"

namespace busyhour {

namespace {

using detail::ValidationCase;

/// The normal number that chance exceeds as often as this t.
double normal_score(double t, double df) {
  const boost::math::normal normal;
  if (!(df > 0)) return t;
  const boost::math::students_t law{df};
  // From the tail that is the smaller one, which keeps its digits.
  const double tail = boost::math::cdf(boost::math::complement(law, std::abs(t)));
  const double z = tail > 0 ? boost::math::quantile(boost::math::complement(normal, tail)) : 40;
  return t < 0 ? -z : z;
}

/// What came of one case: a z-score for each metric that it compares; not a number where there is none.
struct Compared {
  bool exact = true;
  std::vector<std::pair<std::string, double>> z;
};

void add_tail_rule(ValidationCase& one, const TheoryAnswer& answer) {
  const TheoryMetric* p90 = answer.find(one.tail + ".p90");
  if (one.tail.empty() || !p90 || !(p90->value > 0) || !std::isfinite(p90->value)) return;
  Rule rule;
  rule.subject = read_metric("share(" + one.tail + " > 1 s)", {});
  rule.subject.threshold = in_seconds(seconds(p90->value));
  rule.bound = 0.1;
  one.scenario.slo.push_back(rule);
}

Compared compare(ValidationCase one, const std::atomic<bool>* interrupted) {
  const TheoryAnswer answer = recognise(one.scenario);
  Compared compared;
  compared.exact = answer.is_exact();
  if (!compared.exact) return compared;
  add_tail_rule(one, answer);
  RunOptions how;
  how.jobs = 1;
  how.timelines = false;
  how.interrupted = interrupted;
  const RunResult result = run(one.scenario, how);
  for (const std::string& metric : one.metrics) {
    const auto at = std::ranges::find(result.metrics, metric, &MetricResult::key);
    if (at != result.metrics.end() && at->theory && std::isfinite(at->theory->z))
      compared.z.emplace_back(metric, normal_score(at->theory->z, at->estimate.df));
  }
  for (const RuleResult& rule : result.slo)
    if (rule.theory && std::isfinite(rule.theory->z))
      compared.z.emplace_back(rule.subject.metric + " above its p90", normal_score(rule.theory->z, rule.estimate.df));
  return compared;
}

double chi_square_p(double sum, std::size_t n) {
  if (n == 0) return 1;
  return boost::math::cdf(boost::math::complement(boost::math::chi_squared{static_cast<double>(n)}, sum));
}

ValidationRow& row_of(std::vector<ValidationRow>& rows, const std::string& family, const std::string& metric) {
  const auto at =
      std::ranges::find_if(rows, [&](const ValidationRow& r) { return r.family == family && r.metric == metric; });
  if (at != rows.end()) return *at;
  rows.push_back({family, metric, false, {}, 0, {}, 0, 1});
  return rows.back();
}

void take_in(Validation& all, const ValidationCase& one, const Compared& compared, std::vector<double>& leading) {
  ++all.cases;
  if (!compared.exact) all.unknown.push_back(one.family + ": " + one.name);
  for (const auto& [metric, z] : compared.z) {
    ValidationRow& row = row_of(all.rows, one.family, metric);
    row.leads = metric == one.metrics.front();
    row.z.push_back(z);
    row.chi_square += z * z;
    if (std::abs(z) > row.largest || row.worst.empty()) row.largest = std::abs(z), row.worst = one.name;
    all.largest = std::max(all.largest, std::abs(z));
    ++all.comparisons;
    if (row.leads) leading.push_back(z);
  }
}

}  // namespace

double anderson_darling(std::vector<double> z) {
  std::ranges::sort(z);
  const boost::math::normal normal;
  const auto n = static_cast<double>(z.size());
  double sum = 0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    const double below = boost::math::cdf(normal, z[i]);
    const double above = boost::math::cdf(boost::math::complement(normal, z[z.size() - 1 - i]));
    sum += (2 * static_cast<double>(i) + 1) * (std::log(below) + std::log(above));
  }
  return -n - sum / n;
}

double anderson_darling_p(double a) {
  if (!(a > 0)) return 1;
  // What lies beyond the last term counts by its mean; the steps are fine enough for nine digits.
  constexpr int terms = 400, steps = 4000;
  constexpr double end = 300, h = end / steps, pi = 3.14159265358979323846;
  double sum = 0;
  for (int i = 0; i < steps; ++i) {
    const double u = (i + 0.5) * h;
    double angle = u / (terms + 1.0) - a * u, size = 0;
    for (int j = 1; j <= terms; ++j) {
      const double x = u / (j * (j + 1.0));
      angle += std::atan(x);
      size += std::log1p(x * x) / 4;
    }
    sum += std::sin(angle / 2) / (u * std::exp(size));
  }
  return std::clamp(0.5 + sum * h / pi, 0.0, 1.0);
}

Validation validate(const ValidationOptions& options) {
  std::vector<ValidationCase> cases;
  std::vector<ValidationCase> every = detail::validation_cases();
  for (std::size_t i = 0; i < every.size(); i += std::max<std::size_t>(1, options.every))
    cases.push_back(std::move(every[i]));
  std::vector<Compared> compared(cases.size());
  const auto stopped = [&] { return options.interrupted && options.interrupted->load(std::memory_order_relaxed); };
  std::mutex guard;
  std::int64_t done = 0;
  in_parallel(cases.size(), options.jobs == 0 ? threads_here() : options.jobs, [&](std::size_t i) {
    if (stopped()) return;
    compared[i] = compare(cases[i], options.interrupted);
    const std::lock_guard lock{guard};
    if (options.progress) options.progress(++done, static_cast<std::int64_t>(cases.size()));
  });
  Validation all;
  all.interrupted = stopped();
  std::vector<double> leading;
  for (std::size_t i = 0; i < cases.size() && !all.interrupted; ++i) take_in(all, cases[i], compared[i], leading);
  for (ValidationRow& row : all.rows) row.p = chi_square_p(row.chi_square, row.z.size());
  for (const double z : leading) all.chi_square += z * z;
  all.chi_square_p = chi_square_p(all.chi_square, leading.size());
  if (!leading.empty()) {
    all.anderson_darling = anderson_darling(leading);
    all.normality_p = anderson_darling_p(all.anderson_darling);
  }
  return all;
}

}  // namespace busyhour
