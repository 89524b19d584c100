#pragma once
/// 128-bit integers: sums of nanoseconds, and of their squares, that stay exact.
#include <cstdint>

namespace busyhour {

__extension__ using Wide = unsigned __int128;
__extension__ using SignedWide = __int128;

/// The nearest double, and the two halves for whoever writes the number to a file.
[[nodiscard]] constexpr double to_double(Wide w) { return static_cast<double>(w); }
[[nodiscard]] constexpr std::uint64_t upper_half(Wide w) { return static_cast<std::uint64_t>(w >> 64); }
[[nodiscard]] constexpr std::uint64_t lower_half(Wide w) { return static_cast<std::uint64_t>(w); }
[[nodiscard]] constexpr Wide wide(std::uint64_t upper, std::uint64_t lower) { return Wide{upper} << 64 | lower; }

}  // namespace busyhour
