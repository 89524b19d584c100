#pragma once
/// What widens a scene: its class, for the two files that tell what it adds.
#include <random>

#include "scenes.hpp"

namespace busyhour::testing {

/// Adds to a scene what the language's first part did not have.
class Widener {
 public:
  Widener(std::uint64_t number, Mixtures mixtures, Scene& scene)
      : engine_{number * 7919 + 1}, scene_{scene}, all_{mixtures == Mixtures::all} {}
  void widen();

 private:
  std::int64_t between(std::int64_t a, std::int64_t b) {
    return a + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(b - a + 1));
  }
  bool chance(std::int64_t percent) { return between(1, 100) <= percent; }
  /// An odd number of milliseconds: few things happen at one instant.
  Duration span(std::int64_t low_ms, std::int64_t high_ms) {
    return std::chrono::milliseconds{between(low_ms, high_ms)} + std::chrono::microseconds{between(1, 999)};
  }
  Distribution spread(double mean) { return law(chance(50) ? "lognormal" : "gamma", mean, 0.6); }
  Money cents(std::int64_t low, std::int64_t high) { return Money{between(low, high) * 10'000'000 + between(0, 9999)}; }
  static Formula over_balance(const std::string& text);

  [[nodiscard]] bool holds_longer() const;
  [[nodiscard]] EndpointConfig& endpoint_of(const std::string& name);
  ConcurrencyLimit* slots();
  void money();
  void rate();
  void special_slots();
  void stages();
  void failures();
  void calls();
  void classes(WorkloadConfig&);
  void client(WorkloadConfig&);
  void interruptions();
  template <class RateLimitOf>
  void add_rate(RateLimitOf);

  std::mt19937_64 engine_;
  Scene& scene_;
  bool all_;
};

}  // namespace busyhour::testing
