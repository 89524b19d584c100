/// Gamma, and Erlang: a gamma whose shape is a whole number of stages.
#include <algorithm>
#include <cmath>

#include "busyhour/random/special.hpp"
#include "model.hpp"

namespace busyhour::detail {
namespace {

constexpr std::array gamma_parameters{ModelParameter{"mean"}, ModelParameter{"cv"}};
constexpr std::array erlang_parameters{ModelParameter{"stages", Scale::fixed}, ModelParameter{"mean"}};

double likelihood_of(const FitSample& s, double shape, double log_mean) {
  const double scale = portable_exp(log_mean) / shape;
  double sum =
      s.n() * ((shape - 1.0) * s.mean_log() - s.mean() / scale - log_gamma(shape) - shape * portable_log(scale));
  for (const FitGroup& g : s.cut_off_groups()) {
    const double upper = incomplete_gamma(shape, g.value / scale).upper;
    sum += g.weight * (upper > 0.0 ? portable_log(upper) : -g.value / scale);
  }
  return sum;
}
double gamma_likelihood(const FitSample& s, const Point& at) {
  return likelihood_of(s, portable_exp(-2.0 * at[1]), at[0]);
}

/// ln k - digamma(k) = ln(mean) - mean(ln), which falls in k.
std::optional<Point> best_gamma(const FitSample& s) {
  const double gap = portable_log(s.mean()) - s.mean_log();
  if (!(gap > 1e-12)) return std::nullopt;
  const auto miss = [gap](double y) { return y - digamma(portable_exp(y)) - gap; };
  const double start = portable_log((3.0 - gap + std::sqrt((gap - 3.0) * (gap - 3.0) + 24.0 * gap)) / (12.0 * gap));
  const auto log_shape = root_around(miss, start);  // started where Minka's approximation has it
  if (!log_shape) return std::nullopt;
  const Point whole{portable_log(s.mean()), -0.5 * *log_shape};
  if (s.cut_off().empty()) return whole;
  return highest([&](const Point& at) { return gamma_likelihood(s, at); }, whole, 0.3);
}

/// With so many stages: the mean of those seen whole, unless some were cut off.
Point with_stages(const FitSample& s, double stages) {
  const double whole = portable_log(s.mean());
  if (s.cut_off().empty()) return {stages, whole};
  const auto f = [&](double log_mean) { return likelihood_of(s, stages, log_mean); };
  return {stages, highest_between(f, whole - 0.1, whole + 10.0)};
}
double erlang_likelihood(const FitSample& s, const Point& at) { return likelihood_of(s, at[0], at[1]); }

std::optional<Point> best_erlang(const FitSample& s) {
  const std::optional<Point> gamma = best_gamma(s);
  if (!gamma) return std::nullopt;
  const double shape = portable_exp(-2.0 * (*gamma)[1]);
  if (shape < 1.4 || shape > 1e5) return std::nullopt;  // one stage is exponential
  const Point fewer = with_stages(s, std::max(2.0, std::floor(shape))), more = with_stages(s, fewer[0] + 1.0);
  return erlang_likelihood(s, fewer) >= erlang_likelihood(s, more) ? fewer : more;
}

/// The number of stages is a parameter once whole numbers are close enough together to follow chance.
int erlang_freedom(const FitSample& s, const Point& at) {
  const double error = std::sqrt(at[0] / (s.n() * (at[0] * trigamma(at[0]) - 1.0)));  // of a gamma's shape
  return error > 0.5 ? 2 : 1;
}

}  // namespace

const Model gamma_model{"gamma",
                        gamma_parameters,
                        best_gamma,
                        gamma_likelihood,
                        [](const Point& at) {
                          const double shape = portable_exp(-2.0 * at[1]);
                          return FittedLaw{Distribution{Gamma{shape, portable_exp(at[0]) / shape}}};
                        },
                        [](const FitSample&, const Point&) { return 2; }};

const Model erlang_model{
    "erlang",
    erlang_parameters,
    best_erlang,
    erlang_likelihood,
    [](const Point& at) {
      return FittedLaw{Distribution{Gamma{at[0], portable_exp(at[1]) / at[0], Gamma::Called::erlang}}};
    },
    erlang_freedom};

}  // namespace busyhour::detail
