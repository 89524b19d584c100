// A bare real has no unit: it becomes a duration by seconds().
#include "busyhour/base/time.hpp"

busyhour::Duration later(busyhour::Duration d) {
#ifdef MUST_NOT_COMPILE
  return d + 1.5;
#else
  return d + busyhour::seconds(1.5);
#endif
}
