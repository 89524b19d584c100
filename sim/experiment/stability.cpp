#include "stability.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "busyhour/theory/overload.hpp"
#include "estimates.hpp"

namespace busyhour {

namespace {

using Quality = Estimate::Quality;

/// What does not depend on how long the line is.
bool is_apart_from_the_line(std::string_view metric) {
  constexpr std::array apart{"slot_use", "full_time", "throughput", "failed", "spend", "balance.min", "balance.end"};
  return std::ranges::find(apart, metric) != apart.end();
}

void say(RunResult& result, Quality word, std::string says) {
  result.warnings.push_back(says);
  result.stability.push_back({word, std::move(says)});
}

/// Whether it is without bound where the line is.
bool grows_with_the_line(const MetricRef& m) {
  constexpr std::array growing{"in_flight", "first_attempt_rejected", "attempt_rejected", "attempts_per_request"};
  return m.about.shape == MetricShape::times || std::ranges::find(growing, m.metric) != growing.end();
}

/// What grows without bound is not at most anything; what passed while it grew may not have passed later.
Verdict verdict_of(const RuleResult& rule, Quality word) {
  const bool bounds = rule.relation == Relation::at_most || rule.relation == Relation::below;
  if (word == Quality::no_steady_state)
    return bounds && grows_with_the_line(rule.subject) ? Verdict::fails : Verdict::undecided;
  return rule.verdict == Verdict::passes ? Verdict::undecided : rule.verdict;
}

/// On everything that the line moves.
void name_all(RunResult& result, Quality word) {
  const auto name = [&](Estimate& e) {
    if (e.has_value()) e.instead_of_interval(word);
  };
  for (MetricResult& m : result.metrics)
    if (!is_apart_from_the_line(m.about.name)) name(m.estimate);
  for (RuleResult& r : result.slo)
    if (!is_apart_from_the_line(r.subject.metric)) {
      r.verdict = verdict_of(r, word);
      name(r.estimate), name(r.measured);
    }
}

/// A paired difference: its mean, and by how many standard errors it differs from nothing.
struct Paired {
  double mean = 0, base = 0, t = 0, df = 0;
  [[nodiscard]] bool is_beyond_chance() const {
    constexpr double false_alarm = 1e-4;
    return df >= 4 && std::abs(t) > student_t(1 - false_alarm / 2, df);
  }
};
using Means = Course::Means;
Paired paired(const Pool& pool, Means Course::*of, double Means::*later, double Means::*earlier) {
  Paired p;
  std::vector<double> d;
  for (const Course& c : pool.courses()) {
    const Means& means = c.*of;
    if (std::isnan(means.*later) || std::isnan(means.*earlier)) continue;
    d.push_back(means.*later - means.*earlier);
    p.base += means.*earlier;
  }
  const auto n = static_cast<double>(d.size());
  if (d.size() < 2) return p;
  p.base /= n, p.df = n - 1;
  double squares = 0;
  for (const double x : d) p.mean += x / n;
  for (const double x : d) squares += (x - p.mean) * (x - p.mean);
  const double error = std::sqrt(squares / (n - 1) / n);
  p.t = error > 0 ? p.mean / error : 0;
  return p;
}

/// What is watched, what it is called in a sentence, and the metric that it moves.
struct Watched {
  Means Course::*of;
  const char *is, *unit, *metric;
};
constexpr std::array watched{Watched{&Course::in_flight, "in flight are", "", "in_flight"},
                             Watched{&Course::delay, "the added delay is", " s", "added_delay.mean"}};

bool find_growth(const Pool& pool, RunResult& result) {
  constexpr double matters = 0.25;
  for (const Watched& w : watched) {
    const Paired halves = paired(pool, w.of, &Means::second_half, &Means::first_half);
    if (!halves.is_beyond_chance() || std::abs(halves.mean) <= matters * halves.base) continue;
    name_all(result, Quality::growing);
    say(result, Quality::growing,
        fmt::format("no steady state: {} {:.4g}{} in the first half of the counted time and {:.4g}{} in the second; "
                    "a mean would say how long the run was. Give it a longer warm-up, or less to do",
                    w.is, halves.base, w.unit, halves.base + halves.mean, w.unit));
    return true;
  }
  return false;
}

void find_initial_bias(const Pool& pool, RunResult& result) {
  for (const Watched& w : watched) {
    const Paired start = paired(pool, w.of, &Means::rest, &Means::first_tenth);
    if (!start.is_beyond_chance()) continue;
    const auto all = std::ranges::find(result.metrics, w.metric, &MetricResult::key);
    if (all == result.metrics.end() || !all->estimate.has_interval()) continue;
    const double moved = std::abs(start.mean) / 10, half = (all->estimate.high - all->estimate.low) / 2;
    if (moved <= half) continue;
    name_all(result, Quality::initial_bias);
    return say(
        result, Quality::initial_bias,
        fmt::format("initial bias: {} {:.4g}{} in the first tenth of the counted time and {:.4g}{} after it, which "
                    "moves the means by more than half an interval. Give a longer warm-up",
                    w.is, start.base, w.unit, start.base + start.mean, w.unit));
  }
}

std::vector<double> column(const Pool& pool, std::size_t i) {
  std::vector<double> values;
  for (const auto& row : pool.rows()) values.push_back(row[i]);
  return values;
}

/// A share of 0 here and of one event there is no second mode, nor is a mean time of such: what tells is a gap of five
/// points in a share, or the number in flight.
std::optional<Modes> telling_modes(const Pool& pool, std::size_t i) {
  constexpr double points = 0.05;
  const PooledMetric& m = pool.metrics()[i];
  if (m.limit >= 0 || !m.is_ratio() || is_apart_from_the_line(m.metric)) return std::nullopt;
  const bool is_share = m.ratios().front().kind == RatioKind::share;
  if (!is_share && m.metric != "in_flight") return std::nullopt;
  const auto modes = two_modes(column(pool, i));
  return modes && is_share && modes->high - modes->low < points ? std::nullopt : modes;
}

void name_modes(const std::string& key, RunResult& result) {
  for (MetricResult& one : result.metrics)
    if ((one.key == key || one.key.starts_with(key + ".")) && one.estimate.has_value())
      one.estimate.instead_of_interval(Quality::two_modes);
  for (RuleResult& r : result.slo) {
    if (r.subject.scope + (r.subject.scope.empty() ? "" : ".") + r.subject.metric != key) continue;
    r.estimate.instead_of_interval(Quality::two_modes), r.measured.instead_of_interval(Quality::two_modes);
    r.verdict = Verdict::undecided;
  }
}

void find_modes(const Scenario& scenario, const Pool& pool, RunResult& result) {
  const auto& all = pool.metrics();
  const auto key = [&](std::size_t i) { return scope_of(scenario, all[i]) + std::string{all[i].metric}; };
  std::size_t lead = 0;
  std::optional<Modes> modes;
  for (; lead < all.size() && !modes; ++lead) modes = telling_modes(pool, lead);
  if (!modes) return;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].values.index() != 2 && !is_apart_from_the_line(all[i].metric) && two_modes(column(pool, i)))
      name_modes(key(i), result);
  say(result, Quality::two_modes,
      fmt::format(
          "two modes: {} is about {:.3g} in {} replications and about {:.3g} in {}; no mean between them is given "
          "(replications.csv has them all)",
          key(lead - 1), modes->low, pool.replications() - modes->upper, modes->high, modes->upper));
}

}  // namespace

