#include "busyhour/stats/line.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace busyhour {
namespace {

using Points = std::span<const double>;

double median(std::vector<double>& all) {
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
  std::nth_element(all.begin(), middle, all.end());
  return *middle;
}

/// Weighted sums of a line.
struct Sums {
  double w = 0, x = 0, y = 0, xx = 0, xy = 0;
  void add(double weight, double at, double value) {
    w += weight, x += weight * at, y += weight * value, xx += weight * at * at, xy += weight * at * value;
  }
  [[nodiscard]] double determinant() const { return w * xx - x * x; }
};

void solve(const Sums& s, Line& line) {
  line.slope = (s.w * s.xy - s.x * s.y) / s.determinant();
  line.intercept = (s.y - line.slope * s.x) / s.w;
}

double residual(const Line& line, double x, double y) { return y - line.intercept - line.slope * x; }

double spread_about(const Line& line, Points x, Points y) {
  std::vector<double> off(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) off[i] = std::abs(residual(line, x[i], y[i]));
  return 1.4826 * median(off);
}

void check(Points x, Points y) {
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  if (x.size() != y.size() || x.size() < 3 || !(*low < *high))
    throw std::domain_error{"a line takes three points that do not stand over one x"};
}

/// R squared, and the errors from the weighted residuals (Huber, "Robust statistics", 1981, section 7.6).
void add_errors(Points x, Points y, const Sums& plain, double psi_squares, double inside, Line& line) {
  const auto n = static_cast<double>(x.size());
  double residuals = 0, total = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double r = residual(line, x[i], y[i]), off = y[i] - plain.y / n;
    residuals += r * r, total += off * off;
  }
  line.points = x.size();
  line.explained = total > 0 ? 1 - residuals / total : 1;
  const double share = inside / n, variance = psi_squares / (n - 2) / (share * share) * n / plain.determinant();
  line.slope_error = std::sqrt(variance);
  line.intercept_error = std::sqrt(variance * plain.xx / n);
}

Sums plain_sums(Points x, Points y) {
  Sums s;
  for (std::size_t i = 0; i < x.size(); ++i) s.add(1, x[i], y[i]);
  return s;
}

Line median_of_slopes(Points x, Points y) {
  const std::size_t step = std::max<std::size_t>(1, x.size() / 500);
  std::vector<double> slopes, heights;
  for (std::size_t i = 0; i < x.size(); i += step)
    for (std::size_t j = 0; j < i; j += step)
      if (x[i] != x[j]) slopes.push_back((y[i] - y[j]) / (x[i] - x[j]));
  Line line;
  if (slopes.empty()) return solve(plain_sums(x, y), line), line;
  line.slope = median(slopes);
  for (std::size_t i = 0; i < x.size(); ++i) heights.push_back(y[i] - line.slope * x[i]);
  line.intercept = median(heights);
  return line;
}

}  // namespace

Line least_squares(Points x, Points y) {
  check(x, y);
  const Sums s = plain_sums(x, y);
  Line line;
  solve(s, line);
  double squares = 0;
  for (std::size_t i = 0; i < x.size(); ++i) squares += residual(line, x[i], y[i]) * residual(line, x[i], y[i]);
  line.spread = std::sqrt(squares / static_cast<double>(x.size() - 2));
  add_errors(x, y, s, squares, static_cast<double>(x.size()), line);
  return line;
}

Line robust_line(Points x, Points y) {
  check(x, y);
  Line line = median_of_slopes(x, y);
  double psi_squares = 0, inside = 0;
  for (int n = 0; n < 100; ++n) {
    line.spread = spread_about(line, x, y);
    if (!(line.spread > 0)) break;  // most points lie on it
    const double bound = 1.345 * line.spread;
    const Line before = line;
    Sums s;
    psi_squares = inside = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double off = std::abs(residual(line, x[i], y[i]));
      s.add(off <= bound ? 1 : bound / off, x[i], y[i]);
      psi_squares += std::min(off, bound) * std::min(off, bound), inside += off <= bound ? 1 : 0;
    }
    if (!(s.determinant() > 0)) break;
    solve(s, line);
    line.far = x.size() - static_cast<std::size_t>(inside);
    if (std::abs(line.slope - before.slope) <= 1e-10 * std::abs(line.slope) &&
        std::abs(line.intercept - before.intercept) <= 1e-10 * line.spread)
      break;
  }
  add_errors(x, y, plain_sums(x, y), psi_squares, std::max(inside, 1.0), line);
  return line;
}

}  // namespace busyhour
