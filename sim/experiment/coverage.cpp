#include "busyhour/experiment/coverage.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>

#include "busyhour/experiment/parallel.hpp"
#include "busyhour/theory/recognise.hpp"
#include "coverage_systems.hpp"
#include "paired.hpp"

namespace busyhour {

namespace {

using detail::AuditedSystem;

/// From how many replications intervals are made.
constexpr std::int64_t sizes[] = {5, 20};
/// Seeds of one system, and of one size, lie apart from those of any other.
constexpr std::int64_t seeds_of_a_system = 1'000'000'000, seeds_of_a_size = 100'000'000;

Rule rule_about(const std::string& metric, const Scenario& scenario) {
  MetricScopes scopes;
  for (const auto& [name, limit] : scenario.provider.limits) scopes.limits.push_back(name);
  Rule rule;
  rule.subject = read_metric(metric, scopes);
  rule.text = metric;
  rule.bound = 1;
  return rule;
}

void ask(Scenario& scenario, const std::vector<std::string>& metrics) {
  for (const std::string& metric : metrics) scenario.slo.push_back(rule_about(metric, scenario));
}

/// One scenario with a seed of its own.
class Told {
 public:
  Told(Scenario scenario, std::int64_t seed, std::int64_t n, std::size_t jobs, const std::atomic<bool>* interrupted)
      : scenario_{std::move(scenario)} {
    scenario_.run.seed = seed;
    options_.jobs = jobs;
    options_.interrupted = interrupted;
    trial_.emplace(scenario_, options_);
    complete_ = trial_->grow(n);
  }
  Told(const Told&) = delete;
  Told& operator=(const Told&) = delete;
  [[nodiscard]] bool complete() const { return complete_; }
  [[nodiscard]] const Trial& trial() const { return *trial_; }

 private:
  Scenario scenario_;
  RunOptions options_;
  std::optional<Trial> trial_;
  bool complete_ = false;
};

struct Truth {
  double value = 0, error = 0;
};

Truth exact(const TheoryAnswer& answer, const Rule& rule) {
  const MetricRef& s = rule.subject;
  if (s.statistic == Statistic::share) return {answer.tail(s.metric)->above(s.threshold), 0};
  return {answer.find(s.key)->value, 0};
}

/// As much simulated time as a quarter of the whole audit of this system takes, so its error is a thirtieth of an
/// experiment's.
std::vector<Truth> by_long_run(const AuditedSystem& system, std::int64_t seed, const CoverageOptions& options) {
  Scenario longer = system.scenario;
  const Duration counted = *longer.run.duration - *longer.run.warm_up;
  constexpr std::int64_t pieces = 24, times = 750;
  longer.run.duration = *longer.run.warm_up + counted * times;
  const Told told{longer, seed, pieces, options.jobs, options.interrupted};
  std::vector<Truth> truths;
  if (!told.complete()) return truths;
  for (const Rule& rule : system.scenario.slo) {
    const Estimate e = number_of(told.trial(), rule.subject);
    truths.push_back({e.value, std::isnan(e.standard_error) ? (e.high - e.low) / 2 / student_t(.975, pieces - 1)
                                                            : e.standard_error});
  }
  return truths;
}

std::vector<Truth> truths_of(const AuditedSystem& system, std::int64_t seed, const CoverageOptions& options) {
  const TheoryAnswer answer = recognise(system.scenario);
  if (!answer.is_exact()) return by_long_run(system, seed, options);
  std::vector<Truth> truths;
  for (const Rule& rule : system.scenario.slo) truths.push_back(exact(answer, rule));
  if (!system.other) return truths;
  const TheoryAnswer other = recognise(*system.other);
  for (std::size_t i = 0; i < truths.size(); ++i)
    truths[i].value = exact(other, system.scenario.slo[i]).value - truths[i].value;
  return truths;
}

/// What an interval has to do with the truth.
struct Outcome {
  enum class Place : std::uint8_t { covers, truth_below, truth_above, none } place = Place::none;
  double half_width = std::numeric_limits<double>::quiet_NaN();
};

Outcome outcome(const Estimate& e, double truth) {
  Outcome o;
  if (!e.has_interval()) return o;
  o.place = truth < e.low    ? Outcome::Place::truth_below
            : truth > e.high ? Outcome::Place::truth_above
                             : Outcome::Place::covers;
  o.half_width = (e.high - e.low) / 2 / std::abs(truth);
  return o;
}

/// Row by row: numbers of replications, and the metrics. Each number of replications is an experiment of its own.
std::vector<Outcome> experiment(const AuditedSystem& system, const std::vector<Truth>& truths, std::int64_t seed,
                                const std::atomic<bool>* interrupted) {
  std::vector<Outcome> all;
  for (const std::int64_t n : sizes) {
    seed += seeds_of_a_size;
    const Told a{system.scenario, seed, n, 1, interrupted};
    std::optional<Told> b;
    if (system.other) b.emplace(*system.other, seed, n, 1, interrupted);
    if (!a.complete() || (b && !b->complete())) return {};
    for (std::size_t i = 0; i < truths.size(); ++i) {
      const MetricRef& metric = system.scenario.slo[i].subject;
      all.push_back(outcome(b ? paired_difference(a.trial(), b->trial(), metric) : number_of(a.trial(), metric),
                            truths[i].value));
    }
  }
  return all;
}

/// The rows of a system, empty yet.
std::vector<CoverageRow> rows_of(const AuditedSystem& system, const std::vector<Truth>& truths) {
  std::vector<CoverageRow> rows;
  for (const std::int64_t n : sizes)
    for (std::size_t i = 0; i < system.metrics.size(); ++i) {
      CoverageRow& row = rows.emplace_back();
      const MetricRef& metric = system.scenario.slo[i].subject;
      row.system = system.name, row.metric = system.metrics[i];
      row.about = metric.about, row.statistic = metric.statistic;
      row.replications = static_cast<std::size_t>(n);
      row.truth = truths[i].value, row.truth_error = truths[i].error;
    }
  return rows;
}

void count(CoverageRow& row, const Outcome& o) {
  ++row.experiments;
  row.covered += o.place == Outcome::Place::covers ? 1U : 0U;
  row.truth_below += o.place == Outcome::Place::truth_below ? 1U : 0U;
  row.truth_above += o.place == Outcome::Place::truth_above ? 1U : 0U;
  row.without += o.place == Outcome::Place::none ? 1U : 0U;
}

/// In the order of the experiments, so that sums of doubles are the same on any number of threads.
void sum_up(std::vector<CoverageRow>& rows, const std::vector<std::vector<Outcome>>& all) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    double widths = 0;
    std::size_t finite = 0;
    for (const std::vector<Outcome>& one : all) {
      count(rows[i], one[i]);
      if (std::isfinite(one[i].half_width)) widths += one[i].half_width, ++finite;
    }
    rows[i].half_width = finite > 0 ? widths / static_cast<double>(finite) : 0;
  }
}

