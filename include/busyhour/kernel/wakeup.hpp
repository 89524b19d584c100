#pragma once
/// One story waits, somebody who knows it wakes it: what a ticket in a queue holds. Each firing lets one wait through,
/// also one that begins later; firing again before that changes nothing. Outlives its waits, as a local of the story
/// that waits does by itself.
#include "busyhour/kernel/calendar.hpp"

namespace busyhour {

class Wakeup {
 public:
  explicit Wakeup(Calendar& calendar) : calendar_{calendar} {}
  Wakeup(const Wakeup&) = delete;
  Wakeup& operator=(const Wakeup&) = delete;

  /// `co_await wakeup.fired()` -> fired (true) or out of patience (false). At one instant the firing comes first.
  class [[nodiscard]] Wait {
   public:
    Wait(Wakeup& wakeup, std::optional<TimePoint> patience) : wakeup_{wakeup}, patience_{patience} {}
    Wait(const Wait&) = delete;
    Wait& operator=(const Wait&) = delete;
    ~Wait() {
      if (waits_) wakeup_.waits_ = false;
    }
    [[nodiscard]] bool await_ready() const noexcept { return wakeup_.fired_; }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> h) {
      if (wakeup_.waits_) [[unlikely]]
        waits_twice();
      if (patience_)
        wakeup_.calendar_.wake(h, {*patience_, Phase::observe});
      else
        wakeup_.calendar_.sleep(h);
      wakeup_.sleeper_ = h.promise().slot;
      wakeup_.waits_ = waits_ = true;
    }
    [[nodiscard]] bool await_resume() noexcept {
      if (waits_) wakeup_.waits_ = waits_ = false;
      return std::exchange(wakeup_.fired_, false);
    }

   private:
    Wakeup& wakeup_;
    std::optional<TimePoint> patience_;
    bool waits_ = false;
  };
  Wait fired() { return Wait{*this, std::nullopt}; }
  Wait fired_within(Duration patience) { return Wait{*this, calendar_.after(patience)}; }

  /// Wakes the one who waits at this instant, in this phase.
  void fire(Phase phase = Phase::release) {
    if (!std::exchange(fired_, true) && waits_) calendar_.wake_now(sleeper_, phase);
  }
  [[nodiscard]] bool waits() const { return waits_; }

 private:
  [[noreturn]] static void waits_twice();
  Calendar& calendar_;
  Slot sleeper_ = 0;
  bool waits_ = false;
  bool fired_ = false;
};

}  // namespace busyhour
