// The tables: 256 strips of one area that fill the space under the density, checked in long double; and that the
// mapping of a word to a number is what the header says.
#include "busyhour/random/ziggurat.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <deque>

namespace busyhour::detail {
namespace {

/// An engine that says what it is told to.
class Script {
 public:
  using result_type = std::uint64_t;
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }
  explicit Script(std::deque<result_type> words) : words_{std::move(words)} {}
  result_type operator()() {
    const result_type word = words_.at(0);
    words_.pop_front();
    return word;
  }
  [[nodiscard]] std::size_t left() const { return words_.size(); }

 private:
  std::deque<result_type> words_;
};

template <class Density>
void expect_equal_strips(const Ziggurat& z, long double tail_area, Density density) {
  const auto x = [&z](std::size_t i) { return static_cast<long double>(z.layers[i].width) * 0x1p53L; };
  const long double area = z.tail * density(static_cast<long double>(z.tail)) + tail_area;
  EXPECT_NEAR(static_cast<double>(x(0) * density(z.tail) / area), 1.0, 1e-15);
  for (std::size_t i = 1; i < 256; ++i) {
    // A height is a sum rounded by at most 2^-54 each time; the last strip takes what 254 such sums have left.
    const long double high = z.height[i + 1] - static_cast<long double>(z.height[i]);
    const double rounding = (i < 255 ? 1.0 : 254.0) * 0x1p-54 / static_cast<double>(high);
    EXPECT_NEAR(static_cast<double>(x(i) * high / area), 1.0, rounding + 1e-15) << i;
    EXPECT_NEAR(static_cast<double>(density(x(i)) - z.height[i]), 0.0, 1e-15) << i;
    EXPECT_EQ(z.layers[i - 1].inside, z.layers[i].width * 0x1p53) << i;
  }
  EXPECT_EQ(z.layers[255].inside, 0.0);
  EXPECT_EQ(z.height[256], 1.0);
}

TEST(Ziggurat, ExponentialStripsHaveOneArea) {
  expect_equal_strips(exponential_ziggurat, std::exp(-static_cast<long double>(exponential_ziggurat.tail)),
                      [](long double x) { return std::exp(-x); });
}

TEST(Ziggurat, NormalStripsHaveOneArea) {
  const long double tail = normal_ziggurat.tail;
  const long double tail_area = std::sqrt(std::acos(-1.0L) / 2) * std::erfc(tail / std::sqrt(2.0L));
  expect_equal_strips(normal_ziggurat, tail_area, [](long double x) { return std::exp(-x * x / 2); });
}

TEST(Ziggurat, OneWordGivesLayerSignAndPlace) {
  const std::uint64_t half = std::uint64_t{1} << 63;
  Script words{{half | 7U, half | 7U, half | 256U | 7U}};
  EXPECT_EQ(standard_exponential(words), 0.5 * (exponential_ziggurat.layers[7].width * 0x1p53));
  const double z = standard_normal(words);
  EXPECT_EQ(z, 0.5 * (normal_ziggurat.layers[7].width * 0x1p53));
  EXPECT_EQ(standard_normal(words), -z);
}

TEST(Ziggurat, ARejectedPlaceAsksForAHeightThenForAnotherWord) {
  const std::uint64_t edge = ~std::uint64_t{0} << 11;  // the far end of a strip
  const std::uint64_t high = ~std::uint64_t{0};        // the top of the strip: above the density
  const std::uint64_t half = std::uint64_t{1} << 63;
  Script rejected{{edge | 7U, high, half | 9U}};
  EXPECT_EQ(standard_exponential(rejected), 0.5 * (exponential_ziggurat.layers[9].width * 0x1p53));
  EXPECT_EQ(rejected.left(), 0U);
  Script accepted{{edge | 7U, 0}};  // the bottom of the strip: below it
  EXPECT_NEAR(standard_exponential(accepted), exponential_ziggurat.layers[7].width * 0x1p53, 1e-12);
  EXPECT_EQ(accepted.left(), 0U);
}

TEST(Ziggurat, TheTailOfAnExponentialIsAnExponential) {
  const std::uint64_t edge = ~std::uint64_t{0} << 11;
  const std::uint64_t half = std::uint64_t{1} << 63;
  Script words{{edge, edge, half | 9U}};
  EXPECT_EQ(standard_exponential(words),
            2 * exponential_ziggurat.tail + 0.5 * (exponential_ziggurat.layers[9].width * 0x1p53));
}

TEST(Uniform, TopBitsOfOneWord) {
  Script words{{0, ~std::uint64_t{0}, std::uint64_t{1} << 63, 0, ~std::uint64_t{0}}};
  EXPECT_EQ(uniform01(words), 0.0);
  EXPECT_EQ(uniform01(words), 1.0 - 0x1p-53);
  EXPECT_EQ(uniform01(words), 0.5);
  EXPECT_EQ(open_uniform(words), 0x1p-53);
  EXPECT_EQ(open_uniform(words), 1.0 - 0x1p-53);
}

}  // namespace
}  // namespace busyhour::detail
