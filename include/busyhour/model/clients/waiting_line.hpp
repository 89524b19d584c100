#pragma once
/// The line in which a client's own requests wait: for their turn, for a release that the client knows of, for room
/// under its own bound.
#include <optional>

#include "busyhour/kernel/wakeup.hpp"
#include "busyhour/model/clients/on_release.hpp"

namespace busyhour {

/// One line per client, in the order of joining. With `dispatch: line` only the head makes attempts.
class WaitingLine {
 public:
  WaitingLine() = default;
  WaitingLine(const WaitingLine&) = delete;
  WaitingLine& operator=(const WaitingLine&) = delete;

  /// A place in the line, a local of the story that waits. Leaves by itself.
  class Place {
   public:
    Place(WaitingLine& line, Calendar& calendar) : line_{line}, turn_{calendar}, released_{calendar} {}
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() { leave(); }

    void join() {
      before_ = line_.last_;
      (before_ ? before_->after_ : line_.first_) = this;
      line_.last_ = this;
      joined_ = true;
    }
    void leave() {
      if (!joined_) return;
      joined_ = false;
      const bool was_head = line_.first_ == this;
      (before_ ? before_->after_ : line_.first_) = after_;
      (after_ ? after_->before_ : line_.last_) = before_;
      before_ = after_ = nullptr;
      if (was_head && line_.first_ && line_.first_->turn_.waits()) line_.first_->turn_.fire(Phase::arrival);
    }
    [[nodiscard]] bool is_head() const { return line_.first_ == this; }
    /// `co_await place.turn()`: only while not the head.
    [[nodiscard]] Wakeup::Wait turn() { return turn_.fired(); }
    /// `co_await place.release(fallback)`: until a release is known, or the fallback has passed.
    [[nodiscard]] Wakeup::Wait release(const std::optional<Duration>& fallback) {
      return fallback ? released_.fired_within(*fallback) : released_.fired();
    }

   private:
    friend class WaitingLine;
    WaitingLine& line_;
    Place* before_ = nullptr;
    Place* after_ = nullptr;
    bool joined_ = false;
    Wakeup turn_, released_;
  };

  /// The client knows now that one of its requests has ended. Who waits wakes after everything else of this instant,
  /// once.
  void known_release() {
    for (Place* p = first_; p; p = p->after_)
      if (p->released_.waits()) p->released_.fire(Phase::observe);
  }

 private:
  Place* first_ = nullptr;
  Place* last_ = nullptr;
};

/// The client's own bound on requests begun and not known to have ended; the others wait in order.
class OwnBound {
 public:
  OwnBound(Calendar& calendar, std::optional<std::int64_t> at_most) : calendar_{calendar}, at_most_{at_most} {}

  /// Room for one request, given back when dropped.
  class Room {
   public:
    explicit Room(OwnBound& bound) : bound_{bound}, place_{bound.line_, bound.calendar_} {}
    Room(const Room&) = delete;
    Room& operator=(const Room&) = delete;
    ~Room() {
      if (!inside_) return;
      --bound_.inside_;
      bound_.line_.known_release();
    }
    /// Whether there was room; if not, `co_await room.wait()` and ask again.
    [[nodiscard]] bool enter() {
      if (!bound_.at_most_) return true;
      if (!waiting_) place_.join(), waiting_ = true;
      if (bound_.inside_ >= *bound_.at_most_ || !place_.is_head()) return false;
      place_.leave();
      ++bound_.inside_;
      return inside_ = true;
    }
    [[nodiscard]] Wakeup::Wait wait() { return place_.is_head() ? place_.release(std::nullopt) : place_.turn(); }

   private:
    OwnBound& bound_;
    WaitingLine::Place place_;
    bool inside_ = false, waiting_ = false;
  };

 private:
  WaitingLine line_;
  Calendar& calendar_;
  std::optional<std::int64_t> at_most_;
  std::int64_t inside_ = 0;
};

}  // namespace busyhour
