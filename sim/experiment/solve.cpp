#include "busyhour/experiment/solve.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <stdexcept>

#include "busyhour/experiment/parallel.hpp"
#include "rank.hpp"
#include "trial.hpp"

namespace busyhour {

namespace {

using Steps = std::int64_t;

Verdict overall(const std::vector<RuleResult>& rules) {
  bool undecided = false;
  for (const RuleResult& r : rules) {
    if (r.verdict == Verdict::fails) return Verdict::fails;
    undecided |= r.verdict == Verdict::undecided;
  }
  return undecided ? Verdict::undecided : Verdict::passes;
}

/// How sure each look must be for the whole search to be as sure as was asked.
double confidence_of_a_look(const SolvePlan& plan, std::int64_t values, std::int64_t replications,
                            std::int64_t at_most) {
  const double steps = plan.goal == Goal::cheapest ? static_cast<double>(values)
                                                   : 2 * std::ceil(std::log2(static_cast<double>(values) + 1)) + 4;
  const double looks = std::floor(std::log2(static_cast<double>(at_most) / static_cast<double>(replications))) + 1;
  return 1 - (1 - plan.confidence) / (steps * looks);
}

/// Tries values, each once.
class Search {
 public:
  Search(const Loaded& loaded, const SolvePlan& plan, Assignments given, const RunOptions& options,
         std::string_view version, Diagnostics& out)
      : loaded_{loaded}, plan_{plan}, given_{std::move(given)}, options_{options}, version_{version}, out_{out} {}

  /// The verdict on the scenario with these further values.
  Tried attempt(const std::string& name, const Assignments& more, double confidence, std::int64_t at_most) {
    Assignments set = given_;
    set.insert(set.end(), more.begin(), more.end());
    Tried tried;
    tried.value = name;
    tried.step = ++steps_;
    auto point = point_at(loaded_, set, version_, out_);
    if (!point) return broken_ = true, tried;
    point->scenario.slo = plan_.such_that;
    point->scenario.precision.clear();  // as many replications as the verdict needs
    Trial trial{point->scenario, options_};
    for (std::int64_t n = point->scenario.run.replications;; n = std::min(2 * n, at_most)) {
      if (!trial.grow(n)) return broken_ = true, tried;
      tried.run = trial.concluded(confidence);
      tried.verdict = overall(tried.run.slo);
      if (tried.verdict != Verdict::undecided || n >= at_most) return tried;
    }
  }
  [[nodiscard]] bool broken() const { return broken_; }  ///< interrupted, or a point that cannot be

 private:
  const Loaded& loaded_;
  const SolvePlan& plan_;
  Assignments given_;
  const RunOptions& options_;
  std::string_view version_;
  Diagnostics& out_;
  std::size_t steps_ = 0;
  bool broken_ = false;
};

/// Finds the edge between passing and failing on 0..last steps, where `good` end passes.
class Edge {
 public:
  Edge(Search& search, const SolvePlan& plan, double confidence, std::int64_t at_most)
      : search_{search},
        plan_{plan},
        last_{static_cast<Steps>(std::floor((plan.within.to - plan.within.from) / *plan.within.step + 1e-9))},
        confidence_{confidence},
        at_most_{at_most} {}

  Solution find() {
    const bool largest = plan_.goal == Goal::largest;
    const Verdict good = largest ? Verdict::passes : Verdict::fails, bad = largest ? Verdict::fails : Verdict::passes;
    // `low` side: the last step whose verdict is `good`; `high` side: the first whose verdict is `bad`.
    const auto [low, high] = gallop(good, bad);
    const Steps below = last_where(good, low, high), above = first_where(bad, below, high);
    probe(below, above);
    return answer(largest ? below : above, largest ? above : below, largest);
  }

 private:
  static constexpr Steps before_the_first = -1;

  const Tried& at(Steps i) {
    const auto known = tried_.find(i);
    if (known != tried_.end()) return known->second;
    const Setting value = plan_.within.notation.write(plan_.within.from + static_cast<double>(i) * *plan_.within.step);
    return tried_
        .emplace(i, search_.attempt(value.text, {{plan_.path, value, {}, {}, plan_.where}}, confidence_, at_most_))
        .first->second;
  }
  bool is(Steps i, Verdict v) { return at(i).verdict == v; }

