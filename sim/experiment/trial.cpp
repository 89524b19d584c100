#include "trial.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <mutex>

#include "beginning.hpp"
#include "beside.hpp"
#include "busyhour/experiment/parallel.hpp"
#include "busyhour/stats/warm_up.hpp"
#include "busyhour/theory/nearby.hpp"
#include "busyhour/theory/overload.hpp"
#include "busyhour/theory/recognise.hpp"
#include "controls.hpp"
#include "estimates.hpp"
#include "plan.hpp"
#include "precision.hpp"
#include "stability.hpp"

namespace busyhour {

namespace {

void add_counts(const Scenario& scenario, const Pool& pool, RunResult& result) {
  const Ended& ended = pool.ended();
  result.events = pool.events();
  result.outcomes = {ended.requests, ended.at_once, ended.after_queue, ended.after_retry, ended.given_up, ended.failed};
  result.duration_s = in_seconds(scenario.run.duration && scenario.run.until == Until::duration ? *scenario.run.duration
                                                                                                : pool.longest());
  if (pool.stopped() > 0)
    result.warnings.push_back("stop_after struck, or nothing more could happen, in " + std::to_string(pool.stopped()) +
                              " of " + std::to_string(pool.replications()) +
                              " replications: what was left counts as given up");
}

constexpr std::size_t course_bins = 200;

/// The means of the bins that are counted; a bin in which nothing changed keeps the level before it.
Course::Means means_of(std::vector<double> points, std::size_t from) {
  const std::vector<std::vector<double>> one{std::move(points)};
  const std::vector<double> bins = mean_series(one);
  const auto mean = [&](std::size_t a, std::size_t b) {
    double sum = 0;
    std::size_t n = 0;
    for (std::size_t i = a; i < b && i < bins.size(); ++i)
      if (!std::isnan(bins[i])) sum += bins[i], ++n;
    return n > 0 ? sum / static_cast<double>(n) : Course::unseen;
  };
  if (from + 20 > bins.size()) return {};
  const std::size_t counted = bins.size() - from, tenth = from + counted / 10, half = from + counted / 2;
  return {mean(from, tenth), mean(tenth, bins.size()), mean(from, half), mean(half, bins.size())};
}
Course course_of(const Series& series, Duration warm_up) {
  const auto from = static_cast<std::size_t>((warm_up + series.width() - Duration{1}) / series.width());
  return {means_of(series.in_flight(), from), means_of(series.added_delay(), from)};
}

/// Takes finished replications in any order and hands them on in theirs, block by block.
class InOrder {
 public:
  InOrder(std::int64_t first, std::function<void(const Pool&)> whole)
      : block_{static_cast<std::size_t>(first)}, whole_{std::move(whole)} {}
  void take(ReplicationResult r, const Course& course) {
    waiting_.emplace(r.number, std::pair{std::move(r), course});
    for (auto at = waiting_.begin(); at != waiting_.end() && at->first == block_.next();
         at = waiting_.erase(waiting_.begin())) {
      block_.add(std::move(at->second.first), at->second.second);
      if (block_.next() % block_replications == 0) hand_on();
    }
  }
  void hand_on() {
    if (block_.empty()) return;
    whole_(block_);
    block_ = Pool{block_.next()};
  }

