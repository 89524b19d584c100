#pragma once
/// A rate that grows while it is used: of new sessions, so that a fleet can be ramped up but not thrown at the door.
#include <cmath>

#include "busyhour/model/limits/rate.hpp"

namespace busyhour {

/// How a window's use moves the next one's cap.
struct GrowthRule {
  double grows = 0.1, grows_at = 0.7, shrinks_below = 0.5;
  CountOrUnlimited at_most{0, true};
};

/// The cap of a window is the whole part of a level that is never rounded itself. Windows are those of the clock.
class GrowthState {
 public:
  GrowthState(std::int64_t cap, Duration per, const GrowthRule& rule)
      : base_{static_cast<double>(cap)}, per_{per}, rule_{rule}, at_{0, base_, 0} {}

  [[nodiscard]] bool refuses(std::int64_t amount, TimePoint now) const {
    const Level l = at(now);
    return l.used + amount > cap_of(l);
  }
  void take(std::int64_t amount, TimePoint now) {
    at_ = at(now);
    at_.used += amount;
  }
  void complete(std::int64_t, TimePoint) {}
  /// A new base; a level below it rises to it.
  void set_cap(std::int64_t cap, TimePoint now) {
    at_ = at(now);
    base_ = static_cast<double>(cap);
    at_.level = std::max(at_.level, base_);
  }
  [[nodiscard]] std::int64_t left(TimePoint now) const {
    const Level l = at(now);
    return std::max<std::int64_t>(0, cap_of(l) - l.used);
  }

 private:
  static constexpr double most_counted = 9e15;
  struct Level {
    std::int64_t window = 0;
    double level = 0;
    std::int64_t used = 0;
  };
  /// Forgives what doubles lose: 100 * 1.1 * 1.1 is 121.
  [[nodiscard]] static std::int64_t cap_of(const Level& l) {
    return static_cast<std::int64_t>(std::floor(l.level * (1 + 1e-12)));
  }
  [[nodiscard]] Level at(TimePoint now) const {
    const std::int64_t window = now.time_since_epoch() / per_;
    Level l = at_;
    while (l.window < window) {
      const Level after = next(l);
      const bool stays = l.used == 0 && after.level == l.level;
      l = after;
      if (stays) l.window = window;
    }
    return l;
  }
  [[nodiscard]] Level next(const Level& l) const {
    const double use = static_cast<double>(l.used) / static_cast<double>(std::max<std::int64_t>(1, cap_of(l)));
    double level = l.level;
    if (use >= rule_.grows_at) level *= 1 + rule_.grows;
    if (use < rule_.shrinks_below) level /= 1 + rule_.grows;
    level = std::min(level, rule_.at_most.unlimited ? most_counted : static_cast<double>(rule_.at_most.count));
    return {l.window + 1, std::max(level, base_), 0};
  }
  double base_;
  Duration per_;
  GrowthRule rule_;
  Level at_;
};

/// AssemblyAI's streaming sessions: 100 a minute, 10 % more after each minute of which 70 % was used, as many after 50
/// to 69 %, fewer after less (https://assemblyai.com/docs/streaming/concurrency). How fast it falls is not said there:
/// here by the same factor, down to `cap`.
struct GrowingRate : RateLimit {
  using State = GrowthState;
  static constexpr std::string_view kind = "growth",
                                    about = "Windows of the clock whose cap grows while it is used, and falls back.";
  double grows = 0.1, grows_at = 0.7, shrinks_below = 0.5;
  CountOrUnlimited at_most{0, true};
  [[nodiscard]] State state(std::int64_t most, const Window&) const {
    return State{most, per, {grows, grows_at, shrinks_below, at_most}};
  }
  static constexpr auto fields() {
    using G = GrowingRate;
    return rate_fields<G>(
        optional("grows", &G::grows, "how much more the next period admits after one that was used enough")
            .percentage()
            .by_default("10%")
            .such_as("10%"),
        optional("grows_at", &G::grows_at, "share of a period's cap from which the next one admits more")
            .share()
            .by_default("70%")
            .such_as("70%"),
        optional("shrinks_below", &G::shrinks_below,
                 "share of a period's cap below which the next one admits less, by the same factor, but never less "
                 "than cap")
            .share()
            .by_default("50%")
            .such_as("50%"),
        optional("at_most", &G::at_most, "the cap grows no further").at_least(1).by_default("unlimited"));
  }
  [[nodiscard]] std::vector<FieldMistake> mistakes() const {
    if (shrinks_below > grows_at)
      return {{"shrinks_below", "a period cannot be used too little and enough at once", "write less than grows_at"}};
    return {};
  }
};

}  // namespace busyhour
