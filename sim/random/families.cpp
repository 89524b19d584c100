#include "busyhour/random/families.hpp"

#include <cmath>
#include <numeric>

#include "busyhour/random/special.hpp"

#include "root.hpp"

namespace busyhour::detail {
namespace {

bool all_whole(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double x) { return std::floor(x) == x; });
}

}  // namespace

double Lognormal::cdf(double x) const { return x > 0.0 ? normal_cdf((portable_log(x) - mu) / sigma) : 0.0; }
double Lognormal::quantile(double p) const { return portable_exp(mu + sigma * normal_quantile(p)); }

Gamma::Gamma(double shape, double scale, Called called)
    : shape_{shape},
      scale_{scale},
      centre_{(shape < 1.0 ? shape + 1.0 : shape) - 1.0 / 3.0},
      spread_{1.0 / std::sqrt(9.0 * centre_)},
      called_{called} {}
double Gamma::cdf(double x) const { return incomplete_gamma(shape_, x / scale_).lower; }
double Gamma::quantile(double p) const { return scale_ * gamma_quantile(shape_, p); }

double Weibull::mean() const { return scale * portable_exp(log_gamma(1.0 + 1.0 / shape)); }
double Weibull::variance() const {
  const double m = mean();
  return m * m * portable_expm1(log_gamma(1.0 + 2.0 / shape) - 2.0 * log_gamma(1.0 + 1.0 / shape));
}
double Weibull::cdf(double x) const { return x > 0.0 ? -portable_expm1(-portable_power(x / scale, shape)) : 0.0; }
double Weibull::quantile(double p) const { return scale * portable_power(-portable_log1p(-p), 1.0 / shape); }

double Pareto::variance() const {
  if (shape <= 2.0) return kInfinity;
  const double m = mean();
  return m * m / (shape * (shape - 2.0));
}
double Pareto::cdf(double x) const { return x > scale ? -portable_expm1(shape * portable_log(scale / x)) : 0.0; }
double Pareto::quantile(double p) const { return scale * portable_exp(-portable_log1p(-p) / shape); }

double Hyperexponential::variance() const {
  // Within the branches plus between them.
  const double apart = first - second;
  return share * first * first + (1.0 - share) * second * second + share * (1.0 - share) * apart * apart;
}
double Hyperexponential::cdf(double x) const {
  if (!(x > 0.0)) return 0.0;
  return -(share * portable_expm1(-x / first) + (1.0 - share) * portable_expm1(-x / second));
}
double Hyperexponential::quantile(double p) const {
  if (p <= 0.0) return 0.0;
  if (p >= 1.0) return kInfinity;
  // Between the quantiles of its branches; in y = ln x, through the smaller side of the law.
  const double unit = -portable_log1p(-p);
  const auto miss = [this, p](double y) {
    const double x = portable_exp(y);
    if (p < 0.5) return cdf(x) - p;
    return (1.0 - p) - (share * portable_exp(-x / first) + (1.0 - share) * portable_exp(-x / second));
  };
  const double low = portable_log(unit * std::min(first, second));
  const double high = portable_log(unit * std::max(first, second));
  const double at_low = miss(low);
  const double at_high = miss(high);
  if (at_low >= 0.0) return portable_exp(low);
  if (at_high <= 0.0) return portable_exp(high);
  return portable_exp(root_between(miss, low, high, at_low, at_high));
}

Discrete::Discrete(std::vector<std::pair<double, double>> values) {
  std::sort(values.begin(), values.end());
  std::erase_if(values, [](const auto& entry) { return entry.second <= 0.0; });
  double total = 0.0;
  for (const auto& [value, share] : values) total += share;
  Table t{};
  double below = 0.0;
  for (const auto& [value, share] : values) {
    below += share / total;
    t.values.push_back(value);
    t.below.push_back(below);
    t.mean += value * (share / total);
  }
  t.below.back() = 1.0;
  for (const auto& [value, share] : values) t.variance += (value - t.mean) * (value - t.mean) * (share / total);
  t.whole = all_whole(t.values);
  table_ = std::make_shared<const Table>(std::move(t));
}
double Discrete::cdf(double x) const {
  const auto after = std::upper_bound(table_->values.begin(), table_->values.end(), x);
  if (after == table_->values.begin()) return 0.0;
  return table_->below[static_cast<std::size_t>(after - table_->values.begin()) - 1];
}
double Discrete::quantile(double p) const {
  const auto at = std::lower_bound(table_->below.begin(), table_->below.end() - 1, p);
  return table_->values[static_cast<std::size_t>(at - table_->below.begin())];
}

Empirical::Empirical(std::vector<double> sample) {
  std::sort(sample.begin(), sample.end());
  Table t{std::move(sample), 0.0, 0.0, false};
  const auto n = static_cast<double>(t.sorted.size());
  t.mean = std::accumulate(t.sorted.begin(), t.sorted.end(), 0.0) / n;
  for (const double x : t.sorted) t.variance += (x - t.mean) * (x - t.mean) / n;
  t.whole = all_whole(t.sorted);
  table_ = std::make_shared<const Table>(std::move(t));
}
double Empirical::cdf(double x) const {
  const auto after = std::upper_bound(table_->sorted.begin(), table_->sorted.end(), x);
  return static_cast<double>(after - table_->sorted.begin()) / static_cast<double>(table_->sorted.size());
}
double Empirical::quantile(double p) const {
  // ceil(n p) as the scenario language has it: forgiving one part in 10^9, so that 0.29 of 100 is the 29th.
  const auto n = static_cast<double>(table_->sorted.size());
  const double rank = std::ceil(n * p * (1.0 - 1e-9));
  return table_->sorted[static_cast<std::size_t>(std::clamp(rank, 1.0, n)) - 1];
}

}  // namespace busyhour::detail
