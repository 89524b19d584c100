#include "busyhour/experiment/hysteresis.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

#include "beginning.hpp"
#include "busyhour/experiment/parallel.hpp"
#include "busyhour/model/replication.hpp"
#include "busyhour/model/series.hpp"
#include "bytes.hpp"
#include "plan.hpp"
#include "trial.hpp"

namespace busyhour {

namespace {

constexpr std::size_t bins_a_step = 2;  ///< the first half of a step may settle, the second is judged

/// Up to the highest level and down again.
std::vector<double> ramp_of(const HysteresisPlan& plan) {
  std::vector<double> ramp = plan.levels;
  ramp.insert(ramp.end(), plan.levels.rbegin() + 1, plan.levels.rend());
  return ramp;
}

Scenario ramped(const Scenario& scenario, const HysteresisPlan& plan, const std::vector<double>& ramp) {
  Scenario s = scenario;
  s.run.duration = plan.hold * static_cast<std::int64_t>(ramp.size());
  s.run.warm_up = Duration{0};
  const auto named = std::ranges::find(s.workloads, plan.workload, &std::pair<std::string, WorkloadConfig>::first);
  std::visit(
      [&](auto& w) {
        if constexpr (requires { w.arrive; })
          std::get<PoissonArrivals>(w.arrive).profile = StepsProfile{plan.hold, ramp};
      },
      named->second);
  return s;
}

bool is_collapsed(const Rule& rule, const HysteresisResult::Seen& seen) {
  Estimate e;
  e.value = rule.subject.metric == "in_flight"     ? seen.in_flight
            : rule.subject.metric == "added_delay" ? seen.added_delay
                                                   : seen.first_attempt_rejected;
  if (std::isnan(e.value)) return false;
  e.low = e.high = e.value;
  e.quality = Estimate::Quality::constant;
  return judge(e, rule.relation, rule.bound) == Verdict::passes;
}

/// What one replication saw, step by step.
std::vector<HysteresisResult::Seen> seen_by(const Series& series, const HysteresisPlan& plan, std::size_t steps,
                                            std::int64_t replication) {
  const auto refused = series.rejected(), delay = series.added_delay(), level = series.in_flight();
  std::vector<HysteresisResult::Seen> all;
  for (std::size_t step = 0; step < steps; ++step) {
    const std::size_t bin = step * bins_a_step + bins_a_step - 1;
    HysteresisResult::Seen one{replication, step, refused[bin], delay[bin], level[bin], false};
    one.collapsed = is_collapsed(plan.collapsed, one);
    all.push_back(one);
  }
  return all;
}

/// A replication's steps as bytes and back: what was seen of it, kept so that it is not told again.
std::string bytes_of(const std::vector<HysteresisResult::Seen>& seen) {
  ByteWriter out;
  out.whole(seen.size());
  for (const auto& one : seen) {
    out.real(one.first_attempt_rejected), out.real(one.added_delay), out.real(one.in_flight);
    out.whole(one.collapsed ? 1 : 0);
  }
  return out.bytes();
}
std::vector<HysteresisResult::Seen> seen_from(std::string_view bytes, std::size_t steps, std::int64_t replication) {
  std::vector<HysteresisResult::Seen> all;
  if (bytes.empty()) return all;
  ByteReader in{bytes};
  if (in.count() != steps) return all;
  for (std::size_t step = 0; step < steps; ++step) {
    HysteresisResult::Seen one{replication, step, in.real(), in.real(), in.real(), false};
    one.collapsed = in.whole() == 1;
    all.push_back(one);
  }
  return all;
}

/// One replication, from what is kept or else told. Empty if it was interrupted.
std::vector<HysteresisResult::Seen> told(const Scenario& s, const HysteresisPlan& plan, std::size_t steps,
                                         std::int64_t number, const RunOptions& options) {
  if (options.kept)
    if (auto seen = seen_from(options.kept->block(options.id, number), steps, number); !seen.empty()) return seen;
  ReplicationPlan one = plan_of(s, Duration{0}, static_cast<std::uint32_t>(number));
  one.cut = [&] { return is_interrupted(options); };
  Series series{*s.run.duration, steps * bins_a_step};
  Listeners listeners;
  listeners.series = &series;
  if (is_interrupted(options) || !replicate(one, listeners).complete) return {};
  std::vector<HysteresisResult::Seen> seen = seen_by(series, plan, steps, number);
  if (options.kept) options.kept->write_block(options.id, number, bytes_of(seen));
  return seen;
}

Estimate mean_over(const std::vector<HysteresisResult::Seen>& seen, std::size_t step,
                   double HysteresisResult::Seen::*value) {
  std::vector<double> all;
  for (const auto& one : seen)
    if (one.step == step && !std::isnan(one.*value)) all.push_back(one.*value);
  return mean_of(all);
}

Estimate share_of(const std::vector<Ratio>& yes) { return pooled_ratio(yes); }

void conclude(HysteresisResult& result, const std::vector<double>& ramp) {
  using Seen = HysteresisResult::Seen;
  for (std::size_t step = 0; step < ramp.size(); ++step) {
    std::vector<Ratio> collapsed;
    for (const Seen& one : result.seen)
      if (one.step == step) collapsed.push_back({one.collapsed ? 1.0 : 0.0, 1});
    result.steps.push_back({ramp[step], step > ramp.size() / 2,
                            mean_over(result.seen, step, &Seen::first_attempt_rejected),
                            mean_over(result.seen, step, &Seen::added_delay),
                            mean_over(result.seen, step, &Seen::in_flight), share_of(collapsed)});
  }
  std::vector<Ratio> stay;
  for (std::size_t i = 0; i + ramp.size() <= result.seen.size(); i += ramp.size())
    stay.push_back({result.seen[i + ramp.size() - 1].collapsed && !result.seen[i].collapsed ? 1.0 : 0.0, 1});
  result.stay = share_of(stay);
}

}  // namespace

HysteresisResult hysteresis(const Scenario& scenario, const RunOptions& options) {
  if (!scenario.sweep || !scenario.sweep->hysteresis) throw std::invalid_argument{"no hysteresis"};
  const HysteresisPlan& plan = *scenario.sweep->hysteresis;
  const std::vector<double> ramp = ramp_of(plan);
  const Scenario s = ramped(scenario, plan, ramp);
  const auto n = static_cast<std::size_t>(s.run.replications);
  std::vector<std::vector<HysteresisResult::Seen>> all(n);
  std::atomic<std::int64_t> done = 0;
  in_parallel(n, options.jobs == 0 ? threads_here() : options.jobs, [&](std::size_t i) {
    all[i] = told(s, plan, ramp.size(), static_cast<std::int64_t>(i), options);
    if (all[i].empty()) return;
    const std::int64_t so_far = ++done;
    if (options.progress) options.progress(so_far, static_cast<std::int64_t>(n));
  });
  HysteresisResult result;
  result.scenario = echo_of(scenario);
  result.workload = plan.workload, result.rule = plan.collapsed.text, result.hold_s = in_seconds(plan.hold);
  result.seed = s.run.seed;
  for (const auto& one : all) {
    if (one.empty()) continue;
    ++result.replications;
    result.seen.insert(result.seen.end(), one.begin(), one.end());
  }
  result.partial = result.replications < s.run.replications;
  if (result.replications > 0) conclude(result, ramp);
  return result;
}

}  // namespace busyhour
