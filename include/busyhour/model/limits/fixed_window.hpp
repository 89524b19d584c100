#pragma once
/// A counter that begins anew with each window of the clock.
#include "busyhour/model/limits/rate.hpp"

namespace busyhour {

class FixedWindowState {
 public:
  FixedWindowState(std::int64_t cap, Duration per, Duration phase)
      : cap_{cap}, per_{per}, begins_{TimePoint{phase} - per} {}

  [[nodiscard]] bool refuses(std::int64_t amount, TimePoint now) const { return used(now) + amount > cap_; }
  void take(std::int64_t amount, TimePoint now) {
    const std::int64_t before = used(now);
    if (now >= begins_ + per_) begins_ += (now - begins_) / per_ * per_;
    used_ = before + amount;
  }
  void complete(std::int64_t, TimePoint) {}
  void set_cap(std::int64_t cap, TimePoint) { cap_ = cap; }
  /// How much more would pass now.
  [[nodiscard]] std::int64_t left(TimePoint now) const { return std::max<std::int64_t>(0, cap_ - used(now)); }

 private:
  [[nodiscard]] std::int64_t used(TimePoint now) const { return now < begins_ + per_ ? used_ : 0; }
  std::int64_t cap_;
  Duration per_;
  TimePoint begins_;  ///< of the window that `used_` belongs to; the first one ends at `phase`
  std::int64_t used_ = 0;
};

/// At most `cap` in each half-open window [phase + k per, phase + (k + 1) per). Across a boundary up to 2 cap pass at
/// once. Poisson arrivals of mean a per window, refused ones dropped: the share refused is E[(X - cap)^+] / a.
struct FixedWindow : RateLimit {
  using State = FixedWindowState;
  static constexpr std::string_view kind = "fixed", about = "At most `cap` in each window of the clock.";
  std::optional<Duration> phase;
  [[nodiscard]] State state(std::int64_t most, const Window&) const {
    return State{most, per, phase.value_or(Duration{0})};
  }
  static constexpr auto fields() {
    return rate_fields<FixedWindow>(optional("phase", &FixedWindow::phase, "when the first window begins")
                                        .of(dimension::time)
                                        .at_least(0)
                                        .by_default("0 s")
                                        .such_as("300 ms"));
  }
};

}  // namespace busyhour
