#pragma once
/// The interval of a difference of two estimates that share their replications.
///
/// Student's t over the paired residuals, with ends as far apart as the skewness of the two asks. Of each estimate it
/// is known how much longer than t its upper and its lower arm is (estimate.hpp). A difference D takes over as much of
/// that as it is made of it: were D = beta X + a symmetric rest, its skewness would be corr(D, X)^3 times that of X. So
/// each arm of D is lengthened by |corr(D, X)|^3 of what X's corresponding arm is longer than t, summed over both X (in
/// proportion, where the cubes sum to more than one). Two estimates that move together leave little, and two equal ones
/// nothing.
#include <span>

#include "busyhour/stats/estimate.hpp"

namespace busyhour {

/// One of the two: with its interval at the same confidence, and a residual for each replication [its unit].
struct PairedPart {
  Estimate estimate;
  std::span<const double> residuals;
};

/// b - a, about `centre`. The residuals are equally many; without two of them, or if the centre is not finite, there is
/// no interval.
[[nodiscard]] Estimate paired_interval(double centre, const PairedPart& a, const PairedPart& b,
                                       double confidence = 0.95);

}  // namespace busyhour
