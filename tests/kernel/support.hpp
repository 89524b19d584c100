#pragma once
/// What the kernel's tests share: a world to tell stories in, and what the program has allocated.
#include <cstddef>
#include <string>
#include <utility>

#include "busyhour/kernel/calendar.hpp"
#include "busyhour/kernel/frame_pool.hpp"

#if !defined(BUSYHOUR_PLAIN_FRAMES) && !defined(__SANITIZE_THREAD__)
#define BUSYHOUR_COUNTS_ALLOCATIONS
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#undef BUSYHOUR_COUNTS_ALLOCATIONS  // it brings its own operator new
#endif
#endif
#endif

namespace busyhour::testing {

struct World {
  Calendar& calendar;
  std::string log{};
};

/// Says once when it is destroyed.
class Holding {
 public:
  explicit Holding(int& released) : released_{&released} {}
  Holding(Holding&& o) noexcept : released_{std::exchange(o.released_, nullptr)} {}
  Holding& operator=(Holding&&) = delete;
  ~Holding() {
    if (released_) ++*released_;
  }

 private:
  int* released_;
};

[[nodiscard]] constexpr TimePoint at(Duration d) { return TimePoint{d}; }

/// Calls of operator new so far, and the bytes of those not yet deleted. Under a sanitizer nothing is counted.
struct Allocations {
  std::size_t calls = 0;
  std::size_t live_bytes = 0;
};
[[nodiscard]] Allocations allocations();
#if defined(BUSYHOUR_COUNTS_ALLOCATIONS)
inline constexpr bool counts_allocations = true;
#else
inline constexpr bool counts_allocations = false;
#endif

}  // namespace busyhour::testing
