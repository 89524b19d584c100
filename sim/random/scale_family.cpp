#include "scale_family.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "busyhour/random/special.hpp"
#include "ratio_search.hpp"
#include "root.hpp"

namespace busyhour::detail {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double log_of_exponential_quantile(double p) { return portable_log(-portable_log1p(-p)); }

/// Hyperexponential with balanced means (each branch carries half of the mean) and mean 1: Whitt, "Approximating a
/// point process by a renewal process, I", Operations Research 30(1), 1982, section 3.
Hyperexponential balanced_means(double cv, double mean) {
  const double square = cv * cv;
  const double root = std::sqrt((square - 1.0) / (square + 1.0));
  const double rare = 1.0 / ((square + 1.0) * (1.0 + root));  // (1 - root) / 2 without cancelling
  return {1.0 - rare, 0.5 * mean / (1.0 - rare), 0.5 * mean / rare};
}

bool sets_shape(const Known& known) { return known.statistic == Statistic::cv || known.statistic == Statistic::shape; }

/// The error of a shape outside what is fitted, if it is.
std::optional<FitError> outside(const ScaleFamily& family, const Known& known, double shape) {
  const double low = family.floor + std::min(family.narrow, family.wide);
  const double high = family.floor + std::max(family.narrow, family.wide);
  constexpr double rounding = 1e-12;
  if (shape >= low * (1.0 - rounding) && shape <= high * (1.0 + rounding)) return std::nullopt;
  if (known.statistic == Statistic::shape) {
    return FitError{
        known.name, fmt::format("{} {:.6g} is outside {:.6g} to {:.6g}", known.name, known.value, low, high),
        family.floor > 0.0
            ? fmt::format("a {} of at most {:g} has no mean, and no run would be long enough", known.name, family.floor)
            : "for something that hardly varies write the value alone, a constant"};
  }
  const double smallest = portable_exp(family.log_cv(family.floor + family.narrow));
  return FitError{known.name, fmt::format("no {} that can be fitted has a cv of {:.6g}", family.name, known.value),
                  known.value <= smallest
                      ? fmt::format("its cv is at least {:.3g}; {}", smallest,
                                    family.name == "hyperexponential" ? "below 1 take gamma, erlang or lognormal"
                                                                      : "write the value alone for a constant")
                      : "a smaller cv, or another family"};
}

/// The shape from a cv, by formula or by search.
std::optional<double> shape_from_cv(const ScaleFamily& family, double cv) {
  if (family.shape_of_cv != nullptr) return family.shape_of_cv(cv);
  const auto miss = [&family, cv](double y) {
    return family.log_cv(family.floor + portable_exp(y)) - portable_log(cv);
  };
  const double a = portable_log(family.narrow);
  const double b = portable_log(family.wide);
  if (miss(a) > 0.0 || miss(b) < 0.0) return std::nullopt;
  return family.floor + portable_exp(root_between(miss, a, b, miss(a), miss(b)));
}

FitError unreachable(const ScaleFamily& family, const Known& a, const Known& b, const RatioSearch& search) {
  return {b.name, fmt::format("no {} has a {} {:.6g} times its {}", family.name, b.name, b.value / a.value, a.name),
          fmt::format("here {} / {} lies between {:.4g} and {:.4g}", b.name, a.name, 1.0 / search.highest_ratio(),
                      1.0 / search.lowest_ratio())};
}

std::variant<double, FitError> shape_of(const ScaleFamily& family, const Known& a, const Known& b) {
  const Known& one = sets_shape(a) ? a : b;
  if (one.statistic == Statistic::shape) {
    if (const auto error = outside(family, one, one.value)) return *error;
    return one.value;
  }
  const bool mean_and_sd = (a.statistic == Statistic::mean && b.statistic == Statistic::sd) ||
                           (a.statistic == Statistic::sd && b.statistic == Statistic::mean);
  if (one.statistic == Statistic::cv || mean_and_sd) {
    const Known cv = mean_and_sd ? Known{b.name, Statistic::cv, 0.0,
                                         a.statistic == Statistic::sd ? a.value / b.value : b.value / a.value}
                                 : one;
    const std::optional<double> shape = shape_from_cv(family, cv.value);
    if (const auto error = outside(family, cv, shape.value_or(-1.0))) return *error;
    return *shape;
  }
  RatioSearch search{family, a, b};
  if (const std::optional<double> shape = search.find()) return *shape;
  return unreachable(family, a, b, search);
}

/// Two that can never both hold, or that say the same.
std::optional<FitError> clash(const Known& a, const Known& b) {
  if (sets_shape(a) && sets_shape(b)) {
    return FitError{b.name, fmt::format("{} and {} both set the shape, and nothing sets the size", a.name, b.name),
                    fmt::format("write a mean or a median instead of {}", b.name)};
  }
  if (a.statistic != b.statistic || (a.statistic == Statistic::quantile && a.p != b.p)) {
    if (a.statistic != Statistic::quantile || b.statistic != Statistic::quantile) return std::nullopt;
    const Known& lower = a.p < b.p ? a : b;
    const Known& upper = a.p < b.p ? b : a;
    if (lower.value < upper.value) return std::nullopt;
    return FitError{b.name, fmt::format("{} must be above {}", upper.name, lower.name),
                    fmt::format("{} / {} is {:.4g} here", upper.name, lower.name, upper.value / lower.value)};
  }
  return FitError{b.name, fmt::format("{} and {} say the same thing", a.name, b.name),
                  "write two that differ, such as mean and cv"};
}

}  // namespace