/// All rows of one system; none if it was interrupted.
std::vector<CoverageRow> audited(AuditedSystem system, std::int64_t first_seed, const CoverageOptions& options,
                                 const std::function<void()>& tick) {
  ask(system.scenario, system.metrics);
  if (system.other) ask(*system.other, system.metrics);
  const std::vector<Truth> truths = truths_of(system, first_seed, options);
  if (truths.empty()) return {};
  std::vector<std::vector<Outcome>> all(options.experiments);
  in_parallel(all.size(), options.jobs, [&](std::size_t i) {
    if (options.interrupted && options.interrupted->load(std::memory_order_relaxed)) return;
    all[i] = experiment(system, truths, first_seed + static_cast<std::int64_t>(i), options.interrupted);
    tick();
  });
  if (std::ranges::any_of(all, [](const auto& one) { return one.empty(); })) return {};
  std::vector<CoverageRow> rows = rows_of(system, truths);
  sum_up(rows, all);
  return rows;
}

}  // namespace

double CoverageRow::standard_error() const {
  return std::sqrt(share() * (1 - share()) / static_cast<double>(experiments));
}

bool CoverageRow::passes() const { return share() >= CoverageAudit::least && share() <= CoverageAudit::most; }

bool CoverageAudit::passes() const {
  return !interrupted && std::ranges::all_of(rows, [](const CoverageRow& row) { return row.passes(); });
}

CoverageAudit audit_coverage(const CoverageOptions& given) {
  CoverageOptions options = given;
  if (options.jobs == 0) options.jobs = threads_here();
  std::vector<AuditedSystem> systems = detail::audited_systems();
  const std::size_t all = systems.size();
  std::mutex guard;
  std::int64_t done = 0;
  CoverageAudit audit;
  const auto chosen = [&](const AuditedSystem& s) { return s.name.find(options.only) != std::string::npos; };
  const auto of = std::ranges::count_if(systems, chosen) * static_cast<std::int64_t>(options.experiments);
  for (std::size_t i = 0; i < all && !audit.interrupted; ++i) {
    if (!chosen(systems[i])) continue;
    const std::vector<CoverageRow> rows =
        audited(std::move(systems[i]), static_cast<std::int64_t>(i + 1) * seeds_of_a_system, options, [&] {
          const std::lock_guard lock{guard};
          if (options.progress) options.progress(++done, of);
        });
    audit.interrupted = rows.empty();
    audit.rows.insert(audit.rows.end(), rows.begin(), rows.end());
    ++audit.systems;
  }
  return audit;
}

}  // namespace busyhour
