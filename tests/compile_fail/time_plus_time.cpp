// Two instants have a difference and no sum.
#include "busyhour/base/time.hpp"

busyhour::TimePoint both(busyhour::TimePoint a, busyhour::TimePoint b) {
#ifdef MUST_NOT_COMPILE
  return a + b;
#else
  return a + (b - a);
#endif
}
