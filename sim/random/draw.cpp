#include "busyhour/random/draw.hpp"

#include <stdexcept>

namespace busyhour {

std::uint64_t detail::first_word_at(const Place& at, Purpose purpose) noexcept {
  return block_at({at, purpose, 0}).v[0];
}

void detail::out_of_draws() { throw std::overflow_error{"one purpose of one entity has used its 2^32 draws"}; }

Draw Draw::with_more(Draw d) {
  if (d.made_ == 2 && (++d.at_.number_purpose_block & 0xffffU) == 0)
    throw std::overflow_error{"one draw has used its 65,536 blocks"};
  Draw more{d.at_};
  more.used_ = d.made_ == 1 ? 1 : 0;
  return more;
}

}  // namespace busyhour
