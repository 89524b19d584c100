// A slot is held once: a permit moves and is never copied.
#include <utility>

#include "busyhour/model/door.hpp"

busyhour::Permit hand_over(busyhour::Permit& permit) {
#ifdef MUST_NOT_COMPILE
  return permit;
#else
  return std::move(permit);
#endif
}
