#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "busyhour/stats/estimate.hpp"
#include "busyhour/stats/spread.hpp"
#include "intervals.hpp"
#include "tails.hpp"

namespace busyhour {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// How many finite values are above zero, and the one value if all are the same.
struct Values {
  std::uint64_t above_zero = 0;
  bool all_alike = true;
};

Values values_of(std::span<const Tally* const> tallies) {
  Values values;
  std::optional<std::uint64_t> first;
  for (const Tally* tally : tallies) {
    const Sketch& sketch = tally->sketch();
    if (sketch.finite() == 0) continue;
    if (!first) first = sketch.min();
    values.all_alike = values.all_alike && sketch.min() == *first && sketch.max() == *first;
    values.above_zero += sketch.count_above(0) - sketch.infinite();
  }
  return values;
}

/// Few values above zero carry the whole mean: their number is Poisson, their sizes enter by the design effect.
void bound_mean(Estimate& estimate, const Spread& spread, double events, double confidence) {
  const PoissonBounds seen = detail::bounds_of_few(events, estimate.value, spread, confidence);
  estimate.quality = Estimate::Quality::bound;
  estimate.low = seen.low / events * estimate.value;
  estimate.high = seen.high / events * estimate.value;
}

double effect_of_largest(std::span<const Tally* const> tallies) {
  std::vector<const Sketch*> sketches;
  for (const Tally* tally : tallies) sketches.push_back(&tally->sketch());
  return detail::Tails{sketches}.effect_of_largest();
}

}  // namespace

Estimate pooled_mean(std::span<const Tally* const> per_replication, double confidence) {
  Estimate estimate;
  estimate.replications = per_replication.size();
  std::vector<Ratio> ratios;
  ratios.reserve(per_replication.size());
  for (const Tally* tally : per_replication) {
    estimate.n += tally->finite();
    ratios.push_back({to_double(tally->sum()) * 1e-9, static_cast<double>(tally->finite()), RatioKind::level});
  }
  const Spread spread = spread_of(ratios);
  if (spread.contributing == 0) return estimate;
  estimate.value = spread.value();
  estimate.quality = Estimate::Quality::none;
  if (spread.contributing < 2) return estimate;
  detail::set_error(estimate, spread);
  const Values values = values_of(per_replication);
  const auto events = static_cast<double>(values.above_zero);
  if (!values.all_alike && events < detail::few_events)
    bound_mean(estimate, spread, events, confidence);
  else
    detail::set_unbounded(estimate, spread, detail::Skew::waits, confidence);
  return estimate;
}

Estimate pooled_share_above(std::span<const Tally* const> per_replication, std::size_t threshold, double confidence) {
  std::vector<Ratio> ratios;
  ratios.reserve(per_replication.size());
  for (const Tally* tally : per_replication) ratios.push_back(tally->share_above(threshold));
  const Spread spread = spread_of(ratios);
  const bool may_be_few =
      spread.contributing > 1 && detail::are_few(spread.numerator, spread.value(), spread, infinite);
  return pooled_ratio(ratios, confidence, may_be_few ? effect_of_largest(per_replication) : 1);
}

}  // namespace busyhour