  /// 0, 1, 3, 7, ... until the verdict is `bad` or the range ends: {last good, first not good} steps.
  std::pair<Steps, Steps> gallop(Verdict good, Verdict bad) {
    Steps low = before_the_first;
    for (Steps i = 0, width = 1;; width *= 2, i = std::min(last_, i + width)) {
      if (search_.broken()) return {low, i};
      if (is(i, good)) low = i;
      if (is(i, bad)) return {low, i};
      if (i == last_) return {low, last_ + 1};
    }
  }
  /// The last step in (low, high) that has the verdict, those undecided counting as beyond it; else `low`.
  Steps last_where(Verdict good, Steps low, Steps high) {
    while (high - low > 1 && !search_.broken()) {
      const Steps middle = low + (high - low) / 2;
      (is(middle, good) ? low : high) = middle;
    }
    return low;
  }
  /// The first step in (low, high] that has the verdict, those undecided counting as before it; high if none.
  Steps first_where(Verdict bad, Steps low, Steps high) {
    while (high - low > 1 && !search_.broken()) {
      const Steps middle = low + (high - low) / 2;
      (is(middle, bad) ? high : low) = middle;
    }
    return high;
  }
  /// Two more on the far side, where a passing value would contradict; where nothing passed at all, far out.
  void probe(Steps below, Steps above) {
    if (search_.broken() || above > last_) return;
    const bool nothing = below == before_the_first;
    const Steps near = nothing ? last_ / 2 : above + 1;
    const Steps far = nothing ? last_ : above + std::max<Steps>(2, (above - below) + above / 4);
    for (const Steps i : {near, far})
      if (i <= last_ && !search_.broken()) (void)at(i);
  }

  std::string text(Steps i) { return tried_.at(i).value; }
  Solution answer(Steps passing, Steps failing, bool largest) {
    Solution a;
    for (const auto& [i, tried] : tried_) {
      const bool beyond = largest ? i > failing : i < failing;
      const bool within = largest ? i < passing : i > passing;
      if ((beyond && tried.verdict == Verdict::passes) || (within && tried.verdict == Verdict::fails))
        a.monotone = false;
    }
    const auto in_range = [&](Steps i) { return i >= 0 && i <= last_ && tried_.contains(i); };
    if (in_range(passing) && is(passing, Verdict::passes)) a.value = text(passing);
    if (in_range(failing) && is(failing, Verdict::fails)) {
      a.next_fails = text(failing);
      for (const RuleResult& r : tried_.at(failing).run.slo)
        if (a.binding.empty() && r.verdict == Verdict::fails) a.binding = r.rule;
    }
    const bool adjacent = std::abs(failing - passing) == 1;
    if (a.value)
      a.verdict = adjacent ? Solution::Found::found : Solution::Found::undecided;
    else
      a.verdict = adjacent && a.next_fails && a.monotone ? Solution::Found::none : Solution::Found::undecided;
    for (auto& [i, tried] : tried_) a.tried.push_back(std::move(tried));
    return a;
  }

