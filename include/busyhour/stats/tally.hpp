#pragma once
/// What one replication remembers of a metric that is a duration: moments, a sketch, and counts above given thresholds.
///
/// Count, sum and sum of squares are exact integers of nanoseconds over the finite values; infinite ones (requests
/// given up) enter the sketch and lie above every threshold. Merging is exact in any order.
#include <cstdint>
#include <utility>
#include <vector>

#include "busyhour/base/time.hpp"
#include "busyhour/stats/ratio.hpp"
#include "busyhour/stats/sketch.hpp"
#include "busyhour/stats/wide.hpp"

namespace busyhour {

class Tally {
 public:
  explicit Tally(std::vector<Duration> thresholds = {})
      : thresholds_{std::move(thresholds)}, above_(thresholds_.size(), 0) {}

  void add(Duration d) {
    sketch_.add(d);
    const auto ns = static_cast<std::uint64_t>(d.count());
    sum_ += ns;
    if (__builtin_add_overflow(squares_, Wide{ns} * ns, &squares_)) [[unlikely]]
      overflow();
    for (std::size_t i = 0; i < above_.size(); ++i) above_[i] += d > thresholds_[i] ? 1U : 0U;
  }
  void add_infinite() {
    sketch_.add_infinite();
    for (std::uint64_t& above : above_) ++above;
  }
  /// Throws if the thresholds differ.
  void merge(const Tally& other);
  void compact() { sketch_.compact(); }

  [[nodiscard]] std::uint64_t count() const { return sketch_.count(); }
  [[nodiscard]] std::uint64_t finite() const { return sketch_.finite(); }
  [[nodiscard]] std::uint64_t infinite() const { return sketch_.infinite(); }
  [[nodiscard]] Wide sum() const { return sum_; }          ///< [ns]
  [[nodiscard]] Wide squares() const { return squares_; }  ///< [ns^2]
  /// Of the finite values [s]; not a number if there are none (fewer than two for the variance [s^2]).
  [[nodiscard]] double mean() const;
  [[nodiscard]] double variance() const;
  [[nodiscard]] const Sketch& sketch() const { return sketch_; }

  [[nodiscard]] const std::vector<Duration>& thresholds() const { return thresholds_; }
  /// How many are greater than the i-th threshold, the infinite ones included; exact.
  [[nodiscard]] std::uint64_t above(std::size_t i) const { return above_.at(i); }
  [[nodiscard]] Ratio share_above(std::size_t i) const {
    return {static_cast<double>(above(i)), static_cast<double>(count())};
  }

  /// What a file must keep to build the same tally again.
  struct Parts {
    std::vector<Duration> thresholds;
    std::vector<std::uint64_t> above;
    Wide sum = 0, squares = 0;
    Sketch sketch;
  };
  [[nodiscard]] static Tally from_parts(Parts parts);

  bool operator==(const Tally&) const = default;

 private:
  [[noreturn]] static void overflow();

  std::vector<Duration> thresholds_;
  std::vector<std::uint64_t> above_;
  Wide sum_ = 0, squares_ = 0;
  Sketch sketch_;
};

}  // namespace busyhour
