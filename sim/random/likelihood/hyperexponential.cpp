#include <algorithm>
#include <cmath>

#include "model.hpp"

namespace busyhour::detail {
namespace {

constexpr std::array parameters{ModelParameter{"p1", Scale::logit}, ModelParameter{"mean1"}, ModelParameter{"mean2"}};

/// The likelihood, its slope, and the sum of the outer products of each value's own slope.
struct Slope {
  double height = 0;
  std::array<double, 3> first{};
  std::array<std::array<double, 3>, 3> products{};
};

class Branches {
 public:
  explicit Branches(const Point& at)
      : share_{1.0 / (1.0 + portable_exp(-at[0]))}, rate1_{portable_exp(-at[1])}, rate2_{portable_exp(-at[2])} {}

  /// Values at one place: of their density if they were seen whole, else of the share above them.
  void add(const FitGroup& at, bool seen, Slope& sum) const {
    const double a = at.value * rate1_, b = at.value * rate2_;
    const double one = share_ * portable_exp(-a) * (seen ? rate1_ : 1.0);
    const double two = (1.0 - share_) * portable_exp(-b) * (seen ? rate2_ : 1.0);
    const double both = one + two;
    sum.height += at.weight * portable_log(both);
    const double of_one = one / both, less = seen ? 1.0 : 0.0;
    const std::array<double, 3> g{of_one - share_, of_one * (a - less), (1.0 - of_one) * (b - less)};
    for (std::size_t i = 0; i < 3; ++i) {
      sum.first[i] += at.weight * g[i];
      for (std::size_t j = 0; j <= i; ++j) sum.products[i][j] += at.weight * g[i] * g[j];
    }
  }

 private:
  double share_, rate1_, rate2_;
};

Slope slope_of(const FitSample& s, const Point& at) {
  const Branches branches{at};
  Slope sum;
  for (const FitGroup& g : s.groups()) branches.add(g, true, sum);
  for (const FitGroup& g : s.cut_off_groups()) branches.add(g, false, sum);
  return sum;
}

double likelihood(const FitSample& s, const Point& at) {
  const double share = 1.0 / (1.0 + portable_exp(-at[0]));
  const double rate1 = portable_exp(-at[1]), rate2 = portable_exp(-at[2]);
  const double one = share * rate1, two = (1.0 - share) * rate2;
  double sum = 0.0;
  for (const auto& [x, log_x, weight] : s.groups())
    sum += weight * portable_log(one * portable_exp(-x * rate1) + two * portable_exp(-x * rate2));
  for (const auto& [c, log_c, weight] : s.cut_off_groups())
    sum += weight * portable_log(share * portable_exp(-c * rate1) + (1.0 - share) * portable_exp(-c * rate2));
  return sum;
}

/// Uphill by the method of Berndt, Hall, Hall and Hausman, Annals of Economic and Social Measurement 3, 1974: the
/// curvature from the outer products of the slopes, steps halved until they rise.
Point climb(const FitSample& s, Point at) {
  Slope here = slope_of(s, at);
  for (int n = 0; n < 100; ++n) {
    std::vector<std::vector<double>> products(3, std::vector<double>(3));
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = 0; j < 3; ++j) products[i][j] = here.products[std::max(i, j)][std::min(i, j)];
    const auto step = solve_positive(products, {here.first.begin(), here.first.end()});
    if (!step) return at;
    double by = 1.0;
    Slope there = here;
    Point next = at;
    for (; by > 1e-4; by *= 0.5) {
      for (std::size_t i = 0; i < 3; ++i) next[i] = at[i] + by * std::clamp((*step)[i], -2.0, 2.0);
      there = slope_of(s, next);
      if (there.height > here.height) break;
    }
    if (!(there.height > here.height)) return at;
    const bool done = there.height - here.height < 1e-7;
    at = next, here = there;
    if (done) return at;
  }
  return at;
}

/// Every k-th of the sorted values, so that there are few, for a first climb.
FitSample thinned(const FitSample& s) {
  constexpr std::size_t enough = 2000;
  const auto every = [](std::span<const double> all, std::size_t k) {
    std::vector<double> some;
    for (std::size_t i = k / 2; i < all.size(); i += k) some.push_back(all[i]);
    return some;
  };
  const std::size_t k = s.seen().size() / enough + 1;
  return FitSample{every(s.seen(), k), every(s.cut_off(), k)};
}

/// One branch within the other is no mixture.
bool is_mixture(const Point& at) { return std::abs(at[0]) < 12.0 && std::abs(at[1] - at[2]) > 0.02; }

bool can_be_mixture(const FitSample& s) { return (s.cv() >= 1.0 || !s.cut_off().empty()) && s.seen().size() >= 4; }

/// Nothing but a mixture, the shorter branch first.
std::optional<Point> in_order(std::optional<Point> top) {
  if (!top || !is_mixture(*top)) return std::nullopt;
  if ((*top)[1] > (*top)[2]) top = Point{-(*top)[0], (*top)[2], (*top)[1]};
  return top;
}

std::optional<Point> best_from(const FitSample& s, const Point& start) {
  return can_be_mixture(s) ? in_order(climb(s, start)) : std::nullopt;
}

std::optional<Point> best(const FitSample& s) {
  if (!can_be_mixture(s)) return std::nullopt;
  const FitSample few = s.seen().size() > 4000 ? thinned(s) : s;
  const double middle = portable_log(s.total() / s.n());
  std::optional<Point> top;
  double height = -kInfinity;
  for (const double share : {0.0, 2.0}) {  // half and half, and a rare long branch
    Point at = climb(few, {share, middle - 0.5 - 0.5 * share, middle + 0.5 + 0.5 * share});
    if (!is_mixture(at)) continue;
    if (const double h = likelihood(few, at); h > height) top = std::move(at), height = h;
  }
  if (top && few.seen().size() != s.seen().size()) top = climb(s, *top);
  return in_order(std::move(top));
}

}  // namespace

const Model hyperexponential_model{
    "hyperexponential",
    parameters,
    best,
    likelihood,
    [](const Point& at) {
      return FittedLaw{
          Distribution{Hyperexponential{1.0 / (1.0 + portable_exp(-at[0])), portable_exp(at[1]), portable_exp(at[2])}}};
    },
    [](const FitSample&, const Point&) { return 3; },
    best_from};

}  // namespace busyhour::detail
