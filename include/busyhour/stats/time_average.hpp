#pragma once
/// Time averages of integer step functions over a counted window [from, to): exact 128-bit integrals [level x ns].
///
/// What happens outside the window moves the level but counts for nothing. An open window (`to` left out) ends where
/// `finish` says. Instants must not run backwards.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>

#include "busyhour/base/time.hpp"
#include "busyhour/stats/ratio.hpp"
#include "busyhour/stats/wide.hpp"

namespace busyhour {

/// The counted part of the clock.
struct Window {
  TimePoint from{};
  TimePoint to = TimePoint::max();
  /// The length of what [a, b) and the window share [ns].
  [[nodiscard]] std::int64_t overlap(TimePoint a, TimePoint b) const {
    const TimePoint first = std::max(a, from), last = std::min(b, to);
    return first < last ? (last - first).count() : 0;
  }
  [[nodiscard]] bool holds(TimePoint t) const { return from <= t && t < to; }
};

/// The time average and the largest value of a level that moves in whole steps.
class TimeAverage {
 public:
  explicit TimeAverage(Window counted = {}, std::int64_t level = 0) : counted_{counted}, level_{level} {}

  void change(TimePoint now, std::int64_t by) { set(now, level_ + by); }
  void set(TimePoint now, std::int64_t level) {
    advance(now);
    level_ = level;
    if (counted_.holds(now)) largest_ = std::max(largest_, level);
  }
  /// Counts up to now (the end of the run); a later change may follow.
  void finish(TimePoint now) { advance(now); }

  [[nodiscard]] std::int64_t level() const { return level_; }
  /// Largest level seen inside the window, even for an instant; nothing if the window was not reached.
  [[nodiscard]] std::optional<std::int64_t> largest() const {
    return largest_ == nothing ? std::nullopt : std::optional{largest_};
  }
  [[nodiscard]] SignedWide area() const { return area_; }  ///< [level x ns]
  [[nodiscard]] Duration time() const { return Duration{time_}; }
  [[nodiscard]] Ratio average() const {
    return {static_cast<double>(area_), static_cast<double>(time_), RatioKind::level};
  }

 private:
  void advance(TimePoint now) {
    if (const std::int64_t ns = counted_.overlap(since_, now); ns > 0) {
      area_ += SignedWide{level_} * ns;
      time_ += ns;
      largest_ = std::max(largest_, level_);
    }
    since_ = now;
  }

  static constexpr std::int64_t nothing = std::numeric_limits<std::int64_t>::min();
  Window counted_;
  TimePoint since_{};
  std::int64_t level_;
  SignedWide area_ = 0;
  std::int64_t time_ = 0;
  std::int64_t largest_ = nothing;
};

/// The share of time at which a condition holds.
class TimeShare {
 public:
  explicit TimeShare(Window counted = {}) : held_{counted} {}
  void begin(TimePoint now) { held_.set(now, 1); }
  void end(TimePoint now) { held_.set(now, 0); }
  void finish(TimePoint now) { held_.finish(now); }
  [[nodiscard]] bool holds() const { return held_.level() == 1; }
  [[nodiscard]] Ratio share() const {
    Ratio held = held_.average();
    held.kind = RatioKind::part;
    return held;
  }

 private:
  TimeAverage held_;
};

/// How much of a limit is held, against a cap that may change or be absent: `slot_use` and `full_time`.
/// Time without a cap is left out of both; a level above the cap (it fell while slots were held) is full.
class CapUse {
 public:
  explicit CapUse(Window counted = {}, std::optional<std::int64_t> cap = std::nullopt) : counted_{counted}, cap_{cap} {}

  void change(TimePoint now, std::int64_t by) {
    advance(now);
    held_ += by;
    if (counted_.holds(now)) largest_ = std::max(largest_, held_);
  }
  void set_cap(TimePoint now, std::optional<std::int64_t> cap) {
    advance(now);
    cap_ = cap;
  }
  void finish(TimePoint now) { advance(now); }

  [[nodiscard]] std::int64_t held() const { return held_; }
  [[nodiscard]] std::optional<std::int64_t> cap() const { return cap_; }
  [[nodiscard]] std::int64_t largest() const { return largest_; }
  /// Time integral of what is held over that of the cap.
  [[nodiscard]] Ratio slot_use() const {
    return {static_cast<double>(held_area_), static_cast<double>(cap_area_), RatioKind::part};
  }
  /// Time with held >= cap over time with a cap.
  [[nodiscard]] Ratio full_time() const {
    return {static_cast<double>(full_), static_cast<double>(capped_), RatioKind::part};
  }

 private:
  void advance(TimePoint now) {
    if (const std::int64_t ns = counted_.overlap(since_, now); ns > 0) {
      largest_ = std::max(largest_, held_);
      if (cap_) {
        held_area_ += SignedWide{held_} * ns;
        cap_area_ += SignedWide{*cap_} * ns;
        capped_ += ns;
        full_ += held_ >= *cap_ ? ns : 0;
      }
    }
    since_ = now;
  }

  Window counted_;
  std::optional<std::int64_t> cap_;
  TimePoint since_{};
  std::int64_t held_ = 0, largest_ = 0, full_ = 0, capped_ = 0;
  SignedWide held_area_ = 0, cap_area_ = 0;
};

}  // namespace busyhour
