#pragma once
/// The generic cell rate algorithm: a theoretical arrival time that admitted demands push ahead.
#include "busyhour/model/limits/rate.hpp"

namespace busyhour {

/// Exact: instants are kept in nanoseconds * cap, so that per / cap is whole.
class GcraState {
 public:
  GcraState(std::int64_t cap, Duration per, std::int64_t burst) : cap_{cap}, per_{per.count()}, burst_{burst} {}

  [[nodiscard]] bool refuses(std::int64_t amount, TimePoint now) const {
    return std::max(due_, scaled(now)) + SignedWide{amount - burst_} * per_ > scaled(now);
  }
  void take(std::int64_t amount, TimePoint now) { due_ = std::max(due_, scaled(now)) + SignedWide{amount} * per_; }
  void complete(std::int64_t, TimePoint) {}
  /// What is owed stays owed, in demands.
  void set_cap(std::int64_t cap, TimePoint now) {
    const SignedWide owed = std::max<SignedWide>(0, due_ - scaled(now));
    cap_ = cap;
    due_ = scaled(now) + owed;
  }
  [[nodiscard]] std::int64_t left(TimePoint now) const {
    const SignedWide owed = std::max<SignedWide>(0, due_ - scaled(now));
    return static_cast<std::int64_t>(std::max<SignedWide>(0, SignedWide{burst_} * per_ - owed) / per_);
  }

 private:
  [[nodiscard]] SignedWide scaled(TimePoint now) const { return SignedWide{now.time_since_epoch().count()} * cap_; }
  std::int64_t cap_, per_, burst_;
  SignedWide due_ = 0;  ///< the theoretical arrival time [ns * cap]
};

/// Tolerance (burst - 1) * per / cap. Agrees with the token bucket of the same numbers request by request. ITU-T I.371
/// (virtual scheduling).
struct Gcra : RateLimit {
  using State = GcraState;
  static constexpr std::string_view kind = "gcra",
                                    about = "The generic cell rate algorithm with tolerance (burst - 1) * per / cap.";
  std::int64_t burst = 1;
  [[nodiscard]] State state(std::int64_t most, const Window&) const { return State{most, per, burst}; }
  static constexpr auto fields() {
    return rate_fields<Gcra>(
        required("burst", &Gcra::burst, "how many an idle client may send at one instant").at_least(1).such_as("10"));
  }
};

}  // namespace busyhour
