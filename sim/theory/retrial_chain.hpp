#pragma once
/// The chain of (i slots held, j callers backing off) and its levels j.
#include <complex>
#include <cstdint>
#include <optional>
#include <vector>

namespace busyhour::detail {

struct RetrialChain {
  std::int64_t slots;   ///< i = 0..slots
  std::int64_t levels;  ///< j = 0..levels; a caller that would go higher is lost
  double release;       ///< [1/s] of one slot
  double retry;         ///< [1/s] of one caller backing off
  double request;       ///< [1/s] of one idle source; of all together without `sources`
  std::optional<std::int64_t> sources;

  /// Requests that find i slots held and j callers backing off.
  [[nodiscard]] long double requests(std::int64_t i, std::int64_t j) const {
    return sources ? static_cast<long double>(request) * static_cast<long double>(*sources - i - j) : request;
  }
  /// Those that join the callers backing off, all slots being held.
  [[nodiscard]] long double joins(std::int64_t j) const { return j < levels ? requests(slots, j) : 0; }
};

/// The shares of time of a level.
struct RetrialLevel {
  long double full = 0;  ///< of all slots held
  long double all = 0;   ///< of any number held
  long double held = 0;  ///< sum of number held x share
};

/// The levels 0..chain.levels in the long run.
[[nodiscard]] std::vector<RetrialLevel> retrial_levels(const RetrialChain& chain);

/// Of a caller that has been rejected: the Laplace transform, at s, of P(it is still backing off after t), mixed over
/// what it leaves on its way: all slots held and, with weight joined[k], k other callers backing off. `others` is the
/// chain without that caller.
[[nodiscard]] std::complex<double> still_backing_off(const RetrialChain& others, const std::vector<double>& joined,
                                                     std::complex<double> s);

}  // namespace busyhour::detail
