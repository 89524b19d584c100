#pragma once
/// A bucket that refills evenly and saves up at most `burst`.
#include "busyhour/model/limits/rate.hpp"

namespace busyhour {

/// Exact: the level is kept in tokens * nanoseconds of `per`, so that no fraction is ever rounded.
class TokenBucketState {
 public:
  TokenBucketState(std::int64_t cap, Duration per, std::int64_t burst)
      : cap_{cap}, per_{per.count()}, full_{SignedWide{burst} * per_}, level_{full_} {}

  [[nodiscard]] bool refuses(std::int64_t amount, TimePoint now) const {
    return level(now) < SignedWide{amount} * per_;
  }
  void take(std::int64_t amount, TimePoint now) {
    level_ = level(now) - SignedWide{amount} * per_;
    since_ = now;
  }
  void complete(std::int64_t, TimePoint) {}
  /// What has flowed in stays; from now on it flows at the new rate.
  void set_cap(std::int64_t cap, TimePoint now) {
    level_ = level(now);
    since_ = now;
    cap_ = cap;
  }
  [[nodiscard]] std::int64_t left(TimePoint now) const {
    return static_cast<std::int64_t>(std::max<SignedWide>(0, level(now)) / per_);
  }

 private:
  [[nodiscard]] SignedWide level(TimePoint now) const {
    return std::min(full_, level_ + SignedWide{(now - since_).count()} * cap_);
  }
  std::int64_t cap_, per_;
  SignedWide full_, level_;
  TimePoint since_{};
};

/// Starts full; `cap` tokens flow in evenly in each `per`; a demand passes if as many tokens are there.
/// Poisson arrivals, refused ones dropped: backlog of an M/D/1/K queue with K = burst.
struct TokenBucket : RateLimit {
  using State = TokenBucketState;
  static constexpr std::string_view kind = "token_bucket",
                                    about = "`cap` per `per` flow in evenly; at most `burst` are saved up.";
  std::int64_t burst = 1;
  [[nodiscard]] State state(std::int64_t most, const Window&) const { return State{most, per, burst}; }
  static constexpr auto fields() {
    return rate_fields<TokenBucket>(
        required("burst", &TokenBucket::burst, "how many an idle client may send at one instant")
            .at_least(1)
            .such_as("10"));
  }
};

}  // namespace busyhour
