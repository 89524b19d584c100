#include "busyhour/stats/spread.hpp"

#include <cmath>
#include <stdexcept>

namespace busyhour {
namespace {

Spread sums_of(std::span<const Ratio> per_replication) {
  Spread spread;
  for (const Ratio& ratio : per_replication) {
    if (!std::isfinite(ratio.numerator) || !std::isfinite(ratio.denominator) || ratio.denominator < 0)
      throw std::domain_error{"a ratio's numerator and denominator must be finite, the denominator not negative"};
    spread.numerator += ratio.numerator;
    spread.denominator += ratio.denominator;
    if (ratio.denominator > 0) ++spread.contributing;
  }
  return spread;
}

}  // namespace

Spread spread_of(std::span<const Ratio> per_replication) {
  Spread spread = sums_of(per_replication);
  if (spread.contributing < 2) return spread;
  double squares = 0, own = 0, cross = 0, cross_squares = 0;
  for (const Ratio& ratio : per_replication) {
    const double h = ratio.denominator / spread.denominator;
    const double residual = ratio.numerator - spread.value() * ratio.denominator;
    squares += residual * residual / (1 - h);
    own += h * h;
    cross += h * h / (1 - h);
    cross_squares += h * h / (1 - h) * (h * h / (1 - h));
  }
  spread.variance = squares / (spread.denominator * spread.denominator);
  spread.df = 1 / (own + cross * cross - cross_squares);
  return spread;
}

}  // namespace busyhour