 private:
  Pool block_;
  std::function<void(const Pool&)> whole_;
  std::map<std::size_t, std::pair<ReplicationResult, Course>> waiting_;
};

/// What stayed wider than was asked for says so, instead of an interval; a rule keeps its verdict.
void name_wide_ones(RunResult& result) {
  for (const PrecisionResult& p : result.precision) {
    if (p.met) continue;
    for (MetricResult& m : result.metrics)
      if (m.key == p.key) m.estimate.instead_of_interval(Estimate::Quality::not_converged);
    for (RuleResult& r : result.slo)
      if (r.subject.key == p.key) r.measured.instead_of_interval(Estimate::Quality::not_converged);
  }
}

/// Everything that is known from these replications.
void conclude(const Scenario& scenario, const Pool& pool, const std::vector<NamedControl>& controls, RunResult& result,
              double confidence) {
  add_counts(scenario, pool, result);
  result.metrics = estimate_all(scenario, pool);
  control(scenario, pool, controls, result);
  result.slo = judge_all(scenario, pool, confidence);
  put_theory_beside(recognise(scenario, Wanted::exact), result);
  result.percentiles = percentile_curves(scenario, pool);
  add_replication_rows(scenario, pool, result);
  name_wide_ones(result);
  judge_stability(scenario, pool, result);
}

}  // namespace

/// Another trial on the same draws, whose truth is known.
struct Trial::Nearby {
  NearbyModel model;
  RunOptions options;
  Trial trial;

