#pragma once
/// What a concurrency limit remembers while a run goes on: how much is held, of what cap.
#include "busyhour/stats/time_average.hpp"

namespace busyhour {

/// Held of at most `cap`. Asks before it takes: `refuses` changes nothing.
/// Invariant: held <= cap of the moment of the last admission; every take is followed by one complete.
class Slots {
 public:
  Slots(std::int64_t cap, Window counted) : use_{counted, cap}, cap_{cap} {}

  [[nodiscard]] bool refuses(std::int64_t amount) const { return use_.held() + amount > cap_; }
  void take(std::int64_t amount, TimePoint now) { use_.change(now, amount); }
  void complete(std::int64_t amount, TimePoint now) { use_.change(now, -amount); }

  [[nodiscard]] std::int64_t held() const { return use_.held(); }
  [[nodiscard]] std::int64_t cap() const { return cap_; }
  [[nodiscard]] CapUse& use() { return use_; }

 private:
  CapUse use_;
  std::int64_t cap_;
};

}  // namespace busyhour
