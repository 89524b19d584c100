#pragma once
/// The instants of an arrival process, one after another; its draws stand at entity 0 of the workload.
#include "busyhour/model/rate_profile.hpp"
#include "busyhour/model/workloads/arrive.hpp"
#include "busyhour/model/world.hpp"

namespace busyhour {

/// Poisson processes are drawn by inversion: the time between two arrivals is an exponential amount of the integral of
/// the rate, so the n-th draw belongs to the n-th instant whatever the rate does.
class ArrivalTimes {
 public:
  ArrivalTimes(const Arrive& config, const Drawer& source);

  struct Instant {
    TimePoint at;
    std::int64_t together = 1;  ///< how many arrive
  };
  /// The next one. Beyond the end of simulated time it is a std::domain_error, as every duration is.
  [[nodiscard]] Instant next();

 private:
  [[nodiscard]] TimePoint next_at();
  [[nodiscard]] TimePoint modulated();
  void enter_state(std::size_t state);
  [[nodiscard]] double area(TimePoint a, TimePoint b) const {
    return profile_ ? profile_->area(a, b) : in_seconds(b - a);
  }
  [[nodiscard]] TimePoint after(TimePoint t, double amount) const {
    return profile_ ? profile_->after(t, amount) : t + seconds(amount);
  }

  Drawer source_;
  Distribution gap_;  ///< [s]; of modulated arrivals a plain exponential of mean 1
  std::optional<RateProfile> profile_;
  std::optional<Distribution> batch_size_;
  const Named<RateState>* states_ = nullptr;
  std::size_t state_ = 0;
  TimePoint state_ends_{}, now_{};
  std::uint32_t number_ = 0, state_number_ = 0;
};

}  // namespace busyhour
