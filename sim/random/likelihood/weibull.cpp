#include <cmath>

#include "model.hpp"

namespace busyhour::detail {
namespace {

constexpr std::array parameters{ModelParameter{"shape"}, ModelParameter{"scale"}};

/// Sums over all values, those that were cut off included, of (x / m)^k and of (x / m)^k ln(x / m), m the geometric
/// mean.
struct Powers {
  double sum = 0, with_log = 0;
};
Powers powers(const FitSample& s, double shape) {
  Powers p;
  const auto add = [&](const FitGroup& g) {
    const double y = g.log - s.mean_log(), power = g.weight * portable_exp(shape * y);
    p.sum += power, p.with_log += power * y;
  };
  for (const FitGroup& g : s.groups()) add(g);
  for (const FitGroup& g : s.cut_off_groups()) add(g);
  return p;
}

double likelihood(const FitSample& s, const Point& at) {
  const double shape = portable_exp(at[0]);
  const double exponents = powers(s, shape).sum * portable_exp(shape * (s.mean_log() - at[1]));
  return s.n() * (at[0] - at[1] + (shape - 1.0) * (s.mean_log() - at[1])) - exponents;
}

/// The scale at a shape has a formula; what is left is one equation of the shape: Cohen, Technometrics 7, 1965, for
/// censored samples too.
std::optional<Point> best(const FitSample& s) {
  if (!(s.sd_log() > 1e-9)) return std::nullopt;
  const auto miss = [&](double y) {
    const double shape = portable_exp(y);
    const Powers p = powers(s, shape);
    return p.with_log / p.sum - 1.0 / shape;
  };
  const auto log_shape = root_around(miss, portable_log(1.2825 / s.sd_log()));  // sd of a Gumbel law
  if (!log_shape) return std::nullopt;
  const double shape = portable_exp(*log_shape);
  return Point{*log_shape, s.mean_log() + portable_log(powers(s, shape).sum / s.n()) / shape};
}

}  // namespace

const Model weibull_model{"weibull",
                          parameters,
                          best,
                          likelihood,
                          [](const Point& at) {
                            return FittedLaw{Distribution{Weibull{portable_exp(at[0]), portable_exp(at[1])}}};
                          },
                          [](const FitSample&, const Point&) { return 2; }};

}  // namespace busyhour::detail
