#include "busyhour/stats/tally.hpp"

#include <limits>
#include <stdexcept>

namespace busyhour {

void Tally::overflow() { throw std::overflow_error{"the sum of squared durations exceeds 128 bits"}; }

void Tally::merge(const Tally& other) {
  if (other.thresholds_ != thresholds_) throw std::logic_error{"tallies with different thresholds do not merge"};
  sketch_.merge(other.sketch_);
  sum_ += other.sum_;
  if (__builtin_add_overflow(squares_, other.squares_, &squares_)) overflow();
  for (std::size_t i = 0; i < above_.size(); ++i) above_[i] += other.above_[i];
}

double Tally::mean() const {
  if (finite() == 0) return std::numeric_limits<double>::quiet_NaN();
  return to_double(sum_) / static_cast<double>(finite()) * 1e-9;
}

double Tally::variance() const {
  if (finite() < 2) return std::numeric_limits<double>::quiet_NaN();
  // The squares about the mean, whose whole part is taken out in integers so that nothing cancels.
  const Wide n = finite(), whole = sum_ / n;
  const auto rest = static_cast<double>(sum_ - whole * n);
  const double about_whole = to_double(squares_ - whole * (sum_ + (sum_ - whole * n)));
  return (about_whole - rest * rest / static_cast<double>(finite())) / static_cast<double>(finite() - 1) * 1e-18;
}

Tally Tally::from_parts(Parts parts) {
  if (parts.above.size() != parts.thresholds.size()) throw std::invalid_argument{"one count a threshold"};
  for (const std::uint64_t above : parts.above)
    if (above > parts.sketch.count() || above < parts.sketch.infinite())
      throw std::invalid_argument{"a threshold's count exceeds the values"};
  Tally tally{std::move(parts.thresholds)};
  tally.above_ = std::move(parts.above);
  tally.sum_ = parts.sum;
  tally.squares_ = parts.squares;
  tally.sketch_ = std::move(parts.sketch);
  return tally;
}

}  // namespace busyhour
