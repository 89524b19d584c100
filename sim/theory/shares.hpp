#pragma once
/// Shares of time in the states of a birth-death chain.
///
/// The weights are multiplied outwards from the likeliest state, in long double: no chain is too long to overflow, and
/// the share of a far state keeps its digits.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "check.hpp"

namespace busyhour::detail {

/// No upper end; leaves room to add one.
inline constexpr std::int64_t no_end = std::numeric_limits<std::int64_t>::max() / 4;

/// The shares of first, first + 1, ...; all others are 0.
struct Shares {
  std::int64_t first = 0;
  std::vector<long double> values;

  [[nodiscard]] std::int64_t last() const { return first + static_cast<std::int64_t>(values.size()) - 1; }
  [[nodiscard]] long double at(std::int64_t n) const {
    return n < first || n > last() ? 0 : values[static_cast<std::size_t>(n - first)];
  }
  /// The sum of weight(n) x share of n over from <= n <= to.
  template <class Weight>
  [[nodiscard]] long double sum(std::int64_t from, std::int64_t to, Weight weight) const {
    long double total = 0;
    // From the far end: a tail is added up before what dwarfs it.
    for (std::int64_t n = std::min(to, last()); n >= std::max(from, first); --n) total += weight(n) * at(n);
    return total;
  }
  [[nodiscard]] long double sum(std::int64_t from, std::int64_t to) const {
    return sum(from, to, [](std::int64_t) { return 1.0L; });
  }
};

/// The states lowest..highest, n -> n + 1 at rate birth(n), back at rate death(n + 1); birth(n) / death(n + 1) must not
/// rise with n. States below `cutoff` of the likeliest one are left out.
template <class Birth, class Death>
[[nodiscard]] Shares stationary(std::int64_t lowest, std::int64_t highest, Birth birth, Death death,
                                long double cutoff = 1e-4000L) {
  std::int64_t mode = lowest;
  for (std::int64_t above = highest; mode < above;) {
    const std::int64_t middle = mode + (above - mode) / 2;
    if (birth(middle) >= death(middle + 1))
      mode = middle + 1;
    else
      above = middle;
  }
  std::vector<long double> values;
  const auto add = [&values](long double weight) {
    values.push_back(weight);
    require(values.size() <= 100'000'000, "a chain of more than 10^8 states that matter");
  };
  long double weight = 1;
  for (std::int64_t n = mode; n > lowest && (weight *= death(n) / birth(n - 1)) > cutoff; --n) add(weight);
  std::reverse(values.begin(), values.end());
  const std::int64_t first = mode - static_cast<std::int64_t>(values.size());
  add(weight = 1);
  for (std::int64_t n = mode; n < highest && (weight *= birth(n) / death(n + 1)) > cutoff; ++n) add(weight);
  Shares shares{first, std::move(values)};
  const long double total = shares.sum(first, mode) + shares.sum(mode + 1, shares.last());
  for (long double& value : shares.values) value /= total;
  return shares;
}

/// The Poisson distribution, mean >= 0.
[[nodiscard]] inline Shares poisson(long double mean, long double cutoff = 1e-4000L) {
  const auto arrive = [mean](std::int64_t) { return mean; };
  const auto leave = [](std::int64_t n) { return static_cast<long double>(n); };
  return stationary(0, no_end, arrive, leave, cutoff);
}

}  // namespace busyhour::detail
