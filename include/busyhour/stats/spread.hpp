#pragma once
/// How far a ratio of sums is uncertain, from the residuals of independent replications (delta method).
///
/// With weights h = denominator / sum of denominators and residuals e = numerator - ratio x denominator, the variance
/// is sum e^2 / (1 - h) / (sum of denominators)^2: unbiased where a residual's variance grows with its denominator, and
/// the textbook s^2 / R where all denominators are equal. The degrees of freedom are Satterthwaite's under the same
/// model. This is CR2 of Bell and McCaffrey (Survey Methodology 28(2), 2002) for one mean of clusters.
#include <cstddef>
#include <span>

#include "busyhour/stats/ratio.hpp"

namespace busyhour {

struct Spread {
  double numerator = 0, denominator = 0;  ///< the sums
  double variance = 0;                    ///< of numerator / denominator
  double df = 0;                          ///< R - 1 for equal denominators, less for unequal ones
  std::size_t contributing = 0;           ///< replications with a denominator; the variance needs two

  [[nodiscard]] double value() const { return numerator / denominator; }
};

[[nodiscard]] Spread spread_of(std::span<const Ratio> per_replication);

}  // namespace busyhour
