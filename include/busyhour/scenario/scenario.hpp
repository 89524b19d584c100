#pragma once
/// A scenario: a plain value, read, checked and complete. Nothing in it refers to the file any more but the places of
/// its rules.
#include <optional>
#include <string>
#include <vector>

#include "busyhour/model/provider.hpp"
#include "busyhour/model/workloads/all.hpp"
#include "busyhour/scenario/plans.hpp"
#include "busyhour/scenario/precision.hpp"
#include "busyhour/scenario/rule.hpp"

namespace busyhour {

enum class Until : std::uint8_t { duration, workload_done };
template <>
struct Words<Until> {
  static constexpr std::array words{
      Word<Until>{Until::duration, "duration", "the given duration is over"},
      Word<Until>{Until::workload_done, "workload_done", "every finite workload is resolved; endless ones stop then"}};
};

struct RunConfig {
  static constexpr std::string_view kind = "run", about = "How long, how often, from which seed.";
  std::optional<Duration> duration;
  std::optional<Duration> warm_up;  ///< nothing: MSER-5 for `duration` runs, none for `workload_done` runs
  Until until = Until::duration;
  std::optional<Duration> stop_after;
  std::int64_t replications = 30;
  std::int64_t seed = 1;
  NodePtr precision;  ///< as written; Scenario::precision is what it means
  std::optional<std::int64_t> at_most;
  bool control_variates = false;
  static constexpr auto fields() {
    using R = RunConfig;
    return std::tuple{
        optional("duration", &R::duration, "simulated time of a replication, warm-up included")
            .of(dimension::time)
            .more_than(0)
            .such_as("60 min"),
        optional("warm_up", &R::warm_up, "discarded start")
            .of(dimension::time)
            .at_least(0)
            .by_default("found by MSER-5")
            .such_as("5 min"),
        optional("until", &R::until, "what ends a replication").by_default("duration"),
        optional("stop_after", &R::stop_after,
                 "ends a workload_done run that has not finished; the rest counts as given up")
            .of(dimension::time)
            .more_than(0)
            .such_as("24 h"),
        optional("replications", &R::replications, "independent runs; with `precision` the fewest, but 20 at least")
            .at_least(1)
            .at_most(1e6)
            .by_default("30"),
        optional("seed", &R::seed, "any whole number; the same seed gives the same bytes").at_least(0).by_default("1"),
        optional("precision", &R::precision,
                 "replications are added until half of each metric's interval is at most this part of its value: one "
                 "precision for the metrics of slo, or a map from metrics to theirs, {first_attempt_rejected: 2%, "
                 "p95(added_delay): 20 ms}. A share below 1% counts as 1%")
            .such_as("1%"),
        optional("at_most", &R::at_most,
                 "the most replications for `precision`; what is too wide then is NOT CONVERGED")
            .at_least(20)
            .at_most(1e6)
            .by_default("100 times replications")
            .such_as("1000"),
        optional("control_variates", &R::control_variates,
                 "whether estimates are corrected by how much arrivals and work differed from their known means, where "
                 "that shortens the interval; takes 20 replications and more")
            .by_default("false")
            .such_as("true")};
  }
};

/// Invariant: every name is resolved, every rule fits a metric of this scenario, durations fit each other.
struct Scenario {
  std::string name, about;
  ProviderConfig provider;
  Named<WorkloadConfig> workloads;
  RunConfig run;
  std::vector<Rule> slo;
  std::vector<PrecisionTarget> precision;  ///< empty: as many replications as `run` says
  std::optional<SweepPlan> sweep;
  std::optional<SolvePlan> solve;
  Named<ClaimPlan> claims;
  Named<BuyablePlan> plans;
  std::string sha256;  ///< of the resolved document: the same scenario has the same one, however it was written
  std::string source;  ///< the file as it was named on the command line
};

}  // namespace busyhour
