#include <cmath>

#include "busyhour/random/special.hpp"
#include "model.hpp"

namespace busyhour::detail {
namespace {

constexpr std::array parameters{ModelParameter{"median"}, ModelParameter{"sigma"}};
constexpr double half_log_two_pi = 0.91893853320467274178;

/// ln(1 - Phi(z)), also far out: Abramowitz and Stegun 26.2.12.
double log_upper_normal(double z) {
  if (z < 12.0) return portable_log(normal_cdf(-z));
  const double y = 1.0 / (z * z);
  return -0.5 * z * z - portable_log(z) - half_log_two_pi + portable_log1p(-y * (1.0 - 3.0 * y));
}

double likelihood(const FitSample& s, const Point& at) {
  const double sigma = portable_exp(at[1]), apart = (s.mean_log() - at[0]) / sigma, spread = s.sd_log() / sigma;
  double sum = -s.n() * (s.mean_log() + at[1] + half_log_two_pi + 0.5 * (spread * spread + apart * apart));
  for (const FitGroup& g : s.cut_off_groups()) sum += g.weight * log_upper_normal((g.log - at[0]) / sigma);
  return sum;
}

std::optional<Point> best(const FitSample& s) {
  if (!(s.sd_log() > 0.0)) return std::nullopt;
  const Point whole{s.mean_log(), portable_log(s.sd_log())};
  if (s.cut_off().empty()) return whole;
  return highest([&](const Point& at) { return likelihood(s, at); }, whole, 0.3);
}

}  // namespace

const Model lognormal_model{"lognormal",
                            parameters,
                            best,
                            likelihood,
                            [](const Point& at) {
                              return FittedLaw{Distribution{Lognormal{at[0], portable_exp(at[1])}}};
                            },
                            [](const FitSample&, const Point&) { return 2; }};

}  // namespace busyhour::detail
