#include <cmath>

#include "model.hpp"

namespace busyhour::detail {
namespace {

constexpr std::array parameters{ModelParameter{"shape"}, ModelParameter{"scale"}};

/// Sums of ln(1 + x / scale): of those seen whole, of those cut off.
struct LogSums {
  double seen = 0, cut_off = 0;
};
LogSums log_sums(const FitSample& s, double scale) {
  LogSums sums;
  for (const FitGroup& g : s.groups()) sums.seen += g.weight * portable_log1p(g.value / scale);
  for (const FitGroup& g : s.cut_off_groups()) sums.cut_off += g.weight * portable_log1p(g.value / scale);
  return sums;
}

double likelihood(const FitSample& s, const Point& at) {
  const double shape = portable_exp(at[0]);
  const LogSums sums = log_sums(s, portable_exp(at[1]));
  return s.n() * (at[0] - at[1]) - (shape + 1.0) * sums.seen - shape * sums.cut_off;
}

/// The shape at a scale has a formula, so one search is left. Without a longer tail than an exponential the scale runs
/// away, and the family has nothing to say.
std::optional<Point> best(const FitSample& s) {
  if (!(s.sd_log() > 1e-9)) return std::nullopt;
  const auto at_scale = [&](double log_scale) {
    const LogSums sums = log_sums(s, portable_exp(log_scale));
    return Point{portable_log(s.n() / (sums.seen + sums.cut_off)), log_scale};
  };
  const double middle = portable_log(s.total() / s.n()), low = std::min(s.groups().front().log, middle - 12.0);
  const double high = middle + portable_log(1000.0);
  const double log_scale = highest_between([&](double y) { return likelihood(s, at_scale(y)); }, low, high);
  if (high - log_scale < 0.01) return std::nullopt;
  return at_scale(log_scale);
}

}  // namespace

const Model lomax_model{"lomax",
                        parameters,
                        best,
                        likelihood,
                        [](const Point& at) {
                          return FittedLaw{Lomax{portable_exp(at[0]), portable_exp(at[1])}};
                        },
                        [](const FitSample&, const Point&) { return 2; }};

}  // namespace busyhour::detail
