#pragma once
/// A numerator and a denominator, kept apart so that replications pool as the ratio of the sums.
///
/// Counts are exact up to 2^53; amounts (time integrals, dollars) are sums in replication order.
#include <cstdint>
#include <limits>
#include <stdexcept>

namespace busyhour {

/// What the numerator is, which decides what its interval may look like.
enum class RatioKind : std::uint8_t {
  share,  ///< events among the events of the denominator: 0..1 (requests refused of requests made)
  part,   ///< an amount of the denominator's amount: 0..1 (time at the cap of all time, slots held of slots)
  rate,   ///< events per something else, without an upper end (attempts per request, requests per second)
  level,  ///< an amount per something else (requests in flight, dollars per hour)
};

struct Ratio {
  double numerator = 0;
  double denominator = 0;
  RatioKind kind = RatioKind::share;

  void add(bool yes) {
    numerator += yes ? 1.0 : 0.0;
    denominator += 1.0;
  }
  void merge(const Ratio& other) {
    if (other.kind != kind) throw std::logic_error{"ratios of different kinds do not merge"};
    numerator += other.numerator;
    denominator += other.denominator;
  }
  /// Not a number when nothing was counted.
  [[nodiscard]] double value() const {
    return denominator > 0 ? numerator / denominator : std::numeric_limits<double>::quiet_NaN();
  }
  bool operator==(const Ratio&) const = default;
};

}  // namespace busyhour