const ScaleFamily lognormal_family{"lognormal",
                                   0.0,
                                   1e-3,
                                   10.0,
                                   [](double sigma) { return 0.5 * sigma * sigma; },
                                   [](double sigma) { return 0.5 * portable_log(portable_expm1(sigma * sigma)); },
                                   [](double sigma, double p) { return sigma * normal_quantile(p); },
                                   [](double cv) { return std::sqrt(portable_log1p(cv * cv)); },
                                   [](double sigma, double scale) {
                                     return Distribution{Lognormal{portable_log(scale), sigma}};
                                   }};

const ScaleFamily gamma_family{"gamma",
                               0.0,
                               1e6,
                               1e-3,
                               [](double shape) { return portable_log(shape); },
                               [](double shape) { return -0.5 * portable_log(shape); },
                               [](double shape, double p) { return portable_log(gamma_quantile(shape, p)); },
                               [](double cv) { return 1.0 / (cv * cv); },
                               [](double shape, double scale) {
                                 return Distribution{Gamma{shape, scale}};
                               }};

const ScaleFamily weibull_family{
    "weibull",
    0.0,
    1e3,
    0.05,
    [](double shape) { return log_gamma(1.0 + 1.0 / shape); },
    [](double shape) {
      return 0.5 * portable_log(portable_expm1(log_gamma(1.0 + 2.0 / shape) - 2.0 * log_gamma(1.0 + 1.0 / shape)));
    },
    [](double shape, double p) { return log_of_exponential_quantile(p) / shape; },
    nullptr,
    [](double shape, double scale) {
      return Distribution{Weibull{shape, scale}};
    }};

const ScaleFamily pareto_family{
    "pareto",
    1.0,
    1e3,
    1e-6,
    [](double shape) { return portable_log(shape / (shape - 1.0)); },
    [](double shape) { return shape > 2.0 ? -0.5 * portable_log(shape * (shape - 2.0)) : infinity; },
    [](double shape, double p) { return -portable_log1p(-p) / shape; },
    [](double cv) { return 1.0 + std::sqrt(1.0 + 1.0 / (cv * cv)); },
    [](double shape, double scale) {
      return Distribution{Pareto{shape, scale}};
    }};

const ScaleFamily hyperexponential_family{
    "hyperexponential",
    1.0,
    1e-12,
    1e3,
    [](double) { return 0.0; },
    [](double cv) { return portable_log(cv); },
    [](double cv, double p) { return portable_log(balanced_means(cv, 1.0).quantile(p)); },
    [](double cv) { return cv; },
    [](double cv, double mean) { return Distribution{balanced_means(cv, mean)}; }};

double log_statistic(const ScaleFamily& family, const Known& known, double shape) {
  switch (known.statistic) {
    case Statistic::mean:
      return family.log_mean(shape);
    case Statistic::sd:
      return family.log_mean(shape) + family.log_cv(shape);
    case Statistic::quantile:
      return family.log_quantile(shape, known.p);
    default:
      return 0.0;
  }
}

std::variant<Distribution, FitError> solve(const ScaleFamily& family, const Known& a, const Known& b) {
  if (const auto error = clash(a, b)) return *error;
  const std::variant<double, FitError> found = shape_of(family, a, b);
  if (const FitError* error = std::get_if<FitError>(&found)) return *error;
  const double shape = std::get<double>(found);
  const Known& sized = sets_shape(a) ? b : a;
  return family.make(shape, sized.value / portable_exp(log_statistic(family, sized, shape)));
}

}  // namespace busyhour::detail
