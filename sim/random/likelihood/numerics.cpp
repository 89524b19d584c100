#include <algorithm>
#include <cmath>

#include "../root.hpp"
#include "model.hpp"

namespace busyhour::detail {

double digamma(double x) {
  double below = 0.0;
  for (; x < 10.0; x += 1.0) below += 1.0 / x;
  const double y = 1.0 / (x * x);
  return portable_log(x) - 0.5 / x -
         y * (1.0 / 12 - y * (1.0 / 120 - y * (1.0 / 252 - y * (1.0 / 240 - y * (1.0 / 132 - y * (691.0 / 32760)))))) -
         below;
}

double trigamma(double x) {
  double below = 0.0;
  for (; x < 10.0; x += 1.0) below += 1.0 / (x * x);
  const double y = 1.0 / (x * x);
  return 1.0 / x + 0.5 * y + y / x * (1.0 / 6 - y * (1.0 / 30 - y * (1.0 / 42 - y * (1.0 / 30 - y * (5.0 / 66))))) +
         below;
}

namespace {

/// The corners of the simplex with their heights, the highest first.
struct Simplex {
  std::vector<std::pair<double, Point>> corners;
  void sort() {
    std::stable_sort(corners.begin(), corners.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  }
  [[nodiscard]] bool is_small() const {
    double widest = 0.0;
    for (const auto& [height, at] : corners)
      for (std::size_t i = 0; i < at.size(); ++i)
        widest = std::max(widest, std::abs(at[i] - corners.front().second[i]));
    return widest < 1e-9;
  }
  /// The lowest corner moved through the middle of the others by so many times its distance.
  [[nodiscard]] Point moved(double times) const {
    const Point& lowest = corners.back().second;
    Point at(lowest.size(), 0.0);
    for (std::size_t i = 0; i < at.size(); ++i) {
      double middle = 0.0;
      for (std::size_t c = 0; c + 1 < corners.size(); ++c) middle += corners[c].second[i];
      middle /= static_cast<double>(corners.size() - 1);
      at[i] = middle + times * (middle - lowest[i]);
    }
    return at;
  }
};

}  // namespace

Point highest(const std::function<double(const Point&)>& f, Point start, double step) {
  Simplex simplex;
  simplex.corners.emplace_back(f(start), start);
  for (std::size_t i = 0; i < start.size(); ++i) {
    Point at = start;
    at[i] += step;
    simplex.corners.emplace_back(f(at), at);
  }
  for (int n = 0; n < 600; ++n) {
    simplex.sort();
    if (simplex.is_small()) break;
    const double best = simplex.corners.front().first, second = simplex.corners[simplex.corners.size() - 2].first;
    auto& lowest = simplex.corners.back();
    const auto at = [&](double times) {
      Point p = simplex.moved(times);
      return std::pair{f(p), p};
    };
    auto tried = at(1.0);
    if (tried.first > best) {
      if (auto further = at(2.0); further.first > tried.first) tried = std::move(further);
      lowest = std::move(tried);
    } else if (tried.first > second) {
      lowest = std::move(tried);
    } else if (auto nearer = at(tried.first > lowest.first ? 0.5 : -0.5);
               nearer.first > std::max(tried.first, lowest.first)) {
      lowest = std::move(nearer);
    } else {
      for (std::size_t c = 1; c < simplex.corners.size(); ++c) {
        Point& p = simplex.corners[c].second;
        for (std::size_t i = 0; i < p.size(); ++i) p[i] = 0.5 * (p[i] + simplex.corners.front().second[i]);
        simplex.corners[c].first = f(p);
      }
    }
  }
  simplex.sort();
  return simplex.corners.front().second;
}

double highest_between(const std::function<double(double)>& f, double low, double high) {
  const double part = 0.5 * (std::sqrt(5.0) - 1.0);
  double a = high - part * (high - low), b = low + part * (high - low);
  double at_a = f(a), at_b = f(b);
  while (high - low > 1e-9) {
    if (at_a > at_b) {
      high = b, b = a, at_b = at_a;
      a = high - part * (high - low), at_a = f(a);
    } else {
      low = a, a = b, at_a = at_b;
      b = low + part * (high - low), at_b = f(b);
    }
  }
  return 0.5 * (low + high);
}

std::optional<double> root_around(const std::function<double(double)>& f, double start) {
  double low = start - 0.5, high = start + 0.5;
  double at_low = f(low), at_high = f(high);
  for (double step = 1.0; at_low * at_high > 0.0; step *= 2.0) {
    if (!(step < 64.0)) return std::nullopt;
    if (std::abs(at_low) < std::abs(at_high))
      high = low, at_high = at_low, low -= step, at_low = f(low);
    else
      low = high, at_low = at_high, high += step, at_high = f(high);
  }
  if (!std::isfinite(at_low) || !std::isfinite(at_high)) return std::nullopt;
  return root_between(f, low, high, at_low, at_high);
}

std::optional<Point> solve_positive(std::vector<std::vector<double>> a, Point b) {
  const std::size_t n = b.size();
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t k = 0; k < j; ++k) a[j][j] -= a[j][k] * a[j][k];
    if (!(a[j][j] > 0.0)) return std::nullopt;
    a[j][j] = std::sqrt(a[j][j]);
    for (std::size_t i = j + 1; i < n; ++i) {
      for (std::size_t k = 0; k < j; ++k) a[i][j] -= a[i][k] * a[j][k];
      a[i][j] /= a[j][j];
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k) b[i] -= a[i][k] * b[k];
    b[i] /= a[i][i];
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) b[i] -= a[k][i] * b[k];
    b[i] /= a[i][i];
  }
  return b;
}

Point standard_errors(const std::function<double(const Point&)>& f, const Point& at,
                      std::span<const ModelParameter> parameters) {
  std::vector<std::size_t> free;
  for (std::size_t i = 0; i < at.size(); ++i)
    if (parameters[i].scale != Scale::fixed) free.push_back(i);
  constexpr double h = 1e-3;
  const auto moved = [&](std::size_t i, double by_i, std::size_t j, double by_j) {
    Point p = at;
    p[i] += by_i, p[j] += by_j;
    return f(p);
  };
  const double top = f(at);
  std::vector<std::vector<double>> bend(free.size(), std::vector<double>(free.size()));
  for (std::size_t a = 0; a < free.size(); ++a)
    for (std::size_t b = 0; b <= a; ++b) {
      const std::size_t i = free[a], j = free[b];
      const double second =
          i == j ? (moved(i, h, j, 0) + moved(i, -h, j, 0) - 2.0 * top) / (h * h)
                 : (moved(i, h, j, h) + moved(i, -h, j, -h) - moved(i, h, j, -h) - moved(i, -h, j, h)) / (4.0 * h * h);
      bend[a][b] = bend[b][a] = -second;
    }
  Point errors(at.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t a = 0; a < free.size(); ++a) {
    Point unit(free.size(), 0.0);
    unit[a] = 1.0;
    if (const auto column = solve_positive(bend, unit)) errors[free[a]] = std::sqrt((*column)[a]);
  }
  return errors;
}

}  // namespace busyhour::detail
