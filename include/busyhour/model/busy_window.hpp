#pragma once
/// Which window of the clock was the worst at one counter: found as the run goes on, in constant memory.
#include <cstdint>
#include <tuple>

#include "busyhour/base/time.hpp"
#include "busyhour/stats/time_average.hpp"

namespace busyhour {

/// One window: what was refused in it, and the most that waited and was held.
struct WindowLoad {
  TimePoint from{}, to{};
  std::uint64_t rejections = 0;
  std::int64_t waiting = 0, held = 0;
  /// More to look at than the other.
  [[nodiscard]] bool worse_than(const WindowLoad& o) const {
    return std::tie(rejections, waiting, held) > std::tie(o.rejections, o.waiting, o.held);
  }
};

/// Windows of one width, side by side from the beginning of the counted time. Instants must not run backwards.
class BusyWindow {
 public:
  BusyWindow(Window counted, Duration width) : counted_{counted}, width_{width} { open(counted.from); }

  void note(TimePoint now, std::int64_t held, std::int64_t waiting, std::uint64_t rejected) {
    if (now >= now_.to) [[unlikely]]
      next(now);
    if (now < now_.from || now >= counted_.to) return;
    now_.rejections += rejected;
    now_.waiting = std::max(now_.waiting, waiting);
    now_.held = std::max(now_.held, held);
  }
  [[nodiscard]] const WindowLoad& worst() const { return now_.worse_than(worst_) ? now_ : worst_; }

 private:
  void open(TimePoint from) { now_ = {from, from + width_}; }
  void next(TimePoint now) {
    if (now_.worse_than(worst_)) worst_ = now_;
    open(counted_.from + (now - counted_.from) / width_ * width_);
  }
  Window counted_;
  Duration width_;
  WindowLoad now_, worst_;
};

}  // namespace busyhour
