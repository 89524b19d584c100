#include "busyhour/random/ziggurat.hpp"

namespace busyhour::detail {
namespace {

/// Newton's iteration: std::sqrt is no constant expression. Good to an ulp, which is all the borders of layers need.
constexpr double square_root(double s) {
  double root = s > 1.0 ? s : 1.0;
  for (int i = 0; i < 60; ++i) root = 0.5 * (root + s / root);
  return root;
}

/// The layers under exp(-depth(x)): `tail` is where layer 0 ends, `area` that of each layer; both make 256 layers end
/// at height 1.
template <class Depth, class Inverse>
constexpr Ziggurat layers(double tail, double area, Depth depth, Inverse inverse) {
  Ziggurat z{};
  z.tail = tail;
  double x = tail;
  double height = portable_exp(-depth(tail));
  z.layers[0] = {area / height * 0x1p-53, tail};
  z.height[0] = 0.0;
  for (std::size_t i = 1; i < 256; ++i) {
    z.height[i] = height;
    z.layers[i].width = x * 0x1p-53;
    height += area / x;
    x = i < 255 ? inverse(-portable_log(height)) : 0.0;
    z.layers[i].inside = x;
  }
  z.height[256] = 1.0;
  return z;
}

}  // namespace

// `tail` and `area` solve "the 256th layer ends at height 1" to 40 digits by bisection; the test repeats it in long
// double.
constexpr Ziggurat exponential_layers = layers(
    7.697117470131049714, 0.003949659822581557220, [](double x) { return x; }, [](double d) { return d; });
constexpr Ziggurat normal_layers = layers(
    3.654152885361008772, 0.004928673233974655347, [](double x) { return 0.5 * x * x; },
    [](double d) { return square_root(2.0 * d); });

constinit const Ziggurat exponential_ziggurat = exponential_layers;
constinit const Ziggurat normal_ziggurat = normal_layers;

}  // namespace busyhour::detail
