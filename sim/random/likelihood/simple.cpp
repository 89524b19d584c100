/// The families whose greatest likelihood has a formula: constant, uniform, exponential, Pareto of the first kind.
#include <cmath>

#include "model.hpp"

namespace busyhour::detail {
namespace {

template <int N>
int always(const FitSample&, const Point&) {
  return N;
}

constexpr std::array constant_parameters{ModelParameter{"value", Scale::fixed}};
constexpr std::array uniform_parameters{ModelParameter{"min", Scale::fixed}, ModelParameter{"max", Scale::fixed}};
constexpr std::array exponential_parameters{ModelParameter{"mean"}};
constexpr std::array pareto_parameters{ModelParameter{"min", Scale::fixed}, ModelParameter{"shape"}};

bool has_spread(const FitSample& s) { return s.seen().front() < s.seen().back(); }

std::optional<Point> best_pareto(const FitSample& s) {
  if (!has_spread(s)) return std::nullopt;
  const double least = s.seen().front(), log_least = portable_log(least);
  double beyond = s.n() * (s.mean_log() - log_least);
  for (const FitGroup& g : s.cut_off_groups()) beyond += g.value > least ? g.weight * (g.log - log_least) : 0.0;
  return Point{least, portable_log(s.n() / beyond)};
}

double pareto_likelihood(const FitSample& s, const Point& at) {
  const double shape = portable_exp(at[1]), log_least = portable_log(at[0]);
  double sum = s.n() * (at[1] + shape * log_least - (shape + 1.0) * s.mean_log());
  for (const FitGroup& g : s.cut_off_groups()) sum -= g.value > at[0] ? g.weight * shape * (g.log - log_least) : 0.0;
  return sum;
}

}  // namespace

const Model constant_model{"constant",
                           constant_parameters,
                           [](const FitSample& s) -> std::optional<Point> {
                             if (has_spread(s)) return std::nullopt;
                             return Point{s.seen().front()};
                           },
                           [](const FitSample&, const Point&) { return 0.0; },
                           [](const Point& at) { return FittedLaw{Distribution::constant(at[0])}; },
                           always<1>};

const Model uniform_model{"uniform",
                          uniform_parameters,
                          [](const FitSample& s) -> std::optional<Point> {
                            if (!has_spread(s) || !s.cut_off().empty()) return std::nullopt;
                            return Point{s.seen().front(), s.seen().back()};
                          },
                          [](const FitSample& s, const Point& at) { return -s.n() * portable_log(at[1] - at[0]); },
                          [](const Point& at) {
                            return FittedLaw{Distribution{Uniform{at[0], at[1]}}};
                          },
                          always<2>};

const Model exponential_model{
    "exponential",
    exponential_parameters,
    [](const FitSample& s) -> std::optional<Point> { return Point{portable_log(s.total() / s.n())}; },
    [](const FitSample& s, const Point& at) { return -s.n() * at[0] - s.total() * portable_exp(-at[0]); },
    [](const Point& at) { return FittedLaw{Distribution{Exponential{portable_exp(at[0])}}}; },
    always<1>};

const Model pareto_model{"pareto",
                         pareto_parameters,
                         best_pareto,
                         pareto_likelihood,
                         [](const Point& at) {
                           return FittedLaw{Distribution{Pareto{portable_exp(at[1]), at[0]}}};
                         },
                         always<2>};

}  // namespace busyhour::detail
