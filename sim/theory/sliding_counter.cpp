#include <Eigen/Core>
#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <vector>

#include "busyhour/theory/limiters.hpp"
#include "shares.hpp"

namespace busyhour {
namespace {

/// Probabilities that are left out: far below the shares that the header promises, far above the numbers so small that
/// they are slow.
constexpr double negligible = 1e-45;

/// Poisson arrivals of one stretch of a window: P(k), P(k or more) and E[(X - k)^+] for k = 0..cap.
struct Stretch {
  std::vector<double> exactly, at_least, beyond;
  Stretch(long double mean, std::size_t cap) : exactly(cap + 1), at_least(cap + 1), beyond(cap + 1) {
    const detail::Shares arrivals = detail::poisson(mean, 1e-100L);
    long double tail = 0, excess = 0;
    for (std::int64_t k = std::max(arrivals.last(), static_cast<std::int64_t>(cap)); k >= 0; --k) {
      excess += tail;  // E[(X - k)^+] = E[(X - k - 1)^+] + P(X > k)
      tail += arrivals.at(k);
      if (k > static_cast<std::int64_t>(cap)) continue;
      const auto i = static_cast<std::size_t>(k);
      exactly[i] = static_cast<double>(arrivals.at(k));
      at_least[i] = static_cast<double>(tail);
      beyond[i] = static_cast<double>(excess);
    }
    while (exactly.size() > 1 && exactly.back() < negligible) exactly.pop_back();
  }
};

/// A window: how likely it has counted 0..cap so far, and how many requests it has refused on average.
struct Window {
  std::vector<double> counted;
  double refused = 0;

  /// A stretch in which at most `bound` may be counted; the count is at most that already.
  void pass(const Stretch& stretch, std::size_t bound) {
    std::vector<double> next(counted.size());
    for (std::size_t y = 0; y <= bound; ++y) {
      const double here = counted[y];
      if (here < negligible) continue;
      const std::size_t room = bound - y, most = std::min(room, stretch.exactly.size());
      for (std::size_t k = 0; k < most; ++k) next[y + k] += here * stretch.exactly[k];
      next[bound] += here * stretch.at_least[room];
      refused += here * stretch.beyond[room];
    }
    counted = std::move(next);
  }
};

/// The window after one that counted `previous`. Its bound is cap - previous x (1 - u) rounded down, u from 0 to 1.
Window after(std::size_t previous, std::size_t cap, double load) {
  Window window{std::vector<double>(cap + 1), 0};
  window.counted[0] = 1;
  const std::size_t stretches = std::max<std::size_t>(1, previous);
  const Stretch stretch{static_cast<long double>(load) / static_cast<long double>(stretches), cap};
  for (std::size_t k = 0; k < stretches; ++k) window.pass(stretch, cap - previous + k);
  return window;
}

/// The stationary distribution by state reduction (Grassmann, Taksar & Heyman 1985), which subtracts nothing. A state
/// that hardly ever leads to lower ones leaves those without a share.
Eigen::VectorXd stationary(Eigen::MatrixXd p) {
  const Eigen::Index states = p.rows();
  Eigen::Index last = states - 1;
  for (; last > 0; --last) {
    const double down = p.row(last).head(last).sum();
    if (down < negligible * negligible) break;
    p.col(last).head(last) /= down;
    p.topLeftCorner(last, last) += p.col(last).head(last) * p.row(last).head(last);
  }
  Eigen::VectorXd shares = Eigen::VectorXd::Zero(states);
  shares[last] = 1;
  for (Eigen::Index n = last + 1; n < states; ++n) shares[n] = shares.head(n).dot(p.col(n).head(n));
  return shares / shares.sum();
}

double counting_admitted(std::size_t cap, double load) {
  const auto states = static_cast<Eigen::Index>(cap + 1);
  Eigen::MatrixXd next(states, states);
  Eigen::VectorXd refused(states);
  for (Eigen::Index previous = 0; previous < states; ++previous) {
    const Window window = after(static_cast<std::size_t>(previous), cap, load);
    next.row(previous) = Eigen::Map<const Eigen::RowVectorXd>(window.counted.data(), states);
    refused[previous] = window.refused;
  }
  return stationary(std::move(next)).dot(refused) / load;
}

/// Refused on average after a window with `previous` attempts. With A(u) attempts up to u and the bound m(u), requests
/// are refused at rate load P(A(u) >= m(u)), and d/du E[(A(u) - m)^+] = load P(A(u) >= m): the integral is that
/// expectation at the end, m = cap - 1, and P(A >= m) of the new bound m at each of its rises.
double refused_after(std::int64_t previous, std::int64_t cap, double load, double beyond_cap,
                     double beyond_last_bound) {
  if (previous == 0) return beyond_cap;
  double refused = beyond_last_bound;
  for (std::int64_t k = std::max<std::int64_t>(1, previous - cap + 1); k < previous; ++k) {
    const double made = load * static_cast<double>(k) / static_cast<double>(previous);
    refused += boost::math::gamma_p(static_cast<double>(cap - previous + k), made);
  }
  return refused;
}

double counting_attempts(std::int64_t cap, double load) {
  const detail::Shares made = detail::poisson(load);
  const auto beyond = [&made](std::int64_t bound) {
    const auto excess = [bound](std::int64_t n) { return static_cast<long double>(n - bound); };
    return static_cast<double>(made.sum(bound + 1, made.last(), excess));
  };
  const double beyond_cap = beyond(cap), beyond_last_bound = beyond(cap - 1);
  const auto refused = [&](std::int64_t n) { return refused_after(n, cap, load, beyond_cap, beyond_last_bound); };
  const detail::Shares weights = detail::poisson(load, 1e-30L);
  return static_cast<double>(weights.sum(0, weights.last(), refused) / load);
}

}  // namespace

double sliding_counter_rejected(double rate, std::int64_t cap, double per, Counting counts) {
  detail::require_rate(rate);
  detail::require(cap >= 1 && cap <= 1000, "the cap of a sliding counter must be between 1 and 1000 here");
  detail::require(detail::positive(per), "the window must be above 0 and finite");
  const double load = rate * per;
  return counts == Counting::admitted ? counting_admitted(static_cast<std::size_t>(cap), load)
                                    : counting_attempts(cap, load);
}

}  // namespace busyhour