  Search& search_;
  const SolvePlan& plan_;
  Steps last_;
  double confidence_;
  std::int64_t at_most_;
  std::map<Steps, Tried> tried_;
};

/// Plans from the cheapest on, until one passes.
Solution cheapest(Search& search, const Scenario& scenario, double confidence, std::int64_t at_most) {
  std::vector<const std::pair<std::string, BuyablePlan>*> plans;
  for (const auto& plan : scenario.plans) plans.push_back(&plan);
  std::stable_sort(plans.begin(), plans.end(), [](auto* a, auto* b) { return a->second.price < b->second.price; });
  Solution a;
  bool all_fail = true;
  for (const auto* plan : plans) {
    a.tried.push_back(search.attempt(plan->first, plan->second.set, confidence, at_most));
    const Tried& tried = a.tried.back();
    if (search.broken()) return a;
    if (tried.verdict == Verdict::passes) {
      a.value = tried.value;
      a.verdict = all_fail ? Solution::Found::found : Solution::Found::undecided;
      return a;
    }
    all_fail &= tried.verdict == Verdict::fails;
    if (tried.verdict != Verdict::fails) continue;
    a.next_fails = tried.value;
    for (const RuleResult& r : tried.run.slo)
      if (r.verdict == Verdict::fails) a.binding = r.rule;
  }
  a.verdict = all_fail ? Solution::Found::none : Solution::Found::undecided;
  return a;
}

/// How sure one look is to be, and how many replications a value may take.
struct Looks {
  double confidence;
  std::int64_t at_most;
};
Looks looks_of(const Scenario& scenario, const SolvePlan& plan) {
  const std::int64_t replications = scenario.run.replications, at_most = plan.at_most.value_or(16 * replications);
  const double values = plan.goal == Goal::cheapest ? static_cast<double>(scenario.plans.size())
                                                    : (plan.within.to - plan.within.from) / *plan.within.step + 1;
  return {confidence_of_a_look(plan, static_cast<std::int64_t>(values), replications, std::max(at_most, replications)),
          at_most};
}

/// The answer where `given` holds; nothing if it was interrupted or a point cannot be.
std::optional<Solution> answer(const Loaded& loaded, const Assignments& given, const RunOptions& options,
                               std::string_view version, Diagnostics& out) {
  const SolvePlan& plan = *loaded.scenario->solve;
  if (plan.goal == Goal::best) return rank(loaded, {given, options, version}, out);
  Search search{loaded, plan, given, options, version, out};
  const auto [confidence, at_most] = looks_of(*loaded.scenario, plan);
  Solution a = plan.goal == Goal::cheapest ? cheapest(search, *loaded.scenario, confidence, at_most)
                                           : Edge{search, plan, confidence, at_most}.find();
  return search.broken() ? std::nullopt : std::optional{std::move(a)};
}

}  // namespace

SolveResult solve(const Loaded& loaded, const RunOptions& given, std::string_view version, Diagnostics& out) {
  const Scenario& scenario = *loaded.scenario;
  if (!scenario.solve) throw std::invalid_argument{"no solve block"};
  const SolvePlan& plan = *scenario.solve;
  SolveResult result;
  result.scenario = echo_of(scenario);
  result.goal = plan.goal, result.path = plan.path.empty() ? "plan" : plan.path;
  result.by = plan.contest.by, result.within = plan.contest.within, result.prefer = preferred(plan.contest);
  result.confidence = plan.confidence;
  for (const Axis& axis : plan.for_each) result.paths.push_back(axis.path);
  const std::vector<Assignments> all = combinations(plan.for_each);
  result.answers.resize(all.size());
  RunOptions each = given;
  const std::size_t jobs = given.jobs == 0 ? threads_here() : given.jobs;
  each.progress = nullptr;
  each.jobs = std::max<std::size_t>(1, jobs / all.size());
  std::mutex guard;
  std::int64_t done = 0;
  std::vector<Diagnostics> wrong(all.size());
  std::vector<char> broken(all.size());
  in_parallel(all.size(), jobs, [&](std::size_t i) {
    auto found = answer(loaded, all[i], each, version, wrong[i]);
    broken[i] = !found;
    if (found) result.answers[i] = std::move(*found);
    for (const Assignment& set : all[i]) result.answers[i].given.emplace_back(set.path, set.value.text);
    const std::lock_guard lock{guard};
    if (given.progress) given.progress(++done, static_cast<std::int64_t>(all.size()));
  });
  for (Diagnostics& w : wrong) out.insert(out.end(), w.begin(), w.end());
  result.partial = std::any_of(broken.begin(), broken.end(), [](char b) { return b != 0; });
  return result;
}

int exit_code(const SolveResult& result) {
  int code = 0;
  for (const Solution& a : result.answers) {
    if (a.verdict == Solution::Found::none) return 1;
    if (a.verdict == Solution::Found::undecided) code = 3;
  }
  return code;
}

}  // namespace busyhour
