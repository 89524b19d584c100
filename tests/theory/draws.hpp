#pragma once
/// Simulations so plain that they can be read off the rule they follow, and how sure their means are.
#include <cmath>
#include <cstdint>
#include <random>

namespace busyhour::testing {

class Draws {
 public:
  explicit Draws(std::uint64_t seed) : engine_{seed} {}
  /// Uniform in [0, 1): the same on every machine.
  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }
  double exponential(double mean) { return -mean * std::log1p(-uniform()); }

 private:
  std::mt19937_64 engine_;
};

/// A mean of independent values.
struct Sample {
  double n = 0, sum = 0, squares = 0;
  void add(double value) { ++n, sum += value, squares += value * value; }
  [[nodiscard]] double mean() const { return sum / n; }
  /// How many standard errors from `expected`; beyond 5.5 once in 26 million samples (normal).
  [[nodiscard]] double z(double expected) const {
    return (mean() - expected) / std::sqrt((squares / n - mean() * mean()) / (n - 1));
  }
};
inline constexpr double far = 5.5;

}  // namespace busyhour::testing
