#pragma once
/// The rate limits, plainly: what has passed is remembered one by one, or as a level that is filled up.
#include <vector>

#include "busyhour/model/limits/all.hpp"

namespace busyhour::plain {

/// One counter of a rate limit.
class Rate {
 public:
  explicit Rate(const LimitConfig& config) : config_{&config} {}
  [[nodiscard]] bool refuses(std::int64_t amount, TimePoint now) const;
  void take(std::int64_t amount, TimePoint now);

 private:
  struct Passed {
    TimePoint at;
    std::int64_t amount;
  };
  [[nodiscard]] std::int64_t since(TimePoint from, TimePoint now) const;
  [[nodiscard]] std::int64_t in_window(std::int64_t number, Duration per, Duration phase) const;
  [[nodiscard]] SignedWide level(std::int64_t burst, std::int64_t cap, Duration per, TimePoint now) const;
  const LimitConfig* config_;
  std::vector<Passed> passed_;  ///< in order of time
  // A bucket: its level in tokens * nanoseconds of the period.
  bool has_level_ = false;
  SignedWide level_ = 0;
  TimePoint level_at_{};
};

}  // namespace busyhour::plain
