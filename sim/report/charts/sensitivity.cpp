#include "sensitivity.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace busyhour::detail {
namespace {

constexpr std::size_t fewest = 12;

/// Which group each point belongs to, and how many groups there are: about the square root of the number of points,
/// cut by rank; what is alike is never cut.
std::pair<std::vector<std::size_t>, std::size_t> groups_of(const std::vector<double>& x) {
  const std::size_t n = x.size();
  const auto wanted = static_cast<std::size_t>(std::clamp(std::sqrt(static_cast<double>(n)), 3.0, 12.0));
  std::vector<std::size_t> order(n), group(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return x[i]; });
  std::size_t now = 0, begun = 0;
  for (std::size_t k = 0; k < n; ++k) {
    const bool full = (k - begun) * wanted >= n;
    if (k > 0 && full && x[order[k]] != x[order[k - 1]]) ++now, begun = k;
    group[order[k]] = now;
  }
  return {group, now + 1};
}

/// Without the points of one part (k mod parts == left_out).
double epsilon_squared(const std::vector<double>& y, const std::vector<std::size_t>& group, std::size_t groups,
                       std::size_t parts, std::size_t left_out) {
  std::vector<double> sum(groups, 0), count(groups, 0);
  double all = 0, n = 0, squares = 0, used = 0;
  const auto is_in = [&](std::size_t i) { return parts == 0 || i % parts != left_out; };
  for (std::size_t i = 0; i < y.size(); ++i)
    if (is_in(i)) sum[group[i]] += y[i], ++count[group[i]], all += y[i], ++n;
  const double mean = all / n;
  double within = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (!is_in(i)) continue;
    squares += (y[i] - mean) * (y[i] - mean);
    const double d = y[i] - sum[group[i]] / count[group[i]];
    within += d * d;
  }
  for (const double c : count) used += c > 0 ? 1 : 0;
  if (squares <= 0 || n <= used) return std::nan("");
  return 1 - (within / (n - used)) / (squares / (n - 1));
}

}  // namespace

FirstOrder first_order(const std::vector<double>& x, const std::vector<double>& y) {
  constexpr std::size_t parts = 10;
  FirstOrder out{std::nan(""), std::nan(""), std::nan("")};
  if (x.size() < fewest || x.size() != y.size()) return out;
  const auto [group, groups] = groups_of(x);
  const double whole = epsilon_squared(y, group, groups, 0, 0);
  if (std::isnan(whole)) return out;
  double sum = 0, squares = 0;
  for (std::size_t part = 0; part < parts; ++part) {
    const double one = epsilon_squared(y, group, groups, parts, part);
    sum += one, squares += one * one;
  }
  constexpr auto k = static_cast<double>(parts);
  const double error = std::sqrt(std::max(0.0, (k - 1) / k * (squares - sum * sum / k)));
  out.share = std::clamp(whole, 0.0, 1.0);
  out.low = std::clamp(whole - 2 * error, 0.0, 1.0);
  out.high = std::clamp(whole + 2 * error, 0.0, 1.0);
  return out;
}

}  // namespace busyhour::detail
