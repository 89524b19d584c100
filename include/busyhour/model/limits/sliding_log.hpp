#pragma once
/// At most so many in any window: every admitted instant is remembered until it is too old.
#include <vector>

#include "busyhour/model/limits/rate.hpp"

namespace busyhour {

class SlidingLogState {
 public:
  SlidingLogState(std::int64_t cap, Duration per) : cap_{cap}, per_{per} {}

  [[nodiscard]] bool refuses(std::int64_t amount, TimePoint now) const {
    forget(now);
    return used_ + amount > cap_;
  }
  void take(std::int64_t amount, TimePoint now) {
    forget(now);
    if (tail_ - head_ == ring_.size()) grow();
    ring_[tail_++ % ring_.size()] = {now, amount};
    used_ += amount;
  }
  void complete(std::int64_t, TimePoint) {}
  void set_cap(std::int64_t cap, TimePoint) { cap_ = cap; }
  [[nodiscard]] std::int64_t left(TimePoint now) const {
    forget(now);
    return std::max<std::int64_t>(0, cap_ - used_);
  }

  /// When enough of what was admitted is too old.
  [[nodiscard]] std::optional<TimePoint> opens(std::int64_t amount, TimePoint now) const {
    if (!refuses(amount, now)) return now;
    std::int64_t used = used_;
    for (std::size_t i = head_; i != tail_; ++i) {
      used -= ring_[i % ring_.size()].amount;
      if (used + amount <= cap_) return ring_[i % ring_.size()].at + per_;
    }
    return std::nullopt;
  }

 private:
  struct Entry {
    TimePoint at;
    std::int64_t amount;
  };
  void forget(TimePoint now) const {
    for (; head_ != tail_ && ring_[head_ % ring_.size()].at + per_ <= now; ++head_)
      used_ -= ring_[head_ % ring_.size()].amount;
  }
  void grow() {
    std::vector<Entry> more(2 * ring_.size());
    for (std::size_t i = head_; i != tail_; ++i) more[i - head_] = ring_[i % ring_.size()];
    tail_ -= std::exchange(head_, 0);
    ring_ = std::move(more);
  }
  std::int64_t cap_;
  Duration per_;
  std::vector<Entry> ring_ = std::vector<Entry>(16);
  std::size_t tail_ = 0;
  // Forgetting what is too old changes no answer.
  mutable std::size_t head_ = 0;
  mutable std::int64_t used_ = 0;
};

/// At most `cap` in every half-open window (t - per, t]: what was taken at t counts until just before t + per.
struct SlidingLog : RateLimit {
  using State = SlidingLogState;
  static constexpr std::string_view kind = "sliding_log", about = "At most `cap` in any window of length `per`.";
  [[nodiscard]] State state(std::int64_t most, const Window&) const { return State{most, per}; }
  static constexpr auto fields() { return rate_fields<SlidingLog>(); }
};

}  // namespace busyhour
