#pragma once
/// The intervals of estimate.hpp, shared by what pools ratios and what pools tallies.
#include <limits>
#include <optional>

#include "busyhour/stats/estimate.hpp"
#include "busyhour/stats/spread.hpp"

namespace busyhour::detail {

inline constexpr double infinite_df = std::numeric_limits<double>::infinity();
inline constexpr double few_events = 10, few_bursts = 4;

/// The half width of a two-sided t interval in standard errors.
[[nodiscard]] double critical(double df, double confidence);

/// Low and high ends of the mean number of events of which `events` were seen. The design effect is that of `variance`,
/// of an estimate `value` in which each event counts alike.
[[nodiscard]] PoissonBounds bounds_of_few(double events, double value, const Spread& spread, double confidence,
                                          double least_design_effect = 1);
/// Variance over Poisson variance, at least 1.
[[nodiscard]] double design_effect(double events, double value, const Spread& spread);
/// Whether a count is bounded rather than given a t interval: fewer than ten events; or fewer than four bursts, where
/// like events are known to come in larger bursts than these did.
[[nodiscard]] bool are_few(double events, double value, const Spread& spread, double least_design_effect);

/// How much of 0..1 may have stayed unseen: the mean of what was 0 in so many replications, whatever its distribution.
[[nodiscard]] double unseen_part(std::size_t replications, double confidence);

/// Standard error and degrees of freedom, where there are two replications to tell them.
void set_error(Estimate& estimate, const Spread& spread);
/// The interval of a value without an upper end; a constant if the replications do not differ by more than rounding.
enum class Skew { counts, waits };
void set_unbounded(Estimate& estimate, const Spread& spread, Skew skew, double confidence);

/// The interval of a ratio that has one, about another value and with another variance; nothing if the value is none of
/// its kind.
[[nodiscard]] std::optional<Estimate> interval_of(const Estimate& plain, const Spread& corrected, RatioKind kind,
                                                  double confidence);

}  // namespace busyhour::detail
