#pragma once
/// Slots that are kept for a workload, said with the workload instead of with the limit.
#include "busyhour/base/field.hpp"

namespace busyhour {

template <class W>
[[nodiscard]] constexpr auto reserve_field() {
  return optional("reserve", &W::reserve,
                  "slots kept for this workload at every concurrency limit that counts its requests, as `reserve: "
                  "{NAME: 5}` at the limit does for one of them")
      .at_least(1)
      .by_default("none")
      .such_as("5");
}

}  // namespace busyhour
