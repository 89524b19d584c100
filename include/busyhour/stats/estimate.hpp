#pragma once
/// A number with its interval, made from independent replications.
///
/// Intervals are two-sided with equal tails. A share, rate, level or mean is the ratio of the sums over replications;
/// its variance is that of the replications' residuals (delta method), corrected for few and unequal replications.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "busyhour/stats/ratio.hpp"
#include "busyhour/stats/sketch.hpp"
#include "busyhour/stats/tally.hpp"

namespace busyhour {

struct Estimate {
  /// What `low` and `high` are; they are numbers in the first three cases only, and `value` in all but the last.
  enum class Quality : std::uint8_t {
    interval,  ///< from the spread of the replications
    bound,     ///< from a count of fewer than ten events: exact Poisson with the design effect
    constant,  ///< every value was the same: low = high = value, no variation was seen
    none,      ///< too few replications to say: a value without an interval
    undefined  ///< nothing was counted: no value
  };
  double value = std::numeric_limits<double>::quiet_NaN();
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
  std::uint64_t n = 0;           ///< what was pooled: requests, values, replications
  std::size_t replications = 0;  ///< how many were asked, the empty ones included
  Quality quality = Quality::undefined;

  [[nodiscard]] bool has_value() const { return quality != Quality::undefined; }
  [[nodiscard]] bool has_interval() const { return quality < Quality::none; }
  /// Half the interval's width over the value; infinite without an interval, 0 for a constant.
  [[nodiscard]] double relative_half_width() const;
};

/// Shares, rates and levels: the ratio of the sums.
[[nodiscard]] Estimate pooled_ratio(std::span<const Ratio> per_replication, double confidence = 0.95);
/// The mean of the finite values [s]: all of them over how many they are.
[[nodiscard]] Estimate pooled_mean(std::span<const Tally* const> per_replication, double confidence = 0.95);
/// The share of values above the tallies' i-th threshold, infinite ones included.
[[nodiscard]] Estimate pooled_share_above(std::span<const Tally* const> per_replication, std::size_t threshold,
                                          double confidence = 0.95);
/// The quantile of all values of all replications, in the sketch's unit; `value` and `high` may be infinite.
[[nodiscard]] Estimate pooled_quantile(std::span<const Sketch* const> per_replication, double p,
                                       double confidence = 0.95);

/// The mean of one number a replication. If one is infinite so is the mean, for certain.
[[nodiscard]] Estimate mean_of(std::span<const double> per_replication, double confidence = 0.95);
/// The quantile across replications: the ceil(n q)-th smallest, between two others (binomial).
[[nodiscard]] Estimate quantile_across(std::span<const double> per_replication, double q, double confidence = 0.95);
/// How many replications give such a quantile both ends of its interval: 72 for 0.95, 368 for 0.99 (at 95 %).
[[nodiscard]] std::size_t replications_needed(double q, double confidence = 0.95);

/// The p-quantile of Student's t with df degrees of freedom.
[[nodiscard]] double student_t(double p, double df);

}  // namespace busyhour
