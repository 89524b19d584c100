#pragma once
/// What a family brings to be fitted by maximum likelihood, and the numerics that families share.
#include <array>
#include <functional>
#include <optional>
#include <span>

#include "busyhour/random/likelihood.hpp"

namespace busyhour::detail {

/// Parameters on the scale where they are free: logarithms, for a share the logit.
using Point = std::vector<double>;

enum class Scale : std::uint8_t { logarithm, logit, fixed };  ///< fixed: an end of the support or a whole number

struct ModelParameter {
  std::string_view name;
  Scale scale = Scale::logarithm;
};

/// One line of the register.
struct Model {
  std::string_view family;
  std::span<const ModelParameter> parameters;
  /// The point of greatest likelihood, or nothing if the family cannot describe the sample.
  std::optional<Point> (*best)(const FitSample&);
  double (*log_likelihood)(const FitSample&, const Point&);
  FittedLaw (*law)(const Point&);
  /// Free parameters at this point.
  int (*free_parameters)(const FitSample&, const Point&);
  /// As `best`, but searched from a point on; null: `best` needs none.
  std::optional<Point> (*best_from)(const FitSample&, const Point&) = nullptr;
};

extern const Model constant_model, uniform_model, exponential_model, gamma_model, erlang_model, lognormal_model,
    weibull_model, pareto_model, lomax_model, hyperexponential_model;

/// d/dx ln Gamma(x), x > 0, and its derivative. Abramowitz and Stegun 6.3.18 and 6.4.12.
[[nodiscard]] double digamma(double x);
[[nodiscard]] double trigamma(double x);

/// The point where f is largest, by the simplex of Nelder and Mead, Computer Journal 7, 1965.
[[nodiscard]] Point highest(const std::function<double(const Point&)>& f, Point start, double step);
/// Where f, with one maximum between `low` and `high`, is largest: by golden section.
[[nodiscard]] double highest_between(const std::function<double(double)>& f, double low, double high);
/// The root of a falling or rising function between two points, widened from `start` until it changes its sign;
/// nothing if it does not within e^60.
[[nodiscard]] std::optional<double> root_around(const std::function<double(double)>& f, double start);

/// Solves A x = b for a small symmetric positive definite A by Cholesky; nothing if it is not.
[[nodiscard]] std::optional<Point> solve_positive(std::vector<std::vector<double>> a, Point b);
/// Standard errors of the free coordinates from the curvature of f at its maximum.
[[nodiscard]] Point standard_errors(const std::function<double(const Point&)>& f, const Point& at,
                                    std::span<const ModelParameter> parameters);

}  // namespace busyhour::detail
