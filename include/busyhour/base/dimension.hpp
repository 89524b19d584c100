#pragma once
/// What a number measures: powers of second, dollar, character and token. `12 /min` has the dimension 1 / time.
#include <array>
#include <cstddef>

namespace busyhour {

struct Dimension {
  std::array<signed char, 4> power{};  ///< of second, dollar, character, token
  bool truth = false;                  ///< a condition, not a number
  bool operator==(const Dimension&) const = default;
  friend constexpr Dimension operator*(Dimension a, const Dimension& b) {
    for (std::size_t i = 0; i < a.power.size(); ++i) a.power[i] = static_cast<signed char>(a.power[i] + b.power[i]);
    return a;
  }
  friend constexpr Dimension operator/(Dimension a, const Dimension& b) {
    for (std::size_t i = 0; i < a.power.size(); ++i) a.power[i] = static_cast<signed char>(a.power[i] - b.power[i]);
    return a;
  }
};

namespace dimension {
inline constexpr Dimension number{};  ///< plain count, also a ratio (`3.3x`)
inline constexpr Dimension share{};   ///< 0..1, written with `%`; a bare number is refused where a share is due
inline constexpr Dimension truth{{}, true};
inline constexpr Dimension time{{1}};
inline constexpr Dimension money{{0, 1}};
inline constexpr Dimension characters{{0, 0, 1}};
inline constexpr Dimension tokens{{0, 0, 0, 1}};
inline constexpr Dimension rate = number / time;  ///< `12 /min`
inline constexpr Dimension character_rate = characters / time;
inline constexpr Dimension token_rate = tokens / time;
}  // namespace dimension

}  // namespace busyhour
