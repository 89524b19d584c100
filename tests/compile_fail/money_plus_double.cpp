// A bare real is no amount: it becomes one by dollars().
#include "busyhour/base/money.hpp"

busyhour::Money more(busyhour::Money m) {
#ifdef MUST_NOT_COMPILE
  return m + 1.5;
#else
  return m + busyhour::dollars(1.5);
#endif
}
