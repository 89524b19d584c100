#pragma once
/// Uniform numbers from one word of an engine that gives 64 uniform bits a word, as `Draw` does.
#include <cstdint>

namespace busyhour {

/// In [0, 1): the top 53 bits.
template <class Engine>
[[nodiscard]] inline double uniform01(Engine& draw) {
  static_assert(Engine::min() == 0 && Engine::max() == ~std::uint64_t{0}, "an engine gives 64 uniform bits a word");
  return static_cast<double>(static_cast<std::int64_t>(draw() >> 11)) * 0x1p-53;
}

namespace detail {

template <class Engine>
[[nodiscard]] inline double uniform(Engine& draw) {
  return uniform01(draw);
}

/// In (0, 1): the top 52 bits and half a step.
template <class Engine>
[[nodiscard]] inline double open_uniform(Engine& draw) {
  return (static_cast<double>(static_cast<std::int64_t>(draw() >> 12)) + 0.5) * 0x1p-52;
}

}  // namespace detail
}  // namespace busyhour
