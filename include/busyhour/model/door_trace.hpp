#pragma once
/// What happened at the door, written down when asked for: in one window of the clock who held what, who waited and who
/// was refused; and the levels of the whole run, in few numbers. Nothing of it changes the run.
#include <cstdint>
#include <vector>

#include "busyhour/model/accounts/wallet.hpp"
#include "busyhour/model/door.hpp"

namespace busyhour {

/// A level that moves in whole steps over a whole run, in spans of equal length: 400 to 800 of them, whatever the run's
/// length, once it is longer than that many milliseconds. Instants must not run backwards.
class LevelCourse {
 public:
  struct Span {
    std::int64_t lowest, highest;  ///< of what is held
    std::int64_t waiting;          ///< the most
    std::int64_t cap;              ///< at the end of the span; below 0: none
    std::uint64_t refused;
  };
  explicit LevelCourse(Window counted) : counted_{counted} {}

  void note(TimePoint now, std::int64_t held, std::int64_t waiting, std::int64_t cap, std::uint64_t refused);
  /// The end of the run: what is noted later is not heard.
  void finish(TimePoint now);

  [[nodiscard]] const std::vector<Span>& spans() const { return spans_; }  ///< from the clock's beginning
  [[nodiscard]] Duration width() const { return width_; }
  /// The counted time with 0, 1, ... held; what is beyond `most_levels` stands together in the last.
  [[nodiscard]] const std::vector<Duration>& times() const { return times_; }
  static constexpr std::size_t most_levels = 1024;

 private:
  void reach(TimePoint now);
  static constexpr std::size_t most_spans = 800;
  Window counted_;
  Duration width_ = std::chrono::milliseconds{1};
  std::vector<Span> spans_;
  std::vector<Duration> times_;
  TimePoint since_{};
  std::int64_t held_ = 0, waiting_ = 0, cap_ = -1;
  bool finished_ = false;
};

struct DoorTrace {
  struct Step {
    TimePoint at;
    std::int64_t held, waiting, cap;
  };
  struct Rejection {
    TimePoint at;
    Who who;
    int attempt;
  };
  /// Somebody held a part of the limit, or waited in its line.
  struct Stay {
    TimePoint from, to;  ///< `to` is the clock's end for what goes on beyond the window
    Who who;
    int attempt = 1;
    bool waits = false;
    std::uint64_t order = 0;  ///< of the beginning
  };
  /// Of one counter.
  struct Book {
    const Counter* counter;  ///< a name only: it may be gone
    std::uint32_t limit;
    std::vector<Step> steps;  ///< the last one before the window is kept too: the level at its beginning
    std::vector<Rejection> rejections;
    std::vector<Stay> open, stays;  ///< those that go on, and those that reach into the window
    LevelCourse course;
  };
  Window window;                    ///< what is written down step by step
  Window counted;                   ///< of which levels are timed
  std::vector<Book> books;          ///< in the order in which they were first heard of
  std::vector<Movement> movements;  ///< of the account, in the whole run

  /// A level has changed, or an attempt was refused.
  void level(TimePoint now, const Counter& c, std::uint64_t rejected);
  void refused(TimePoint now, const Counter& c, const Demand& d);
  void begins(TimePoint now, const Counter& c, const Demand& d, bool waits);
  void ends(TimePoint now, const Counter& c, const Demand& d, bool waits);
  void finish(TimePoint now);

 private:
  Book& book(const Counter& c);
  std::uint64_t begun_ = 0;
};

}  // namespace busyhour