std::optional<Modes> two_modes(std::span<const double> values) {
  constexpr std::size_t least = 10;
  constexpr double apart = 12, of_upper = 0.5;
  std::vector<double> x;
  for (const double v : values)
    if (std::isfinite(v)) x.push_back(v);
  if (x.size() < least) return std::nullopt;
  std::ranges::sort(x);
  const std::size_t smallest = std::max<std::size_t>(3, (x.size() + 9) / 10);
  double sum = 0, squares = 0, below = 0, below_squares = 0, best = std::numeric_limits<double>::infinity();
  for (const double v : x) sum += v, squares += v * v;
  std::size_t cut = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto n = static_cast<double>(i), m = static_cast<double>(x.size() - i);
    if (i >= smallest && x.size() - i >= smallest) {
      const double within =
          below_squares - below * below / n + (squares - below_squares) - (sum - below) * (sum - below) / m;
      if (within < best) best = within, cut = i;
    }
    below += x[i], below_squares += x[i] * x[i];
  }
  if (cut == 0) return std::nullopt;
  Modes modes{x.size() - cut, 0, 0};
  for (std::size_t i = 0; i < x.size(); ++i) (i < cut ? modes.low : modes.high) += x[i];
  modes.low /= static_cast<double>(cut), modes.high /= static_cast<double>(modes.upper);
  double within = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double d = x[i] - (i < cut ? modes.low : modes.high);
    within += d * d;
  }
  const double spread = std::sqrt(within / static_cast<double>(x.size() - 2)), gap = modes.high - modes.low;
  if (gap <= apart * spread || gap <= of_upper * std::abs(modes.high)) return std::nullopt;
  return modes;
}

bool is_of_constant_demand(const Scenario& scenario) {
  const RunConfig& run = scenario.run;
  if (run.until != Until::duration || !scenario.provider.changes.empty() || scenario.provider.account) return false;
  if (run.warm_up && *run.warm_up == Duration{0}) return false;
  return std::ranges::all_of(scenario.workloads, [](const auto& named) {
    return std::visit(
        []<class W>(const W& w) {
          if constexpr (requires { w.arrive; })
            return std::visit(
                [](const auto& a) {
                  if constexpr (requires { a.profile; })
                    return !a.profile;
                  else
                    return true;
                },
                w.arrive);
          else
            return std::is_same_v<W, ConversationsConfig>;
        },
        named.second);
  });
}

void judge_stability(const Scenario& scenario, const Pool& pool, RunResult& result) {
  if (const auto overload = overload_of(scenario)) {
    name_all(result, Quality::no_steady_state);
    return say(result, Quality::no_steady_state, "no steady state: " + *overload);
  }
  if (!find_growth(pool, result)) find_initial_bias(pool, result);
  find_modes(scenario, pool, result);
}

}  // namespace busyhour
