// A real is never cut down to whole nano-dollars in silence.
#include "busyhour/base/money.hpp"

busyhour::Money amount() {
#ifdef MUST_NOT_COMPILE
  return busyhour::Money{1.5};
#else
  return busyhour::dollars(1.5);
#endif
}
