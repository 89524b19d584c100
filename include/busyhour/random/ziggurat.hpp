#pragma once
/// Standard exponential and normal numbers by the ziggurat: one word, one product and one comparison 98 times in 100.
///
/// 256 layers of equal area. A word gives the layer (8 bits), the sign (1 bit) and the place in the layer (the top 53
/// bits); a rejection asks for further words. Source: Marsaglia and Tsang, "The ziggurat method for generating random
/// variables", J. Stat. Software 5(8), 2000; separate bits for layer and place after Doornik, "An improved ziggurat
/// method", 2005. Our own tables and exp, because Boost's compares with the C library's exp, whose last bit depends on
/// the CPU.
#include <array>
#include <cstddef>
#include <cstdint>

#include "busyhour/random/elementary.hpp"
#include "busyhour/random/uniform.hpp"

namespace busyhour::detail {

/// Layer i lies under the density between the heights y[i] and y[i + 1]; it is as wide as x[i], and all of it up to x[i
/// + 1] is below.
struct Ziggurat {
  struct Layer {
    double width;   ///< x[i] 2^-53
    double inside;  ///< x[i + 1]
  };
  std::array<Layer, 256> layers;
  std::array<double, 257> height;
  double tail;  ///< x[1]: layer 0 is the strip below y[1], whose part beyond `tail` stands for the tail
};
extern const Ziggurat exponential_ziggurat;
extern const Ziggurat normal_ziggurat;

/// Whether the point at x in layer i, at a height drawn now, lies below the density exp(-depth).
template <class Engine>
[[nodiscard]] bool below_density(const Ziggurat& z, std::size_t i, double depth, Engine& draw) {
  return z.height[i] + uniform01(draw) * (z.height[i + 1] - z.height[i]) < portable_exp(-depth);
}

/// A number, and the engine that goes on after it: engines are handed to what is rarely called and back by value, so
/// that those that are not stay in registers.
template <class Engine>
struct Drawn {
  double value;
  Engine draw;
};

/// What is left when the first word fell outside: 1 time in 100, kept out of the way of the rest.
template <class Engine>
[[nodiscard]] [[gnu::noinline]] Drawn<Engine> exponential_outside(std::size_t i, double x, Engine draw) {
  const Ziggurat& z = exponential_ziggurat;
  double shift = 0.0;
  for (;;) {
    if (i == 0) {
      shift += z.tail;  // the tail of an exponential is an exponential
    } else if (below_density(z, i, x, draw)) {
      return {shift + x, draw};
    }
    const std::uint64_t word = draw();
    i = word & 255U;
    x = static_cast<double>(static_cast<std::int64_t>(word >> 11)) * z.layers[i].width;
    if (x < z.layers[i].inside) return {shift + x, draw};
  }
}

/// Exponential with mean 1.
template <class Engine>
[[nodiscard]] inline double standard_exponential(Engine& draw) {
  const std::uint64_t word = draw();
  const std::size_t i = word & 255U;
  const Ziggurat::Layer& layer = exponential_ziggurat.layers[i];
  const double x = static_cast<double>(static_cast<std::int64_t>(word >> 11)) * layer.width;
  if (x < layer.inside) [[likely]]
    return x;
  const Drawn<Engine> outside = exponential_outside(i, x, draw);
  draw = outside.draw;
  return outside.value;
}

/// |Z| given that the first word fell outside. The tail: Marsaglia, "Generating a variable from the tail of the
/// normal", 1964.
template <class Engine>
[[nodiscard]] [[gnu::noinline]] Drawn<Engine> normal_outside(std::size_t i, double x, Engine draw) {
  const Ziggurat& z = normal_ziggurat;
  for (;;) {
    if (i == 0) {
      for (;;) {
        const double beyond = standard_exponential(draw) / z.tail;
        if (2.0 * standard_exponential(draw) > beyond * beyond) return {z.tail + beyond, draw};
      }
    }
    if (below_density(z, i, 0.5 * x * x, draw)) return {x, draw};
    const std::uint64_t word = draw();
    i = word & 255U;
    x = static_cast<double>(static_cast<std::int64_t>(word >> 11)) * z.layers[i].width;
    if (x < z.layers[i].inside) return {x, draw};
  }
}

/// Normal with mean 0 and variance 1.
template <class Engine>
[[nodiscard]] inline double standard_normal(Engine& draw) {
  const std::uint64_t word = draw();
  const std::size_t i = word & 255U;
  const Ziggurat::Layer& layer = normal_ziggurat.layers[i];
  const double sign = (word & 256U) != 0 ? -1.0 : 1.0;
  double x = static_cast<double>(static_cast<std::int64_t>(word >> 11)) * layer.width;
  if (!(x < layer.inside)) [[unlikely]] {
    const Drawn<Engine> outside = normal_outside(i, x, draw);
    draw = outside.draw;
    x = outside.value;
  }
  return sign * x;
}

}  // namespace busyhour::detail
