#pragma once
/// How much of a number's spread over drawn points one input explains: the first-order share Var(E[Y|X]) / Var(Y).
#include <vector>

namespace busyhour::detail {

struct FirstOrder {
  double share = 0;          ///< 0..1
  double low = 0, high = 0;  ///< two standard errors of the delete-a-group jackknife away, within 0..1
};

/// Points are cut into groups of equal size by x (`groups_of` values alike stay together); the share is epsilon-squared
/// (Kelley, PNAS 21, 1935), the correlation ratio without its bias. Not a number with fewer than 12 points or no
/// spread.
[[nodiscard]] FirstOrder first_order(const std::vector<double>& x, const std::vector<double>& y);

}  // namespace busyhour::detail
