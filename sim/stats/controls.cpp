#include "busyhour/stats/controls.hpp"

#include <Eigen/Dense>
#include <cmath>
#include <stdexcept>

#include "busyhour/stats/spread.hpp"
#include "intervals.hpp"

namespace busyhour {
namespace {

/// How far the mean of the residuals is to be moved, and what it is then uncertain by.
struct Regression {
  double shift = 0, variance = 0, df = 0;
};

/// Residuals whose mean is 0, on controls whose mean is known. Nothing if the controls do not vary, or say the same.
std::optional<Regression> regress(const std::vector<double>& residuals, std::span<const Control> controls) {
  const auto n = static_cast<Eigen::Index>(residuals.size()), q = static_cast<Eigen::Index>(controls.size());
  Eigen::MatrixXd c(n, q);
  Eigen::VectorXd y(n), off(q);
  for (Eigen::Index j = 0; j < q; ++j) {
    const Control& control = controls[static_cast<std::size_t>(j)];
    if (control.values.size() != residuals.size()) throw std::invalid_argument{"a control for each replication"};
    for (Eigen::Index i = 0; i < n; ++i) c(i, j) = control.values[static_cast<std::size_t>(i)] - control.mean;
    off(j) = c.col(j).mean();
    c.col(j).array() -= off(j);
    const double size = c.col(j).norm();
    if (!(size > 0) || !std::isfinite(size)) return std::nullopt;
    c.col(j) /= size, off(j) /= size;  // seconds beside counts: the rank is that of their directions
  }
  for (Eigen::Index i = 0; i < n; ++i) y(i) = residuals[static_cast<std::size_t>(i)];
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr{c};
  if (qr.rank() < q) return std::nullopt;
  const Eigen::VectorXd slope = qr.solve(y);
  const double left = (y - c * slope).squaredNorm();
  const Eigen::VectorXd weight = (c.transpose() * c).ldlt().solve(off);
  Regression r;
  r.df = static_cast<double>(n - 1 - q);
  r.shift = -slope.dot(off);
  r.variance = left / r.df * (1 / static_cast<double>(n) + off.dot(weight));
  return r;
}

bool are_enough(std::size_t replications, std::size_t controls) {
  return controls > 0 && replications >= replications_with_controls + replications_per_control * controls;
}

/// Whether the width is expected to shrink enough: by the share of the variance that the regression leaves, and by the
/// degrees of freedom that it costs.
bool is_worthwhile(const Regression& r, double plain_variance, double plain_df, double confidence) {
  const double width = detail::critical(r.df, confidence) * std::sqrt(r.variance);
  return width < worthwhile_width * detail::critical(plain_df, confidence) * std::sqrt(plain_variance);
}

}  // namespace

std::optional<Estimate> controlled_ratio(std::span<const Ratio> all, std::span<const Control> controls,
                                         double confidence) {
  if (!are_enough(all.size(), controls.size())) return std::nullopt;
  const Estimate plain = pooled_ratio(all, confidence);
  const Spread spread = spread_of(all);
  if (plain.quality != Estimate::Quality::interval || spread.contributing < all.size()) return std::nullopt;
  const double mean = spread.denominator / static_cast<double>(all.size());
  std::vector<double> residuals;
  for (const Ratio& r : all) residuals.push_back((r.numerator - spread.value() * r.denominator) / mean);
  const auto r = regress(residuals, controls);
  if (!r || !is_worthwhile(*r, spread.variance, spread.df, confidence)) return std::nullopt;
  Spread corrected = spread;
  corrected.numerator = (spread.value() + r->shift) * spread.denominator;
  corrected.variance = r->variance, corrected.df = r->df;
  return detail::interval_of(plain, corrected, all.front().kind, confidence);
}

std::optional<Estimate> controlled_mean(std::span<const double> all, std::span<const Control> controls,
                                        double confidence) {
  if (!are_enough(all.size(), controls.size())) return std::nullopt;
  Estimate e = mean_of(all, confidence);
  if (e.quality != Estimate::Quality::interval || !std::isfinite(e.value)) return std::nullopt;
  std::vector<double> residuals;
  for (const double x : all) residuals.push_back(x - e.value);
  const auto r = regress(residuals, controls);
  if (!r || !is_worthwhile(*r, e.standard_error * e.standard_error, e.df, confidence)) return std::nullopt;
  e.value += r->shift;
  e.standard_error = std::sqrt(r->variance), e.df = r->df;
  const double half = detail::critical(e.df, confidence) * e.standard_error;
  e.low = e.value - half, e.high = e.value + half;
  return e;
}

}  // namespace busyhour
