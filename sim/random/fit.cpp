#include "busyhour/random/distribution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "check_spec.hpp"
#include "scale_family.hpp"

namespace busyhour {
namespace {

using detail::check_number;
using detail::Errors;
using detail::Known;
using detail::Statistic;
using Fit = std::variant<Distribution, Errors>;

/// What a parameter's name says of a law; `mu` and `rate` are turned into a median and a scale by `known_of`.
Known known_of(const std::string& name, double value) {
  if (name == "mean") return {name, Statistic::mean, 0.0, value};
  if (name == "sd") return {name, Statistic::sd, 0.0, value};
  if (name == "cv") return {name, Statistic::cv, 0.0, value};
  if (name == "median" || name == "p50") return {name, Statistic::quantile, 0.5, value};
  if (name == "p90") return {name, Statistic::quantile, 0.90, value};
  if (name == "p95") return {name, Statistic::quantile, 0.95, value};
  if (name == "p99") return {name, Statistic::quantile, 0.99, value};
  if (name == "mu") return {name, Statistic::quantile, 0.5, detail::portable_exp(value)};
  if (name == "scale" || name == "min") return {name, Statistic::scale, 0.0, value};
  if (name == "rate") return {name, Statistic::scale, 0.0, 1.0 / value};
  return {name, Statistic::shape, 0.0, value};
}

double parameter(const DistributionSpec& spec, std::string_view name) {
  return std::find_if(spec.parameters.begin(), spec.parameters.end(), [&](const auto& p) { return p.first == name; })
      ->second;
}
bool has(const DistributionSpec& spec, std::string_view name) {
  return std::any_of(spec.parameters.begin(), spec.parameters.end(), [&](const auto& p) { return p.first == name; });
}

/// One linear equation of the ends of a uniform law: low * at_low + high * at_high = value.
struct EndsEquation {
  double at_low, at_high, value;
};
EndsEquation equation(const std::string& name, double value) {
  if (name == "min") return {1.0, 0.0, value};
  if (name == "max") return {0.0, 1.0, value};
  const double unit_sd = 1.0 / std::sqrt(12.0);
  const Known known = known_of(name, value);
  switch (known.statistic) {
    case Statistic::mean:
      return {0.5, 0.5, value};
    case Statistic::sd:
      return {-unit_sd, unit_sd, value};
    case Statistic::cv:
      return {-unit_sd - 0.5 * value, unit_sd - 0.5 * value, 0.0};
    default:
      return {1.0 - known.p, known.p, value};
  }
}

Fit fit_uniform(const DistributionSpec& spec) {
  const auto& [name_a, value_a] = spec.parameters[0];
  const auto& [name_b, value_b] = spec.parameters[1];
  const EndsEquation a = equation(name_a, value_a);
  const EndsEquation b = equation(name_b, value_b);
  const double determinant = a.at_low * b.at_high - a.at_high * b.at_low;
  if (std::abs(determinant) < 1e-12) {
    return Errors{
        {name_b, fmt::format("{} and {} do not fix a uniform law together", name_a, name_b), "write min and max"}};
  }
  double low = (a.value * b.at_high - a.at_high * b.value) / determinant;
  const double high = (a.at_low * b.value - a.value * b.at_low) / determinant;
  if (!(high > low) || !std::isfinite(high)) {
    return Errors{{name_b, fmt::format("no uniform law has this {} and this {}", name_a, name_b),
                   "max must be above min; for a constant write the value alone"}};
  }
  if (std::abs(low) < 1e-12 * high) low = 0.0;  // zero but for the rounding of the equations
  if (low < 0.0) {
    return Errors{{name_b, fmt::format("this uniform law would begin at {:.6g}, below 0", low),
                   "nothing that is drawn is below 0; a uniform law has a cv of at most 57.7%"}};
  }
  return Distribution{detail::Uniform{low, high}};
}

Fit fit_exponential(const DistributionSpec& spec) {
  const auto& [name, value] = spec.parameters[0];
  const Known known = known_of(name, value);
  const double mean = known.statistic == Statistic::quantile ? value / -detail::portable_log1p(-known.p) : known.value;
  return Distribution{detail::Exponential{mean}};
}

Fit fit_erlang(const DistributionSpec& spec) {
  if (!has(spec, "stages")) {
    return Errors{{"", "erlang needs stages", "such as {dist: erlang, stages: 4, mean: 2 s}; gamma takes mean and cv"}};
  }
  const double stages = parameter(spec, "stages");
  const auto& [name, value] = spec.parameters[0].first == "stages" ? spec.parameters[1] : spec.parameters[0];
  const Known known = known_of(name, value);
  const double scale = known.statistic == Statistic::mean
                           ? value / stages
                           : known.value / detail::portable_exp(log_statistic(detail::gamma_family, known, stages));
  return Distribution{detail::Gamma{stages, scale, detail::Gamma::Called::erlang}};
}

Fit fit_two(const detail::ScaleFamily& family, const DistributionSpec& spec) {
  const auto& [name_a, value_a] = spec.parameters[0];
  const auto& [name_b, value_b] = spec.parameters[1];
  auto solved = solve(family, known_of(name_a, value_a), known_of(name_b, value_b));
  if (FitError* error = std::get_if<FitError>(&solved)) return Errors{std::move(*error)};
  return std::get<Distribution>(std::move(solved));
}

bool is_branch(const std::pair<std::string, double>& parameter) {
  return parameter.first == "p1" || parameter.first == "mean1" || parameter.first == "mean2";
}

Fit fit_hyperexponential(const FamilyAbout& family, const DistributionSpec& spec) {
  if (std::none_of(spec.parameters.begin(), spec.parameters.end(), is_branch)) {
    Errors errors = check_number(family, spec, 2, "two");
    return errors.empty() ? fit_two(detail::hyperexponential_family, spec) : errors;
  }
  Errors errors;
  for (const auto& p : spec.parameters) {
    if (!is_branch(p))
      errors.push_back({p.first, fmt::format("{} does not go with p1, mean1 and mean2", p.first), "leave it out"});
  }
  for (const char* name : {"p1", "mean1", "mean2"}) {
    if (!has(spec, name))
      errors.push_back({"", fmt::format("hyperexponential by branches needs {}", name), "p1, mean1 and mean2"});
  }
  if (!errors.empty()) return errors;
  return Distribution{
      detail::Hyperexponential{parameter(spec, "p1"), parameter(spec, "mean1"), parameter(spec, "mean2")}};
}

Fit fit_discrete(const DistributionSpec& spec) {
  Errors errors;
  if (spec.values.empty()) {
    return Errors{
        {"values", "discrete needs values with their shares", "such as {dist: discrete, values: {1: 30%, 2: 70%}}"}};
  }
  double sum = 0.0;
  std::vector<double> seen;
  for (const auto& [value, share] : spec.values) {
    if (!(value >= 0.0) || std::isinf(value)) {
      errors.push_back({"values", fmt::format("the value {:.6g} is negative or not finite", value), ""});
    }
    if (!(share >= 0.0 && share <= 1.0)) {
      errors.push_back({"values", fmt::format("the share of {:.6g} must be from 0% to 100%", value), ""});
    }
    if (std::find(seen.begin(), seen.end(), value) != seen.end()) {
      errors.push_back({"values", fmt::format("the value {:.6g} is given twice", value), "add up its shares"});
    }
    seen.push_back(value);
    sum += share;
  }
  if (errors.empty() && std::abs(sum - 1.0) > 1e-9) {
    errors.push_back({"values", fmt::format("the shares sum to {:.6g}%", 100.0 * sum), "they must sum to 100%"});
  }
  if (!errors.empty()) return errors;
  return Distribution{detail::Discrete{spec.values}};
}

Fit fit_empirical(const DistributionSpec& spec) {
  if (spec.sample.empty()) return Errors{{"sample", "empirical needs at least one value", ""}};
  for (std::size_t i = 0; i < spec.sample.size(); ++i) {
    if (!(spec.sample[i] >= 0.0) || std::isinf(spec.sample[i])) {
      return Errors{{"sample", fmt::format("value {} of {} is {:.6g}", i + 1, spec.sample.size(), spec.sample[i]),
                     "every value must be finite and not negative"}};
    }
  }
  return Distribution{detail::Empirical{spec.sample}};
}

Fit fit_checked(const FamilyAbout& family, const DistributionSpec& spec) {
  if (family.name == "discrete") return fit_discrete(spec);
  if (family.name == "empirical") return fit_empirical(spec);
  if (family.name == "hyperexponential") return fit_hyperexponential(family, spec);
  const bool one = family.name == "constant" || family.name == "exponential";
  if (Errors errors = check_number(family, spec, one ? 1 : 2, one ? "one" : "two"); !errors.empty()) return errors;
  if (family.name == "constant") return Distribution::constant(spec.parameters[0].second);
  if (family.name == "uniform") return fit_uniform(spec);
  if (family.name == "exponential") return fit_exponential(spec);
  if (family.name == "erlang") return fit_erlang(spec);
  if (family.name == "gamma") return fit_two(detail::gamma_family, spec);
  if (family.name == "weibull") return fit_two(detail::weibull_family, spec);
  if (family.name == "pareto") return fit_two(detail::pareto_family, spec);
  return fit_two(detail::lognormal_family, spec);
}

}  // namespace

std::variant<Distribution, std::vector<FitError>> fit(const DistributionSpec& spec) {
  const FamilyAbout* family = detail::about(spec.family);
  if (family == nullptr) {
    return Errors{
        {"dist", fmt::format("no distribution is called '{}'", spec.family), "one of " + detail::names(families())}};
  }
  if (Errors errors = detail::check_each(*family, spec); !errors.empty()) return errors;
  Fit fitted = fit_checked(*family, spec);
  if (const Distribution* law = std::get_if<Distribution>(&fitted)) {
    if (!(std::isfinite(law->mean()) && std::isfinite(law->min()))) {
      return Errors{
          {"", fmt::format("this {} has a mean beyond the range of a double", spec.family), "check the units"}};
    }
  }
  return fitted;
}

Distribution fitted(const DistributionSpec& spec) {
  std::variant<Distribution, Errors> result = fit(spec);
  if (Distribution* law = std::get_if<Distribution>(&result)) return std::move(*law);
  std::string all;
  for (const FitError& e : std::get<Errors>(result)) {
    all += fmt::format("{}{}{}", all.empty() ? "" : "; ", e.says, e.help.empty() ? "" : " (" + e.help + ")");
  }
  throw std::invalid_argument{all};
}

}  // namespace busyhour
