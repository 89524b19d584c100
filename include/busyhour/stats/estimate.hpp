#pragma once
/// A number with its interval, made from independent replications.
///
/// Intervals are two-sided with equal tails in intent. A share, rate, level or mean is the ratio of the sums over
/// replications; its variance is that of the replications' residuals (spread.hpp). The interval is Student's t on the
/// scale where such numbers are least skewed, odds for what lies in 0..1 and logarithms for what has no upper end, with
/// the far side, towards the long tail, moved out to value (1 + w + c w^2), w = t x relative standard error. The second
/// order term c answers the skewness of the estimate (Johnson, JASA 73, 1978, gives its form): 1 for counts and parts,
/// 2 for waits and levels, chosen so that measured coverage stays within 94..96.5 % (tests/stats/coverage_study.cpp).
/// Where everything is precise all of this is the ordinary t interval.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "busyhour/stats/ratio.hpp"
#include "busyhour/stats/sketch.hpp"
#include "busyhour/stats/tally.hpp"

namespace busyhour {

struct Estimate {
  /// What `low` and `high` are; they are numbers in the first three cases only, and `value` in all but the last.
  enum class Quality : std::uint8_t {
    interval,         ///< from the spread of the replications
    bound,            ///< from fewer than ten events (or all but ten): exact Poisson with the design effect
    constant,         ///< every replication gave the same: low = high = value, no variation was seen
    none,             ///< too few replications to say: a value without an interval
    not_converged,    ///< the interval stayed wider than was asked for
    no_steady_state,  ///< demand at or above capacity: what would be averaged grows with the run
    growing,          ///< still rising or falling at the end of the run
    initial_bias,     ///< the beginning that was counted moves it by more than half an interval
    two_modes,        ///< the replications fall into two groups: a mean between them is neither's
    undefined         ///< nothing was counted: no value
  };
  double value = std::numeric_limits<double>::quiet_NaN();
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
  std::uint64_t n = 0;           ///< what was pooled: requests, values, replications
  std::size_t replications = 0;  ///< how many were asked, the empty ones included
  Quality quality = Quality::undefined;
  double standard_error = std::numeric_limits<double>::quiet_NaN();  ///< of the value; not a number if it is not known
  double df = 0;                                                     ///< the degrees of freedom behind it

  [[nodiscard]] bool has_value() const { return quality != Quality::undefined; }
  [[nodiscard]] bool has_interval() const { return quality < Quality::none; }
  /// Puts a word in the place of the interval; without a steady state there is no value either.
  void instead_of_interval(Quality word);
  /// Half the interval's width over the value; infinite without an interval, 0 for a constant.
  [[nodiscard]] double relative_half_width() const;
};

/// interval, bound, constant, too_few_replications, not_converged, no_steady_state, growing, initial_bias,
/// two_modes, undefined.
[[nodiscard]] std::string_view word_of(Estimate::Quality);

/// Shares, parts, rates and levels: the ratio of the sums. Throws std::domain_error for what is not a number, negative,
/// or a share above one.
///
/// With fewer than ten events the ends are those of a Poisson count K (Garwood, Biometrika 28, 1936), K and its bounds
/// divided by the design effect max(1, variance / Poisson variance x (t/z)^2), as Korn and Graubard (Survey Methodology
/// 24, 1998) do for shares. Without any event the design effect is not seen: it is then `least_design_effect`, which
/// who knows of like events that come more often may raise. A part that is 0 in all R replications is bounded by 1 -
/// (alpha/2)^(1/R), which holds for any distribution on 0..1.
[[nodiscard]] Estimate pooled_ratio(std::span<const Ratio> per_replication, double confidence = 0.95,
                                    double least_design_effect = 1);
/// The mean of the finite values [s]: all of them over how many they are.
[[nodiscard]] Estimate pooled_mean(std::span<const Tally* const> per_replication, double confidence = 0.95);
/// The share of values above the tallies' i-th threshold, infinite ones included. Late values come in bursts, which a
/// few of them do not show: its least design effect is the greatest of the 30, 60, 120, ... largest values, up to half
/// of all.
[[nodiscard]] Estimate pooled_share_above(std::span<const Tally* const> per_replication, std::size_t threshold,
                                          double confidence = 0.95);
/// Quantiles of all values of all replications, in the sketch's unit; `value` and `high` may be infinite. The interval
/// is every x for which the interval of the share above x holds 1 - p (Woodruff, JASA 47, 1952, at each x), so it
/// agrees with a verdict on that share; resolved to buckets, whose outer ends it takes. The least and the largest (p =
/// 0, 1) have none.
[[nodiscard]] std::vector<Estimate> pooled_quantiles(std::span<const Sketch* const> per_replication,
                                                     std::span<const double> orders, double confidence = 0.95);
[[nodiscard]] Estimate pooled_quantile(std::span<const Sketch* const> per_replication, double p,
                                       double confidence = 0.95);

/// The mean of one number a replication, with the plain t interval. If one is infinite so is the mean, for certain.
[[nodiscard]] Estimate mean_of(std::span<const double> per_replication, double confidence = 0.95);
/// The quantile across replications: the ceil(n q)-th smallest, between two others (binomial).
[[nodiscard]] Estimate quantile_across(std::span<const double> per_replication, double q, double confidence = 0.95);
/// How many replications give such a quantile both ends of its interval: 72 for 0.95, 368 for 0.99 (at 95 %).
[[nodiscard]] std::size_t replications_needed(double q, double confidence = 0.95);

/// The p-quantile of Student's t with df degrees of freedom; of the normal if df is infinite.
[[nodiscard]] double student_t(double p, double df);
/// The two-sided bounds of a Poisson mean of which `count` events were seen, exact for whole counts.
struct PoissonBounds {
  double low = 0, high = 0;
};
[[nodiscard]] PoissonBounds poisson_bounds(double count, double confidence = 0.95);

}  // namespace busyhour
