#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "model.hpp"

namespace busyhour {
namespace {

using namespace detail;

/// The register: one line a family, the simpler first.
constexpr std::array models{&constant_model, &exponential_model,     &uniform_model, &gamma_model,
                            &erlang_model,   &lognormal_model,       &weibull_model, &pareto_model,
                            &lomax_model,    &hyperexponential_model};

double value_of(const ModelParameter& parameter, double at) {
  if (parameter.scale == Scale::logarithm) return portable_exp(at);
  return parameter.scale == Scale::logit ? 1.0 / (1.0 + portable_exp(-at)) : at;
}

double error_of(const ModelParameter& parameter, double value, double error) {
  return parameter.scale == Scale::logarithm ? value * error : value * (1.0 - value) * error;
}

double coordinate_of(const ModelParameter& parameter, double value) {
  if (parameter.scale == Scale::logarithm) return portable_log(value);
  return parameter.scale == Scale::logit ? portable_log(value / (1.0 - value)) : value;
}

/// At its greatest likelihood; standard errors are still missing.
std::optional<FittedFamily> fit_at(const Model& model, const FitSample& sample, const std::optional<Point>& best) {
  if (!best) return std::nullopt;
  FittedFamily fit{model.family,    {}, model.log_likelihood(sample, *best), 0, model.free_parameters(sample, *best),
                   model.law(*best)};
  if (std::isnan(fit.log_likelihood) || fit.log_likelihood == -kInfinity) return std::nullopt;
  fit.aic = 2.0 * fit.free_parameters - 2.0 * fit.log_likelihood;
  for (std::size_t i = 0; i < best->size(); ++i)
    fit.parameters.push_back({model.parameters[i].name, value_of(model.parameters[i], (*best)[i])});
  return fit;
}

std::optional<FittedFamily> fit_model(const Model& model, const FitSample& sample) {
  const std::optional<Point> best = model.best(sample);
  std::optional<FittedFamily> fit = fit_at(model, sample, best);
  if (!fit) return std::nullopt;
  const Point errors =
      standard_errors([&](const Point& at) { return model.log_likelihood(sample, at); }, *best, model.parameters);
  for (std::size_t i = 0; i < best->size(); ++i)
    fit->parameters[i].standard_error = error_of(model.parameters[i], fit->parameters[i].value, errors[i]);
  return fit;
}

const Model* model_of(std::string_view family) {
  const auto* found =
      std::find_if(models.begin(), models.end(), [&](const Model* model) { return model->family == family; });
  return found == models.end() ? nullptr : *found;
}

constexpr std::size_t each_by_itself = 10'000;
constexpr double allowed = 0.01;  // error of the log-likelihood, times the curvature

std::vector<FitGroup> grouped(std::span<const double> sorted) {
  std::vector<FitGroup> groups;
  if (sorted.size() <= each_by_itself) {
    groups.reserve(sorted.size());
    for (const double x : sorted) groups.push_back({x, portable_log(x), 1.0});
    return groups;
  }
  const double width = std::sqrt(24.0 * allowed / static_cast<double>(sorted.size()));
  for (std::size_t i = 0; i < sorted.size();) {
    const double until = sorted[i] * (1.0 + width);
    double sum = 0.0, n = 0.0;
    for (; i < sorted.size() && sorted[i] <= until; ++i) sum += sorted[i], ++n;
    groups.push_back({sum / n, portable_log(sum / n), n});
  }
  return groups;
}

double sum_of(std::span<const double> values) {
  double sum = 0.0;
  for (const double x : values) sum += x;
  return sum;
}

}  // namespace

double FittedLaw::mean() const {
  const double mean = std::visit([](const auto& law) { return law.mean(); }, law_);
  return mean >= 0.0 ? mean : kInfinity;  // a Pareto of shape 1 or less has none, and its formula a sign
}
double FittedLaw::cdf(double x) const {
  return std::visit([x](const auto& law) { return law.cdf(x); }, law_);
}
double FittedLaw::quantile(double p) const {
  return std::visit([p](const auto& law) { return law.quantile(p); }, law_);
}

FitSample::FitSample(std::vector<double> seen, std::vector<double> cut_off)
    : seen_{std::move(seen)}, cut_off_{std::move(cut_off)} {
  const auto is_wrong = [](double x) { return !(x > 0.0 && x < kInfinity); };
  if (seen_.empty() || std::any_of(seen_.begin(), seen_.end(), is_wrong) ||
      std::any_of(cut_off_.begin(), cut_off_.end(), is_wrong))
    throw std::domain_error{"a law is fitted to finite values above 0, at least one of them seen whole"};
  std::sort(seen_.begin(), seen_.end());
  std::sort(cut_off_.begin(), cut_off_.end());
  groups_ = grouped(seen_);
  cut_off_groups_ = grouped(cut_off_);
  std::vector<double> logs;
  logs.reserve(seen_.size());
  for (const double x : seen_) logs.push_back(portable_log(x));
  sum_ = sum_of(seen_);
  sum_cut_off_ = sum_of(cut_off_);
  mean_log_ = sum_of(logs) / n();
  double square = 0.0, square_log = 0.0;
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    const double relative = seen_[i] / mean() - 1.0, apart = logs[i] - mean_log_;
    square += relative * relative, square_log += apart * apart;
  }
  cv_ = std::sqrt(square / n());
  sd_log_ = std::sqrt(square_log / n());
}

std::optional<FittedFamily> fit_by_likelihood(std::string_view family, const FitSample& sample) {
  const Model* model = model_of(family);
  return model ? fit_model(*model, sample) : std::nullopt;
}

std::optional<FittedFamily> fit_again(const FittedFamily& start, const FitSample& sample) {
  const Model* model = model_of(start.family);
  if (!model) return std::nullopt;
  if (!model->best_from) return fit_at(*model, sample, model->best(sample));
  Point from;
  for (std::size_t i = 0; i < start.parameters.size(); ++i)
    from.push_back(coordinate_of(model->parameters[i], start.parameters[i].value));
  return fit_at(*model, sample, model->best_from(sample, from));
}

std::vector<FittedFamily> fit_all_by_likelihood(const FitSample& sample) {
  std::vector<FittedFamily> fits;
  for (const Model* model : models) {
    if (auto fit = fit_model(*model, sample)) fits.push_back(*std::move(fit));
    if (!fits.empty() && fits.front().family == "constant") break;
  }
  std::stable_sort(fits.begin(), fits.end(),
                   [](const FittedFamily& a, const FittedFamily& b) { return a.aic < b.aic; });
  return fits;
}

std::size_t chosen_by_aic(std::span<const FittedFamily> fits) {
  std::size_t chosen = 0;
  for (std::size_t i = 1; i < fits.size() && fits[i].aic <= fits.front().aic + 2.0; ++i)
    if (fits[i].free_parameters < fits[chosen].free_parameters) chosen = i;
  return chosen;
}

std::vector<std::string_view> fitted_families() {
  std::vector<std::string_view> names;
  for (const Model* model : models) names.push_back(model->family);
  return names;
}

}  // namespace busyhour
