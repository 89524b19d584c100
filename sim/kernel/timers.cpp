#include "busyhour/kernel/timers.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace busyhour {

void Timers::grow() {
  if (leaves_ == max_slots) throw std::length_error{"more than 16 million stories at once"};
  const std::size_t more = leaves_ * 2;
  std::vector<Key> bigger(2 * more);
  for (std::size_t i = 0; i < leaves_; ++i) bigger[more + i] = tree_[leaves_ + i];
  for (std::size_t i = more; i-- > 1;) bigger[i].bits = std::min(bigger[2 * i].bits, bigger[2 * i + 1].bits);
  free_.reserve(more);
  tree_ = std::move(bigger);
  leaves_ = more;
}

void Timers::out_of_orders() { throw std::overflow_error{"a run can set its timers 2^40 times, and this one has"}; }

}  // namespace busyhour
