#pragma once
/// `sweep`, `solve`, `claims` and `plans` as they are written. What refers to other parts stays a node and is read when
/// those are known.
#include "busyhour/scenario/plans.hpp"

namespace busyhour {

struct WrittenHysteresis {
  static constexpr std::string_view
      kind = "hysteresis",
      about = "Load ramped up and down within each replication: does the system come back when the load does?";
  std::string workload;
  std::vector<double> levels;
  Duration hold{};
  NodePtr collapsed;
  static constexpr auto fields() {
    using H = WrittenHysteresis;
    return std::tuple{
        required("workload", &H::workload, "whose rate is ramped: a workload with poisson arrivals and no profile")
            .such_as("callers"),
        required("levels", &H::levels,
                 "multiples of its rate, rising: they are gone through up and then down to the first again")
            .ratio()
            .more_than(0)
            .such_as("[0.5x, 0.75x, 1x, 1.25x]"),
        required("hold", &H::hold, "how long each level lasts; long against service times and pauses between retries")
            .of(dimension::time)
            .more_than(0)
            .such_as("10 min"),
        required("collapsed", &H::collapsed,
                 "what a collapse is, judged level by level and replication by replication: a rule on "
                 "first_attempt_rejected, mean(added_delay) or in_flight")
            .such_as("first_attempt_rejected > 50%")};
  }
  [[nodiscard]] std::vector<FieldMistake> mistakes() const {
    if (levels.size() < 2) return {{"levels", "a ramp has two levels at least", "such as [0.5x, 1x]"}};
    for (std::size_t i = 1; i < levels.size(); ++i)
      if (levels[i] <= levels[i - 1])
        return {{"levels", "the levels do not rise", "they are gone through up, then down by themselves"}};
    return {};
  }
};

struct WrittenSweep {
  static constexpr std::string_view kind = "sweep", about = "Values to go through, point by point.";
  NodePtr design, vary, together, where;
  std::optional<WrittenHysteresis> hysteresis;
  static constexpr auto fields() {
    using S = WrittenSweep;
    return std::tuple{
        optional("design", &S::design,
                 "grid: all combinations; list: the i-th values together; lhs or sobol with their points: {kind: lhs, "
                 "points: 64, seed: 1}")
            .by_default("grid")
            .such_as("{kind: sobol, points: 64}"),
        optional("vary", &S::vary,
                 "paths and their values: a list, {from, to, step}, {from, to, points, scale: linear | log}, or for "
                 "lhs and sobol {from, to}")
            .such_as("{workloads.calls.count: {from: 1, to: 60, step: 1}}"),
        optional("together", &S::together, "coupled values, one map for each point; combined with every point of vary")
            .such_as("[{provider.limits.slots.cap: 20, provider.network: 20 ms}]"),
        optional("where", &S::where, "a condition over paths; other points are left out")
            .such_as("workloads.calls.count <= 8 * provider.limits.requests.cap"),
        optional("hysteresis", &S::hysteresis,
                 "instead of points: load ramped up and down, and the share of replications that stay collapsed")
            .such_as("{workload: callers, levels: [0.5x, 1x, 1.5x], hold: 10 min, collapsed: in_flight > 50}")};
  }
  [[nodiscard]] std::vector<FieldMistake> mistakes() const {
    if (hysteresis && (vary || together || where || design))
      return {{"hysteresis", "a hysteresis has its own levels", "leave out vary, together, where and design"}};
    if (hysteresis) return {};
    if (!vary && !together)
      return {{"", "this sweep varies nothing", "write vary: {workloads.calls.count: [1, 2, 5]}"}};
    return {};
  }
};

struct WrittenSolve {
  static constexpr std::string_view
      kind = "solve",
      about = "The largest or smallest value, or the cheapest plan, that satisfies the rules; or the best of several.";
  NodePtr largest, smallest, cheapest, best, among, by, within, step, such_that, for_each;
  std::optional<Prefer> prefer;
  double confidence = 0.95;
  std::optional<std::int64_t> at_most;
  static constexpr auto fields() {
    using S = WrittenSolve;
    return std::tuple{
        optional("largest", &S::largest, "the path whose largest value is sought").such_as("workloads.calls.count"),
        optional("smallest", &S::smallest, "the path whose smallest value is sought")
            .such_as("provider.account.balance"),
        optional("cheapest", &S::cheapest, "the cheapest of `plans`").such_as("plans"),
        optional("best", &S::best, "plans, or the path whose value is chosen `among` several").such_as("plans"),
        optional("among", &S::among, "of best: the values it may take, a list or a map of names and values")
            .such_as("[1, 2, 4]"),
        optional("by", &S::by, "of best: the metric that decides").such_as("mean(added_delay)"),
        optional("prefer", &S::prefer, "of best: whether less or more of it is better")
            .by_default("largest of completed and throughput, else smallest"),
        optional("within", &S::within,
                 "the values to be searched, both ends included; of best: a difference too small to matter")
            .such_as("1..400"),
        optional("step", &S::step, "how far apart two values are; 1 where only whole numbers may stand").such_as("$10"),
        optional("such_that", &S::such_that, "the word slo, or a list of rules; needed for all but best")
            .such_as("slo"),
        optional("for_each", &S::for_each, "the question is asked once for each combination of these values")
            .such_as("{provider.limits.requests.cap: [1, 5, 15]}"),
        optional("confidence", &S::confidence, "how sure the whole answer is to be")
            .share()
            .at_least(0.5)
            .at_most(0.9999)
            .by_default("95%"),
        optional("at_most", &S::at_most, "replications that one value may take before it counts as undecided")
            .at_least(2)
            .at_most(1e6)
            .by_default("as the command says")
            .such_as("1000")};
  }
  [[nodiscard]] std::vector<FieldMistake> mistakes() const {
    const int goals = (largest ? 1 : 0) + (smallest ? 1 : 0) + (cheapest ? 1 : 0) + (best ? 1 : 0);
    if (goals == 0) return {{"", "nothing is sought", "write largest, smallest, cheapest or best"}};
    if (goals > 1)
      return {{best       ? "best"
               : cheapest ? "cheapest"
                          : "smallest",
               "one thing is sought at a time", "keep one of largest, smallest, cheapest and best"}};
    return best ? of_best() : of_others();
  }
  [[nodiscard]] std::vector<FieldMistake> of_best() const {
    std::vector<FieldMistake> all;
    if (!by) all.push_back({"", "'by' is missing: the metric that decides", "such as by: mean(added_delay)"});
    if (!within) all.push_back({"", "'within' is missing: a difference too small to matter", "such as within: 5 ms"});
    if (step) all.push_back({"step", "step belongs to largest and smallest"});
    if (such_that) all.push_back({"such_that", "best is decided by a metric, not by rules", "leave it out"});
    return all;
  }
  [[nodiscard]] std::vector<FieldMistake> of_others() const {
    if (among) return {{"among", "among belongs to best"}};
    if (by) return {{"by", "by belongs to best"}};
    if (prefer) return {{"prefer", "prefer belongs to best"}};
    if (!such_that) return {{"", "'such_that' is missing: the word slo, or a list of rules", "such as such_that: slo"}};
    if (cheapest && within) return {{"within", "plans have no range", "leave it out"}};
    if (cheapest && step) return {{"step", "plans have no step", "leave it out"}};
    if (!cheapest && !within)
      return {{"within", "'within' is missing: the values to be searched", "such as within: 1..400"}};
    return {};
  }
};

struct WrittenClaim {
  static constexpr std::string_view kind = "claim",
                                    about = "What a vendor says, to be tested under your own acceptance.";
  std::string quote;
  std::optional<ClaimSource> source;
  NodePtr set, expect, across;
  static constexpr auto fields() {
    using C = WrittenClaim;
    return std::tuple{
        required("quote", &C::quote, "the sentence, word for word")
            .such_as("approximately 4x your concurrency limit in parallel conversations"),
        optional("source", &C::source, "where it stands").such_as("{title: Waves API, read: 2026-11-21}"),
        optional("set", &C::set, "what the claim says, as paths and values; a value may be a formula over other paths")
            .such_as("{workloads.calls.count: 4 * provider.limits.requests.cap}"),
        required("expect", &C::expect, "rules that must hold for the claim to be true for you")
            .such_as("[turn_rejected <= 5%]"),
        optional("across", &C::across, "paths and values over which it is tested")
            .such_as("{provider.limits.requests.cap: [1, 5, 15]}")};
  }
};

struct WrittenChange {
  static constexpr std::string_view kind = "change", about = "What the provider changes while the run goes on.";
  Duration at{};
  NodePtr set;
  static constexpr auto fields() {
    using C = WrittenChange;
    return std::tuple{
        required("at", &C::at, "when; whoever comes at that instant finds it changed, running work goes on")
            .of(dimension::time)
            .at_least(0)
            .such_as("10 min"),
        required("set", &C::set, "caps of limits, as paths and values").such_as("{provider.limits.slots.cap: 40}")};
  }
};

struct WrittenPlan {
  static constexpr std::string_view kind = "plan", about = "A plan that can be bought.";
  Money price;
  NodePtr set;
  static constexpr auto fields() {
    using P = WrittenPlan;
    return std::tuple{
        required("price", &P::price, "its price for the period that plans are compared over")
            .of(dimension::money)
            .at_least(0)
            .such_as("$100"),
        required("set", &P::set, "what it sets, as paths and values").such_as("{provider.limits.slots.cap: 20}")};
  }
};

}  // namespace busyhour
