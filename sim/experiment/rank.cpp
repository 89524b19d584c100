#include "rank.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "busyhour/experiment/compare.hpp"
#include "paired.hpp"

namespace busyhour {

namespace {

/// One candidate and what is known of it.
struct Rival {
  std::string name;
  Point point;
  std::optional<Trial> trial;
  Standing standing;
  bool out = false;  ///< shown to be worse than another
};

class Ranking {
 public:
  Ranking(const SolvePlan& plan, std::vector<std::unique_ptr<Rival>> rivals)
      : by_{plan.contest.by}, within_{plan.contest.within}, rivals_{std::move(rivals)} {
    sign_ = preferred(plan.contest) == Prefer::smallest ? 1 : -1;
    const std::int64_t first = rivals_.front()->point.scenario.run.replications;
    at_most_ = std::max(first, plan.at_most.value_or(16 * first));
    double looks = 1;
    for (std::int64_t n = first; n < at_most_; n = std::min(2 * n, at_most_)) ++looks;
    confidence_ = 1 - (1 - plan.confidence) / (static_cast<double>(rivals_.size() - 1) * looks);
  }

  /// False if it was interrupted.
  bool decide() {
    for (std::int64_t n = rivals_.front()->point.scenario.run.replications;; n = std::min(2 * n, at_most_)) {
      for (const auto& r : rivals_)
        if (!r->out && !r->trial->grow(n)) return false;
      compare();
      if (found_ || n >= at_most_) return true;
    }
  }

  Solution answer() {
    Solution a;
    std::vector<Rival*> order;
    for (const auto& r : rivals_) order.push_back(r.get());
    std::ranges::stable_sort(order, [&](const Rival* x, const Rival* y) {
      if (x->out != y->out) return y->out;
      if ((x == best_) != (y == best_)) return x == best_;
      return sign_ * x->standing.number.value < sign_ * y->standing.number.value;
    });
    for (Rival* r : order) {
      r->standing.run = r->trial->concluded();
      a.ranking.push_back(std::move(r->standing));
    }
    a.verdict = found_ ? Solution::Found::found : Solution::Found::undecided;
    if (found_) a.value = a.ranking.front().value;
    return a;
  }

 private:
  /// x - y, above zero where x is worse.
  [[nodiscard]] Estimate worse_by(const Rival& x, const Rival& y) const {
    Estimate d = paired_difference(*y.trial, *x.trial, by_, confidence_);
    if (sign_ < 0) d.value = -d.value, std::swap(d.low, d.high), d.low = -d.low, d.high = -d.high;
    return d;
  }
  /// One look at all that are left.
  void compare() {
    std::vector<Rival*> left;
    for (const auto& r : rivals_)
      if (!r->out) left.push_back(r.get());
    for (Rival* r : left) r->standing = {r->name, Standing::Word::undecided, number_of(*r->trial, by_), {}, {}, {}};
    best_ = *std::ranges::min_element(left, {}, [&](const Rival* r) { return ahead(*r); });
    found_ = true;
    for (Rival* r : left)
      if (r != best_) judge(*r, left);
    best_->standing.word = found_ ? Standing::Word::best : Standing::Word::undecided;
  }
  /// Sorts those without a number last.
  [[nodiscard]] double ahead(const Rival& r) const {
    const double value = sign_ * r.standing.number.value;
    return std::isnan(value) ? std::numeric_limits<double>::infinity() : value;
  }
  void judge(Rival& r, const std::vector<Rival*>& left) {
    bool as_good = true;
    const Estimate to_best = worse_by(r, *best_);
    put(r, *best_, to_best);
    for (const Rival* other : left) {
      if (other == &r) continue;
      const Estimate d = other == best_ ? to_best : worse_by(r, *other);
      as_good = as_good && d.has_interval() && d.high <= within_;
      if (!d.has_interval() || d.low <= 0) continue;
      r.out = true;
      if (!(to_best.has_interval() && to_best.low > 0)) put(r, *other, d);
      r.standing.word = Standing::Word::worse;
      return;
    }
    if (as_good) r.standing.word = Standing::Word::as_good;
    found_ = found_ && to_best.has_interval() && to_best.low >= -within_;
  }
  void put(Rival& r, const Rival& against, Estimate d) const {
    if (sign_ < 0) d.value = -d.value, std::swap(d.low, d.high), d.low = -d.low, d.high = -d.high;
    r.standing.against = against.name;
    r.standing.difference = d;
  }

  const MetricRef& by_;
  double within_, sign_ = 1, confidence_ = 0.95;
  std::int64_t at_most_ = 0;
  std::vector<std::unique_ptr<Rival>> rivals_;
  Rival* best_ = nullptr;
  bool found_ = false;
};

}  // namespace

std::string_view word_of(Standing::Word word) {
  constexpr std::string_view words[] = {"best", "as_good", "worse", "undecided"};
  return words[static_cast<std::size_t>(word)];
}

Prefer preferred(const Contest& contest) {
  return contest.prefer.value_or(more_is_better(contest.by.metric) ? Prefer::largest : Prefer::smallest);
}

std::optional<Solution> rank(const Loaded& loaded, const RankOptions& options, Diagnostics& out) {
  const SolvePlan& plan = *loaded.scenario->solve;
  std::vector<std::unique_ptr<Rival>> rivals;
  for (const Candidate& candidate : plan.contest.among) {
    Assignments set = options.given;
    set.insert(set.end(), candidate.set.begin(), candidate.set.end());
    auto point = point_at(loaded, set, options.version, out);
    if (!point) return std::nullopt;
    auto rival = std::make_unique<Rival>();
    rival->name = candidate.name;
    rival->point = std::move(*point);
    rival->point.scenario.slo.clear();
    rival->trial.emplace(rival->point.scenario, options.run);
    rivals.push_back(std::move(rival));
  }
  Ranking ranking{plan, std::move(rivals)};
  if (!ranking.decide()) return std::nullopt;
  return ranking.answer();
}

}  // namespace busyhour
