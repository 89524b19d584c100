#pragma once
/// The two-window approximation of a sliding window: the previous window counts by the share of it that is still in
/// sight.
#include "busyhour/model/limits/rate.hpp"

namespace busyhour {

class SlidingCounterState {
 public:
  SlidingCounterState(std::int64_t cap, Duration per) : cap_{cap}, per_{per} {}

  /// In whole numbers: previous * (per - elapsed) + (current + amount) * per <= cap * per.
  [[nodiscard]] bool refuses(std::int64_t amount, TimePoint now) const {
    const auto [previous, current] = counts(now);
    const auto elapsed = now.time_since_epoch() % per_;
    return SignedWide{previous} * (per_ - elapsed).count() + SignedWide{current + amount} * per_.count() >
           SignedWide{cap_} * per_.count();
  }
  void take(std::int64_t amount, TimePoint now) {
    const auto [previous, current] = counts(now);
    previous_ = previous;
    current_ = current + amount;
    window_ = now.time_since_epoch() / per_;
  }
  void complete(std::int64_t, TimePoint) {}
  void set_cap(std::int64_t cap, TimePoint) { cap_ = cap; }
  [[nodiscard]] std::int64_t left(TimePoint now) const {
    std::int64_t low = 0, high = cap_;
    while (low < high) {
      const std::int64_t middle = (low + high + 1) / 2;
      if (refuses(middle, now))
        high = middle - 1;
      else
        low = middle;
    }
    return low;
  }

 private:
  struct Counts2 {
    std::int64_t previous, current;
  };
  [[nodiscard]] Counts2 counts(TimePoint now) const {
    const std::int64_t since = now.time_since_epoch() / per_ - window_;
    return since == 0 ? Counts2{previous_, current_} : since == 1 ? Counts2{current_, 0} : Counts2{0, 0};
  }
  std::int64_t cap_;
  Duration per_;
  std::int64_t window_ = 0, previous_ = 0, current_ = 0;
};

/// Admits iff previous * (1 - elapsed share of the window) + current + demand <= cap. Windows are those of the clock.
struct SlidingCounter : RateLimit {
  using State = SlidingCounterState;
  static constexpr std::string_view
      kind = "sliding_counter",
      about = "The previous window's count, weighted by what is still in sight of it, plus the current one's.";
  [[nodiscard]] State state(std::int64_t most, const Window&) const { return State{most, per}; }
  static constexpr auto fields() { return rate_fields<SlidingCounter>(); }
};

}  // namespace busyhour
