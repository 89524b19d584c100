#pragma once
/// What a concurrency limit remembers while a run goes on: how much is held, of what cap.
#include <optional>

#include "busyhour/stats/time_average.hpp"

namespace busyhour {

/// Held of at most `cap`. Asks before it takes: `refuses` changes nothing.
/// Invariant: held <= cap of the moment of the last admission; every take is followed by one complete.
class Slots {
 public:
  /// Without a cap there is no limit for the time being.
  Slots(std::optional<std::int64_t> cap, Window counted) : use_{counted, cap} {}

  [[nodiscard]] bool refuses(std::int64_t amount, TimePoint) const {
    return use_.cap() && use_.held() + amount > *use_.cap();
  }
  void take(std::int64_t amount, TimePoint now) { use_.change(now, amount); }
  void complete(std::int64_t amount, TimePoint now) { use_.change(now, -amount); }
  /// Running work is never cut off: held may be above the new cap.
  void set_cap(std::optional<std::int64_t> cap, TimePoint now) { use_.set_cap(now, cap); }

  [[nodiscard]] std::int64_t held() const { return use_.held(); }
  [[nodiscard]] std::optional<std::int64_t> cap() const { return use_.cap(); }
  [[nodiscard]] CapUse& use() { return use_; }

 private:
  CapUse use_;
};

}  // namespace busyhour
