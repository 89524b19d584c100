#pragma once
/// Control variates: what is known of a run's input, its exact mean, taken out of an estimate by regression.
///
/// The residuals of the ratio of sums (spread.hpp, divided by the mean denominator) are regressed on the controls less
/// their known means; the estimate is moved to where the controls would be at their means, and its variance is that of
/// what the regression leaves, with q more degrees of freedom spent on q controls: Student's t with R - 1 - q
/// (Lavenberg and Welch, Management Science 27, 1981; Nelson, Operations Research 38, 1990, for the loss by estimated
/// coefficients). It holds for normal residuals; so that it holds well enough for others, and choosing between the two
/// intervals costs nothing to speak of, it is used only with 20 replications and 10 more a control, and only if it is
/// expected to take a tenth off the width.
#include <optional>
#include <span>
#include <vector>

#include "busyhour/stats/estimate.hpp"

namespace busyhour {

/// One control: its value in each replication, and its mean.
struct Control {
  std::vector<double> values;
  double mean = 0;
};

inline constexpr std::size_t replications_with_controls = 20, replications_per_control = 10;
inline constexpr double worthwhile_width = 0.9;

/// The ratio of the sums, corrected; nothing where it is not used. Throws std::invalid_argument if the lengths differ.
/// Its interval is on the scale of the plain one; nothing too for what only has bounds (few events), or where the
/// correction leaves the range of such numbers.
[[nodiscard]] std::optional<Estimate> controlled_ratio(std::span<const Ratio> per_replication,
                                                       std::span<const Control> controls, double confidence = 0.95);
/// The same for the mean of one number a replication.
[[nodiscard]] std::optional<Estimate> controlled_mean(std::span<const double> per_replication,
                                                      std::span<const Control> controls, double confidence = 0.95);

}  // namespace busyhour
