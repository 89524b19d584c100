#pragma once
/// Second computations for the theory room: a hundred digits, exact fractions, and how far a double is from them.
#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

namespace busyhour::testing {

namespace mp = boost::multiprecision;
template <unsigned digits>
using Float = mp::number<mp::cpp_bin_float<digits>, mp::et_off>;
using Digits = Float<100>;
using Fraction = mp::number<mp::cpp_rational_backend, mp::et_off>;

inline double relative_error(double actual, double expected) {
  return actual == expected ? 0 : std::abs(actual / expected - 1);
}
inline double relative_error(double actual, const Digits& expected) {
  return expected == 0 ? std::abs(actual) : static_cast<double>(abs(Digits{actual} / expected - 1));
}
inline double relative_error(double actual, const Fraction& expected) {
  return relative_error(actual, expected.convert_to<Digits>());
}

/// The shares of states 0..highest of a birth-death chain, multiplied up from 0 in a hundred digits.
inline std::vector<Digits> chain(std::int64_t highest, const std::function<Digits(std::int64_t)>& birth,
                                 const std::function<Digits(std::int64_t)>& death) {
  std::vector<Digits> shares{1};
  Digits total = 1;
  for (std::int64_t n = 0; n < highest; ++n) total += shares.emplace_back(shares.back() * birth(n) / death(n + 1));
  for (Digits& share : shares) share /= total;
  return shares;
}

/// P(the sum of `stages` exponential times of rate `rate` each > t), summed up from 0.
inline Digits erlang_above(std::int64_t stages, const Digits& rate, const Digits& t) {
  Digits term = exp(-rate * t), sum = 0;
  for (std::int64_t k = 0; k < stages; ++k) {
    sum += term;
    term *= rate * t / (k + 1);
  }
  return sum;
}

}  // namespace busyhour::testing

#define EXPECT_WITHIN(relative, expected, actual) \
  EXPECT_LE(::busyhour::testing::relative_error(actual, expected), relative) << #actual << " = " << (actual)
#define EXPECT_REFUSED(...) EXPECT_THROW(static_cast<void>(__VA_ARGS__), std::domain_error)
