#pragma once
/// A request while it is told: said once, however its story ends.
#include "busyhour/model/request.hpp"

namespace busyhour {

/// A request under way. Cut short, it counts as given up.
class Open {
 public:
  Open(World& world, Caller& caller, const Drawer& me, const Order& order)
      : world_{world}, caller_{caller}, progress_{order.progress}, joined_{world.calendar.now()} {
    done.who = me.who(caller);
    done.number = order.number;
    done.outcome = Outcome::given_up;
  }
  Open(const Open&) = delete;
  Open& operator=(const Open&) = delete;
  ~Open() {
    if (said_ || (done.attempts == 0 && !(caller_.finite && world_.until_done))) return;
    if (done.attempts == 0) begin(joined_);  // a task that never came to its first attempt
    say();
  }
  /// Its turn in the client's own line has come.
  void leaves_line() {
    if (done.attempts == 0) done.line_wait = world_.calendar.now() - joined_;
  }
  void attempt() {
    const TimePoint now = world_.calendar.now();
    if (++done.attempts > 1) return;
    begin(now);
    caller_.budget.request_begins();
  }
  void refused() {
    ++done.rejected;
    done.first_rejected |= done.attempts == 1;
    if (progress_) progress_->rejected = true;
  }
  RequestDone resolved(Outcome outcome) {
    if (done.attempts == 0) begin(world_.calendar.now());  // its client's breaker was open
    done.outcome = outcome;
    say();
    return done;
  }
  RequestDone done;

 private:
  void begin(TimePoint at) {
    done.first_attempt = at;
    world_.observed.begun(at);
    if (!progress_ || progress_->belongs) return;
    progress_->belongs = at;
    world_.observed.begun(at);  // the turn
  }
  void say() {
    said_ = true;
    done.known = world_.calendar.now();
    if (caller_.finite) {
      --world_.pending;
      --caller_.unresolved;
      world_.last_resolved = done.known;
      world_.any_given_up |= done.outcome == Outcome::given_up;
    }
    world_.observed.say(done);
  }
  World& world_;
  Caller& caller_;
  Progress* progress_;
  TimePoint joined_;
  bool said_ = false;
};

}  // namespace busyhour
