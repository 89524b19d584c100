#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "busyhour/random/elementary.hpp"
#include "busyhour/stats/estimate.hpp"
#include "busyhour/stats/spread.hpp"
#include "intervals.hpp"

namespace busyhour {
namespace {

using namespace detail;

/// The c of estimate.hpp.
double skewness(Skew skew) { return skew == Skew::waits ? 2 : 1; }

/// How far the far end lies from the value, as a factor: at least exp(w), and 1 + w + c w^2 to the second order.
double stretch(double w, double c) { return std::max(portable_exp(w), 1 + w + c * w * w); }

/// On the scale of odds. The long tail points to the middle, so the skewness fades there and changes sides.
void on_odds_scale(Estimate& estimate, double half_width) {
  const double share = estimate.value, odds = share / (1 - share), w = half_width / (share * (1 - share));
  const double tilt = (skewness(Skew::counts) - 0.5) * (1 - 2 * share);
  const double low = odds / stretch(w, 0.5 + std::max(0.0, -tilt)), high = odds * stretch(w, 0.5 + std::max(0.0, tilt));
  estimate.low = low / (1 + low);
  estimate.high = std::isinf(high) ? 1.0 : high / (1 + high);
}

void bound_share(Estimate& estimate, const Spread& spread, double confidence, double least_design_effect) {
  const double events = spread.numerator, others = spread.denominator - spread.numerator;
  estimate.quality = Estimate::Quality::bound;
  estimate.low = 0;
  estimate.high = 1;
  if (are_few(events, estimate.value, spread, least_design_effect)) {
    const PoissonBounds seen = bounds_of_few(events, estimate.value, spread, confidence, least_design_effect);
    estimate.low = seen.low / spread.denominator;
    estimate.high = std::min(1.0, seen.high / spread.denominator);
  }
  if (others < few_events) {
    const PoissonBounds rest = bounds_of_few(others, 1 - estimate.value, spread, confidence);
    estimate.low = std::max(estimate.low, 1 - rest.high / spread.denominator);
    estimate.high = std::min(estimate.high, 1 - rest.low / spread.denominator);
  }
}

/// A part that was nothing, or everything, in all replications.
void bound_part(Estimate& estimate, const Spread& spread, double confidence) {
  const double unseen = unseen_part(spread.contributing, confidence);
  estimate.quality = Estimate::Quality::bound;
  estimate.low = estimate.value > 0 ? 1 - unseen : 0;
  estimate.high = estimate.value > 0 ? 1 : unseen;
}

bool constant(Estimate& estimate, double half_width) {
  if (half_width > 1e-14 * std::abs(estimate.value)) return false;  // else no more than rounding
  estimate.quality = Estimate::Quality::constant;
  estimate.low = estimate.high = estimate.value;
  return true;
}

void set_rate(Estimate& estimate, const Spread& spread, double confidence, double least_design_effect) {
  if (!are_few(spread.numerator, estimate.value, spread, least_design_effect))
    return set_unbounded(estimate, spread, Skew::counts, confidence);
  const PoissonBounds seen = bounds_of_few(spread.numerator, estimate.value, spread, confidence, least_design_effect);
  estimate.quality = Estimate::Quality::bound;
  estimate.low = seen.low / spread.denominator;
  estimate.high = seen.high / spread.denominator;
}

void set_share(Estimate& estimate, const Spread& spread, RatioKind kind, double confidence,
               double least_design_effect) {
  const double others = spread.denominator - spread.numerator, scarce = std::min(spread.numerator, others);
  const bool few = others < few_events || are_few(spread.numerator, estimate.value, spread, least_design_effect);
  if (kind == RatioKind::share && few) return bound_share(estimate, spread, confidence, least_design_effect);
  if (kind == RatioKind::part && scarce <= 0) return bound_part(estimate, spread, confidence);
  const double half_width = critical(spread.df, confidence) * std::sqrt(spread.variance);
  if (constant(estimate, half_width)) return;
  estimate.quality = Estimate::Quality::interval;
  on_odds_scale(estimate, half_width);
}

void set_interval(Estimate& estimate, const Spread& spread, RatioKind kind, double confidence,
                  double least_design_effect) {
  if (kind == RatioKind::rate) return set_rate(estimate, spread, confidence, least_design_effect);
  // Slots held of a cap that has just fallen may exceed one.
  if (kind == RatioKind::level || estimate.value > 1) return set_unbounded(estimate, spread, Skew::waits, confidence);
  set_share(estimate, spread, kind, confidence, least_design_effect);
}

RatioKind common_kind(std::span<const Ratio> per_replication) {
  for (const Ratio& ratio : per_replication) {
    if (ratio.kind != per_replication.front().kind) throw std::domain_error{"ratios of different kinds do not pool"};
    if (ratio.numerator < 0) throw std::domain_error{"a ratio's numerator must not be negative"};
    if (ratio.kind == RatioKind::share && ratio.numerator > ratio.denominator)
      throw std::domain_error{"a share exceeds one: a count per something else is a rate"};
  }
  return per_replication.front().kind;
}

std::uint64_t pooled_count(const Spread& spread, RatioKind kind) {
  if (kind == RatioKind::share) return static_cast<std::uint64_t>(spread.denominator);
  if (kind == RatioKind::rate) return static_cast<std::uint64_t>(spread.numerator);
  return spread.contributing;
}

}  // namespace

double detail::critical(double df, double confidence) {
  if (!(confidence > 0 && confidence < 1)) throw std::domain_error{"a confidence lies between 0 and 1"};
  return student_t(0.5 + confidence / 2, df);
}

double detail::design_effect(double events, double value, const Spread& spread) {
  return events > 0 ? std::max(1.0, events * spread.variance / (value * value)) : 1;
}

PoissonBounds detail::bounds_of_few(double events, double value, const Spread& spread, double confidence,
                                    double least_design_effect) {
  double effect = least_design_effect;
  if (events > 0) {
    const double inflation = critical(spread.df, confidence) / critical(infinite_df, confidence);
    effect = std::max(effect, events * spread.variance / (value * value) * inflation * inflation);
  }
  const PoissonBounds effective = poisson_bounds(events / effect, confidence);
  return {effective.low * effect, effective.high * effect};
}

bool detail::are_few(double events, double value, const Spread& spread, double least_design_effect) {
  if (events < few_events) return true;
  const double effect = design_effect(events, value, spread);
  return effect < least_design_effect && events < few_bursts * effect;
}

void detail::set_error(Estimate& estimate, const Spread& spread) {
  if (spread.contributing < 2) return;
  estimate.standard_error = std::sqrt(spread.variance);
  estimate.df = spread.df;
}

void detail::set_unbounded(Estimate& estimate, const Spread& spread, Skew skew, double confidence) {
  const double half_width = critical(spread.df, confidence) * std::sqrt(spread.variance);
  if (constant(estimate, half_width)) return;
  const double w = half_width / estimate.value;
  estimate.quality = Estimate::Quality::interval;
  estimate.low = estimate.value * portable_exp(-w);
  estimate.high = estimate.value * stretch(w, skewness(skew));
}

std::optional<Estimate> detail::interval_of(const Estimate& plain, const Spread& corrected, RatioKind kind,
                                            double confidence) {
  const bool bounded = (kind == RatioKind::share || kind == RatioKind::part) && plain.value <= 1;
  Estimate e = plain;
  e.value = corrected.value();
  if (!(e.value > 0) || (bounded && e.value >= 1)) return std::nullopt;
  set_error(e, corrected);
  if (bounded)
    on_odds_scale(e, critical(corrected.df, confidence) * std::sqrt(corrected.variance));
  else
    set_unbounded(e, corrected, kind == RatioKind::rate ? Skew::counts : Skew::waits, confidence);
  return e;
}

Estimate pooled_ratio(std::span<const Ratio> per_replication, double confidence, double least_design_effect) {
  Estimate estimate;
  estimate.replications = per_replication.size();
  if (per_replication.empty()) return estimate;
  const RatioKind kind = common_kind(per_replication);
  const Spread spread = spread_of(per_replication);
  estimate.n = pooled_count(spread, kind);
  if (spread.contributing == 0) return estimate;
  estimate.value = spread.value();
  estimate.quality = Estimate::Quality::none;
  detail::set_error(estimate, spread);
  if (spread.contributing >= 2) set_interval(estimate, spread, kind, confidence, least_design_effect);
  return estimate;
}

}  // namespace busyhour
