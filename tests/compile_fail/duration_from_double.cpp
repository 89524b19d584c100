// A bare real has no unit: it becomes a duration by seconds().
#include "busyhour/base/time.hpp"

busyhour::Duration one_and_a_half() {
#ifdef MUST_NOT_COMPILE
  return 1.5;
#else
  return busyhour::seconds(1.5);
#endif
}
