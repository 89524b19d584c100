#include <algorithm>
#include <limits>
#include <vector>

#include "busyhour/stats/estimate.hpp"
#include "tails.hpp"

namespace busyhour {
namespace {

using detail::Tails;

/// The first of from..to (excluded) for which `holds`, which is true to the right of some place; `to` if none.
template <class Predicate>
std::size_t first_where(std::size_t from, std::size_t to, Predicate holds) {
  while (from < to) {
    const std::size_t middle = from + (to - from) / 2;
    if (holds(middle))
      to = middle;
    else
      from = middle + 1;
  }
  return from;
}

enum class End { low, high };

/// Where, inside the bucket, that end of the share's interval comes down to `allowed`: between the bucket's two ends as
/// the shares do, but at the outer end of a bucket that may hold a lump, being fuller than its two neighbours together.
double crossing(const Tails& tails, std::size_t bucket, double allowed, double confidence, End end) {
  if (bucket == tails.size()) return std::numeric_limits<double>::infinity();
  if (tails.may_be_a_lump(bucket)) return end == End::low ? tails.lower_end(bucket) : tails.upper_end(bucket);
  const auto bound = [&](std::size_t b) {
    const Estimate share = tails.share_above(b, confidence);
    return end == End::low ? share.low : share.high;
  };
  const double before = bound(bucket - 1), after = bound(bucket);
  const double part = std::clamp((before - allowed) / (before - after), 0.0, 1.0);
  return tails.lower_end(bucket) + part * (tails.upper_end(bucket) - tails.lower_end(bucket));
}

/// Below the value no share above can be small enough, above it none too large: so each end is sought on its own side.
void set_interval(Estimate& estimate, const Tails& tails, double p, double confidence) {
  const double allowed = 1 - p;
  const std::size_t here =
      first_where(0, tails.size(), [&](std::size_t b) { return tails.upper_end(b) >= estimate.value; });
  const std::size_t low =
      first_where(0, here, [&](std::size_t b) { return tails.share_above(b, confidence).low <= allowed; });
  const std::size_t high =
      first_where(here, tails.size(), [&](std::size_t b) { return tails.share_above(b, confidence).high <= allowed; });
  estimate.quality = Estimate::Quality::interval;
  estimate.low = std::min(estimate.value, crossing(tails, low, allowed, confidence, End::low));
  estimate.high = std::max(estimate.value, crossing(tails, high, allowed, confidence, End::high));
  // So few values that more than this share may lie below them all, though none was seen there.
  const double unseen = poisson_bounds(0, confidence).high / static_cast<double>(estimate.n);
  if (low == 0 && unseen >= p) estimate.low = 0;
}

}  // namespace

std::vector<Estimate> pooled_quantiles(std::span<const Sketch* const> per_replication, std::span<const double> orders,
                                       double confidence) {
  const Tails tails{per_replication};
  std::vector<Estimate> estimates;
  estimates.reserve(orders.size());
  for (const double p : orders) {
    Estimate& estimate = estimates.emplace_back();
    estimate.replications = per_replication.size();
    estimate.n = tails.pooled().count();
    if (estimate.n == 0) continue;
    estimate.value = tails.pooled().quantile(p);
    estimate.quality = Estimate::Quality::none;
    if (tails.contributing() >= 2 && p > 0 && p < 1) set_interval(estimate, tails, p, confidence);
  }
  return estimates;
}

Estimate pooled_quantile(std::span<const Sketch* const> per_replication, double p, double confidence) {
  return pooled_quantiles(per_replication, {&p, 1}, confidence).front();
}

}  // namespace busyhour
