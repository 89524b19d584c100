#include "retrial_chain.hpp"

#include <algorithm>
#include <cmath>

namespace busyhour::detail {
namespace {

/// Drops what is so small that arithmetic with it would be slow.
long double kept(long double share) { return share < 1e-4000L ? 0 : share; }

/// One level of the stationary chain, relative to its state with every slot held.
struct Sweep {
  RetrialLevel relative;
  std::vector<long double> lands;  ///< where a caller that leaves this level's callers lands: slots then held
};

/// With x_i the time in state i per unit of time in the full state, balance at i < slots reads
/// x_i (up + leave + down) = x_{i-1} up_{i-1} + x_{i+1} down_{i+1} + x_full joins lands_above_i. Eliminated from i = 0
/// on: x_i = by_next x_{i+1} + by_full x_full, where what is left of the exit rate is summed, not subtracted.
Sweep sweep_level(const RetrialChain& chain, std::int64_t j, const std::vector<long double>& lands_above) {
  const auto slots = static_cast<std::size_t>(chain.slots);
  const long double leave = static_cast<long double>(chain.retry) * static_cast<long double>(j);
  const long double joins = chain.joins(j);
  std::vector<long double> by_next(slots), by_full(slots);
  long double off = 0, up_below = 0, diagonal = 1;
  for (std::size_t i = 0; i < slots; ++i) {
    const auto n = static_cast<std::int64_t>(i);
    const long double up = chain.requests(n, j);
    const long double from_below = i > 0 ? up_below * by_full[i - 1] : 0;
    off = leave + static_cast<long double>(chain.release) * static_cast<long double>(i) * (off / diagonal);
    diagonal = up + off;
    by_next[i] = static_cast<long double>(chain.release) * static_cast<long double>(i + 1) / diagonal;
    by_full[i] = kept((joins * lands_above[i] + from_below) / diagonal);
    up_below = up;
  }
  Sweep sweep{{1, 1, static_cast<long double>(slots)}, std::vector<long double>(slots + 1)};
  long double x = 1, not_full = 0;
  for (std::size_t i = slots; i-- > 0;) {
    sweep.lands[i + 1] = x = kept(by_next[i] * x + by_full[i]);
    not_full += x;
    sweep.relative.held += static_cast<long double>(i) * x;
  }
  sweep.relative.all += not_full;
  for (long double& share : sweep.lands) share = kept(share / not_full);
  return sweep;
}

}  // namespace

std::vector<RetrialLevel> retrial_levels(const RetrialChain& chain) {
  std::vector<RetrialLevel> levels(static_cast<std::size_t>(chain.levels) + 1);
  std::vector<long double> lands(static_cast<std::size_t>(chain.slots) + 1);
  for (auto j = chain.levels; j >= 0; --j) {
    Sweep sweep = sweep_level(chain, j, lands);
    levels[static_cast<std::size_t>(j)] = sweep.relative;
    lands = std::move(sweep.lands);
  }
  // What joins level j leaves it again: full_{j-1} joins = retry j (all_j - full_j). In logarithms: no overflow.
  std::vector<long double> log_full(levels.size());
  for (std::size_t j = 1; j < levels.size(); ++j) {
    const long double leaves =
        static_cast<long double>(chain.retry) * static_cast<long double>(j) * (levels[j].all - 1);
    log_full[j] = log_full[j - 1] + std::log(chain.joins(static_cast<std::int64_t>(j) - 1) / leaves);
  }
  const long double largest = *std::max_element(log_full.begin(), log_full.end());
  long double total = 0;
  for (std::size_t j = 0; j < levels.size(); ++j) {
    levels[j].full = std::exp(log_full[j] - largest);
    total += levels[j].full * levels[j].all;
  }
  for (RetrialLevel& level : levels) {
    level.full /= total;
    level.all *= level.full;
    level.held *= level.full;
  }
  return levels;
}

namespace {

using Complex = std::complex<double>;

/// No care for overflow is needed, and the library's is slow.
Complex reciprocal(Complex z) { return std::conj(z) / std::norm(z); }

/// The transform in the states of one level, as constant + slope x that in the full state of the level above.
struct Affine {
  Complex constant, slope;
};

/// From what the level below says to what this one does: balance at i < slots reads
/// (s + all rates) F_i = 1 + up F_{i+1} + down F_{i-1} + retries of others F_{i+1, one level below}.
std::vector<Affine> transform_level(const RetrialChain& others, std::int64_t k, const std::vector<Affine>& below,
                                    Complex s) {
  const auto slots = static_cast<std::size_t>(others.slots);
  const double retries = others.retry * static_cast<double>(k);
  std::vector<Affine> level(slots + 1);
  std::vector<Complex> by_next(slots);
  // Up: F_i = constant + by_next F_{i+1} + slope F_full.
  Affine last{};
  Complex last_by_next;
  for (std::size_t i = 0; i < slots; ++i) {
    const auto up = static_cast<double>(others.requests(static_cast<std::int64_t>(i), k));
    const double down = others.release * static_cast<double>(i);
    const Complex inverse = reciprocal(s + up + down * (1.0 - last_by_next) + retries + others.retry);
    last = {(1.0 + retries * below[i + 1].constant + down * last.constant) * inverse,
            (retries * below[i + 1].slope + down * last.slope) * inverse};
    level[i] = last;
    by_next[i] = last_by_next = up * inverse;
  }
  const double down = others.release * static_cast<double>(slots), joins = static_cast<double>(others.joins(k));
  const Complex inverse = reciprocal(s + joins + down * (1.0 - last_by_next - last.slope));
  level[slots] = {(1.0 + down * last.constant) * inverse, joins * inverse};
  const Affine full = level[slots];
  for (std::size_t i = slots; i-- > 0;) {
    level[i] = {level[i].constant + by_next[i] * level[i + 1].constant + level[i].slope * full.constant,
                by_next[i] * level[i + 1].slope + level[i].slope * full.slope};
  }
  return level;
}

}  // namespace

Complex still_backing_off(const RetrialChain& others, const std::vector<double>& joined, Complex s) {
  std::vector<Affine> full, level(static_cast<std::size_t>(others.slots) + 1);
  for (std::int64_t k = 0; k <= others.levels; ++k) {
    level = transform_level(others, k, level, s);
    full.push_back(level.back());
  }
  Complex sum, above;
  for (auto k = full.size(); k-- > 0;) {
    above = full[k].constant + full[k].slope * above;
    sum += joined[k] * above;
  }
  return sum;
}

}  // namespace busyhour::detail