  Nearby(NearbyModel told, const RunOptions& of)
      : model{std::move(told)}, options{of}, trial{model.scenario, options} {}
  Nearby(const Nearby&) = delete;
  Nearby& operator=(const Nearby&) = delete;
  /// Nothing where none is asked for, or none has an exact answer from the end of a written warm-up on.
  static std::shared_ptr<Nearby> of(const Scenario& scenario, const RunOptions& options) {
    if (!scenario.run.control_variates || !scenario.run.warm_up || scenario.run.until != Until::duration)
      return nullptr;
    auto model = nearby_model(scenario);
    if (!model) return nullptr;
    model->scenario.run.control_variates = false;
    model->scenario.precision.clear();
    RunOptions quiet = options;
    quiet.progress = nullptr;
    quiet.id += "-nobody-tries-again";
    return std::make_shared<Nearby>(std::move(*model), quiet);
  }
};

ScenarioEcho echo_of(const Scenario& scenario) {
  ScenarioEcho echo;
  echo.name = scenario.name;
  echo.about = scenario.about;
  echo.file = scenario.source;
  echo.sha256 = scenario.sha256;
  return echo;
}

Trial::Trial(const Scenario& scenario, const RunOptions& options, const InputDraws* draws)
    : scenario_{scenario},
      options_{options},
      draws_{draws},
      watched_{draws == nullptr && is_of_constant_demand(scenario)},
      nearby_{draws == nullptr ? Nearby::of(scenario, options) : nullptr} {
  std::optional<StoredTrial> stored;
  if (options.kept) {
    stored = stored_from(options.kept->pool(options.id));
    for (std::int64_t b = 0; !stored && b < effort_of(scenario).first; b += block_replications)
      stored = stored_from(options.kept->block(options.id, b));  // any of them knows how the run begins
  }
  beginning_ = beginning_of(scenario, options, stored);
  if (stored && stored->beginning == beginning_ && stored->pool.first() == 0 &&
      static_cast<std::int64_t>(stored->pool.replications()) <= effort_of(scenario).first)
    pool_ = std::move(stored->pool);
  start_.scenario = echo_of(scenario);
  start_.seed = scenario.run.seed;
  start_.warm_up_s = in_seconds(beginning_.warm_up);
  start_.warm_up_found = beginning_.pilots > 0;
  start_.warnings = beginning_.warnings;
}

bool Trial::add_kept_block(std::int64_t first, std::int64_t last) {
  if (!options_.kept) return false;
  const auto stored = stored_from(options_.kept->block(options_.id, first));
  if (!stored || stored->beginning != beginning_ || static_cast<std::int64_t>(stored->pool.first()) != first ||
      static_cast<std::int64_t>(stored->pool.next()) > last)
    return false;
  pool_.append(stored->pool);
  return true;
}

void Trial::run(std::int64_t first, std::int64_t last) {
  InOrder in_order{first, [&](const Pool& block) {
                     if (options_.kept)
                       options_.kept->write_block(options_.id, static_cast<std::int64_t>(block.first()),
                                                  stored_bytes(beginning_, block));
                     pool_.append(block);
                   }};
  std::mutex guard;
  std::int64_t done = first;
  in_parallel(static_cast<std::size_t>(last - first), options_.jobs, [&](std::size_t i) {
    if (is_interrupted(options_)) return;
    const std::size_t number = static_cast<std::size_t>(first) + i;
    ReplicationPlan plan =
        plan_of(draws_ ? draws_->of(number) : scenario_, beginning_.warm_up, static_cast<std::uint32_t>(number));
    plan.cut = [&] { return is_interrupted(options_); };
    std::optional<Series> series;
    if (watched_) series.emplace(*plan.duration, course_bins);
    Listeners listeners;
    listeners.series = series ? &*series : nullptr;
    ReplicationResult r = replicate(plan, listeners);
    if (!r.complete) return;
    const Course course = series ? course_of(*series, beginning_.warm_up) : Course{};
    const std::lock_guard lock{guard};
    if (draws_) drawn_.push_back(r);
    in_order.take(std::move(r), course);
    if (options_.progress) options_.progress(++done, std::max(last, start_.asked_replications));
  });
  in_order.hand_on();
  std::ranges::sort(drawn_, {}, &ReplicationResult::number);
  drawn_.resize(std::min(drawn_.size(), draws_ ? pool_.next() : 0));
}

void Trial::add(std::int64_t first, std::int64_t last) {
  for (std::int64_t next = first; next < last;) {
    if (add_kept_block(next, last)) {
      next = static_cast<std::int64_t>(pool_.next());
      continue;
    }
    if (options_.only_kept) return;
    // What others may have left further on is not done again.
    std::int64_t until = (next / block_replications + 1) * block_replications;
    while (until < last && (!options_.kept || options_.kept->block(options_.id, until).empty()))
      until += block_replications;
    until = std::min(until, last);
    run(next, until);
    next = static_cast<std::int64_t>(pool_.next());
    if (next < until) return;
  }
}

bool Trial::grow(std::int64_t n) {
  start_.asked_replications = std::max(start_.asked_replications, n);
  if (nearby_ && !nearby_->trial.grow(n)) return false;
  add(static_cast<std::int64_t>(pool_.replications()), n);
  return static_cast<std::int64_t>(pool_.replications()) >= n;
}

bool Trial::keep_block(std::int64_t first) {
  if (nearby_ && !nearby_->trial.keep_block(first)) return false;
  pool_ = Pool{static_cast<std::size_t>(first)};
  const std::int64_t last = std::min(first + block_replications, effort_of(scenario_).first);
  add(first, last);
  return static_cast<std::int64_t>(pool_.next()) >= last;
}

void Trial::tell_only(std::uint32_t number) {
  start_.alone = number;
  start_.asked_replications = 1;
  pool_ = Pool{number};
  add(number, std::int64_t{number} + 1);
}

void Trial::keep() const {
  if (options_.kept) options_.kept->write_pool(options_.id, stored_bytes(beginning_, pool_));
  if (nearby_) nearby_->trial.keep();
}

std::vector<NamedControl> Trial::controls() const {
  if (!nearby_) return controls_of(scenario_, pool_);
  return controls_of(scenario_, pool_,
                     ToldNearby{nearby_->model.answer, nearby_->model.scenario, nearby_->trial.pool()});
}

bool Trial::complete() {
  const Effort effort = effort_of(scenario_);
  if (!scenario_.precision.empty() && overload_of(scenario_)) return grow(effort.first);  // nothing would converge
  for (std::int64_t n = effort.first;; n = next_look(start_.precision, n, effort.most)) {
    if (!grow(n)) return false;
    start_.precision = look(scenario_, pool_, controls());
    start_.converged = all_met(start_.precision);
    if (start_.converged || n >= effort.most) return true;
  }
}

RunResult Trial::concluded(double confidence) const {
  RunResult result = start_;
  result.replications = static_cast<std::int64_t>(pool_.replications());
  result.partial = result.replications < result.asked_replications;
  if (!pool_.empty()) conclude(scenario_, pool_, controls(), result, confidence);
  return result;
}

}  // namespace busyhour
