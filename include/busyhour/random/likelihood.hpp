#pragma once
/// Families fitted to measured values by maximum likelihood, some of which are only known to be larger than they seem
/// (right-censored).
///
/// Families are compared by Akaike's criterion, AIC = 2 (free parameters) - 2 log-likelihood (Akaike, IEEE Trans.
/// Automatic Control 19, 1974); of those within 2 of the smallest the one with the fewest parameters is taken, so that
/// a family is not chosen for what chance alone gives it (Burnham and Anderson, "Model selection and multimodel
/// inference", 2002, section 2.6). The same bits on every machine (elementary.hpp).
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "busyhour/random/distribution.hpp"

namespace busyhour {

/// Neighbours among many values, as their mean.
struct FitGroup {
  double value = 0, log = 0, weight = 0;  ///< weight: how many they are
};

/// Measured values, sorted, with what every fit needs of them.
class FitSample {
 public:
  /// Values seen whole, and values that were cut off: known to be larger. All must be finite and above 0 (a zero of a
  /// clock that cannot tell less is for the caller to replace); else std::domain_error, also if none was seen whole.
  explicit FitSample(std::vector<double> seen, std::vector<double> cut_off = {});

  [[nodiscard]] std::span<const double> seen() const { return seen_; }
  [[nodiscard]] std::span<const double> cut_off() const { return cut_off_; }
  /// The values for sums over them: each by itself, or of n > 10,000 those within a share w of each other as one at
  /// their mean, w = sqrt(0.24 / n). That makes an error of w^2 / 24 times the curvature of what is summed, a value: in
  /// all a hundredth in the log-likelihood, and far below a hundredth of a standard error in a parameter. Moments are
  /// exact.
  [[nodiscard]] std::span<const FitGroup> groups() const { return groups_; }
  [[nodiscard]] std::span<const FitGroup> cut_off_groups() const { return cut_off_groups_; }
  [[nodiscard]] double n() const { return static_cast<double>(seen_.size()); }
  [[nodiscard]] double sum() const { return sum_; }
  [[nodiscard]] double total() const { return sum_ + sum_cut_off_; }  ///< those that were cut off as far as seen
  [[nodiscard]] double mean() const { return sum_ / n(); }            ///< of those seen whole
  [[nodiscard]] double mean_log() const { return mean_log_; }
  [[nodiscard]] double sd_log() const { return sd_log_; }
  [[nodiscard]] double cv() const { return cv_; }

 private:
  std::vector<double> seen_, cut_off_;
  std::vector<FitGroup> groups_, cut_off_groups_;
  double sum_ = 0, sum_cut_off_ = 0, mean_log_ = 0, sd_log_ = 0, cv_ = 0;
};

/// One parameter as a scenario would write it.
struct ParameterEstimate {
  std::string_view name;
  double value = 0;
  /// From the curvature of the likelihood; not a number for the ends of a support, which are met far closer.
  double standard_error = std::numeric_limits<double>::quiet_NaN();
};

namespace detail {

/// Pareto of the second kind, moved to begin at 0: cdf 1 - (1 + x / scale)^-shape. The mean exists above shape 1.
/// Source: Lomax, "Business failures", JASA 49(268), 1954.
struct Lomax {
  double shape;
  double scale;

  template <class Engine>
  [[nodiscard]] double operator()(Engine& draw) const {
    return scale * portable_expm1(standard_exponential(draw) / shape);
  }
  [[nodiscard]] double mean() const { return shape > 1.0 ? scale / (shape - 1.0) : kInfinity; }
  [[nodiscard]] double cdf(double x) const {
    return x > 0.0 ? -portable_expm1(-shape * portable_log1p(x / scale)) : 0.0;
  }
  [[nodiscard]] double quantile(double p) const { return scale * portable_expm1(-portable_log1p(-p) / shape); }
};

}  // namespace detail

/// What was fitted: a law of the scenario language or, beside those, a Lomax.
class FittedLaw {
 public:
  FittedLaw() = default;
  FittedLaw(Distribution law) : law_{std::move(law)} {}
  FittedLaw(detail::Lomax law) : law_{law} {}

  [[nodiscard]] double mean() const;  ///< may be infinite
  [[nodiscard]] double cdf(double x) const;
  [[nodiscard]] double quantile(double p) const;
  /// Whether a scenario can have it.
  [[nodiscard]] bool can_be_written() const { return std::holds_alternative<Distribution>(law_); }
  /// Whether all of it lies at one value: its cdf jumps there.
  [[nodiscard]] bool is_constant() const {
    const auto* law = std::get_if<Distribution>(&law_);
    return law && law->family() == "constant";
  }
  template <class Engine>
  [[nodiscard]] double operator()(Engine& draw) const {
    return std::visit([&draw](const auto& law) { return law(draw); }, law_);
  }

 private:
  std::variant<Distribution, detail::Lomax> law_;
};

struct FittedFamily {
  std::string_view family;
  std::vector<ParameterEstimate> parameters;
  double log_likelihood = 0;
  double aic = 0;
  int free_parameters = 0;
  FittedLaw law;
};

/// One family; nothing if it cannot describe the sample (an exponential mixture of what varies too little, a constant
/// of what varies, a uniform law of what was cut off).
[[nodiscard]] std::optional<FittedFamily> fit_by_likelihood(std::string_view family, const FitSample& sample);
/// The family of `start` again, searched from there on, without standard errors: for samples drawn from it.
[[nodiscard]] std::optional<FittedFamily> fit_again(const FittedFamily& start, const FitSample& sample);
/// Every family that can describe the sample, the smallest AIC first. A sample without spread has the constant only.
[[nodiscard]] std::vector<FittedFamily> fit_all_by_likelihood(const FitSample& sample);
/// Which of them to take: the fewest parameters within 2 of the smallest AIC.
[[nodiscard]] std::size_t chosen_by_aic(std::span<const FittedFamily> fits);
/// The families that are tried, in the order of the register.
[[nodiscard]] std::vector<std::string_view> fitted_families();

}  // namespace busyhour
