// Maximum likelihood: formulas where there are some, known laws recovered within the stated errors, censored values.
#include "busyhour/random/likelihood.hpp"

#include <gtest/gtest.h>

#include <map>

#include "samples.hpp"

namespace busyhour::testing_random {
namespace {

struct Known {
  std::string family;
  std::vector<std::pair<std::string, double>> parameters;  ///< as the fit names them
};
const std::vector<Known> known{{"exponential", {{"mean", 2.5}}},
                               {"gamma", {{"mean", 2.0}, {"cv", 0.63}}},
                               {"gamma", {{"mean", 2.0}, {"cv", 1.6}}},
                               {"erlang", {{"stages", 4}, {"mean", 3.0}}},
                               {"lognormal", {{"median", 3.1}, {"sigma", 0.73}}},
                               {"weibull", {{"shape", 0.6}, {"scale", 1.5}}},
                               {"weibull", {{"shape", 2.2}, {"scale", 1.5}}},
                               {"pareto", {{"min", 0.5}, {"shape", 2.5}}},
                               {"lomax", {{"shape", 2.5}, {"scale", 3.0}}},
                               {"uniform", {{"min", 1.0}, {"max", 3.0}}},
                               {"hyperexponential", {{"p1", 0.8}, {"mean1", 0.2}, {"mean2", 3.0}}}};
constexpr std::size_t seeds = 60, n = 4000;

class Recovers : public ::testing::TestWithParam<Known> {
 protected:
  const FittedLaw truth = GetParam().family == "lomax" ? FittedLaw{detail::Lomax{2.5, 3.0}}
                                                       : FittedLaw{law(GetParam().family, GetParam().parameters)};
  [[nodiscard]] double true_value(std::string_view name) const {
    for (const auto& [known_name, value] : GetParam().parameters)
      if (known_name == name) return value;
    ADD_FAILURE() << "no parameter is called " << name;
    return 0;
  }
  /// Over the seeds, (estimate - truth) / standard error of each parameter is standard normal but for terms of the
  /// order 1 / sqrt(n), which is 0.016 here; the limits leave 0.1 to them.
  void expect_standard_normal(const std::map<std::string, std::vector<double>>& misses) const {
    for (const auto& [name, z] : misses) {
      double sum = 0, square = 0;
      for (const double one : z) sum += one, square += one * one;
      const auto many = static_cast<double>(z.size());
      EXPECT_LT(std::abs(sum) / many, normal_limit / std::sqrt(many) + 0.1) << name;
      EXPECT_LT(square, 1.1 * chi_square_limit(z.size())) << name;
      const auto few = boost::math::quantile(boost::math::chi_squared(many), false_alarm);
      EXPECT_GT(square, few / 1.1) << name;
    }
  }
};

// An exponential law is a gamma, a Weibull, nearly a Lomax and a mixture; an Erlang is a gamma. Chance makes the larger
// family more than 2 better in AIC with probability P(chi-square(1) > 4) = 4.6% each; of 60 seeds with at most 12% in
// all, more than 22 are wrong with probability below 1e-6 (binomial).
TEST_P(Recovers, FamilyAndParametersOverManySeeds) {
  std::size_t wrong = 0;
  std::map<std::string, std::vector<double>> misses;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const FitSample sample{values_of(truth, n, seed)};
    const auto fits = fit_all_by_likelihood(sample);
    ASSERT_FALSE(fits.empty());
    if (fits[chosen_by_aic(fits)].family != GetParam().family) ++wrong;
    const auto fit = fit_by_likelihood(GetParam().family, sample);
    ASSERT_TRUE(fit) << seed;
    for (const ParameterEstimate& p : fit->parameters)
      if (!std::isnan(p.standard_error))
        misses[std::string(p.name)].push_back((p.value - true_value(p.name)) / p.standard_error);
      else
        EXPECT_NEAR(p.value, true_value(p.name), 20.0 / n * truth.mean()) << p.name;
  }
  const bool is_part_of_another = GetParam().family == "exponential" || GetParam().family == "erlang";
  EXPECT_LE(wrong, is_part_of_another ? 22U : 0U);
  expect_standard_normal(misses);
}

// Values beyond random times are only known to be larger: the estimates stay true to the law (three in ten are cut
// off), where leaving them out would make every mean too small.
TEST_P(Recovers, ParametersFromCensoredValues) {
  if (GetParam().family == "uniform") GTEST_SKIP() << "not fitted to censored values";
  std::map<std::string, std::vector<double>> misses;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const std::vector<double> values = values_of(truth, n, seed);
    const std::vector<double> until = values_of(law("exponential", {{"mean", truth.mean() * 3.0}}), n, seed + 1000);
    std::vector<double> seen, cut_off;
    for (std::size_t i = 0; i < n; ++i)
      if (const double from = truth.quantile(0), end = from + until[i]; values[i] <= end)
        seen.push_back(values[i]);
      else
        cut_off.push_back(end);
    const auto fit = fit_by_likelihood(GetParam().family, FitSample{seen, cut_off});
    ASSERT_TRUE(fit) << seed;
    for (const ParameterEstimate& p : fit->parameters)
      if (!std::isnan(p.standard_error))
        misses[std::string(p.name)].push_back((p.value - true_value(p.name)) / p.standard_error);
  }
  expect_standard_normal(misses);
}

INSTANTIATE_TEST_SUITE_P(Likelihood, Recovers, ::testing::ValuesIn(known),
                         [](const auto& one) { return one.param.family + std::to_string(one.index); });

double value_of(const FittedFamily& fit, std::string_view name) {
  for (const ParameterEstimate& p : fit.parameters)
    if (p.name == name) return p.value;
  return std::numeric_limits<double>::quiet_NaN();
}

// By hand: mean 3, logs 0, ln 2, ln 3, ln 6; a Pareto from 1 has shape 4 / ln 36.
TEST(Likelihood, HasTheFormulasWhereThereAreSome) {
  const FitSample s{{1.0, 2.0, 3.0, 6.0}};
  EXPECT_DOUBLE_EQ(value_of(*fit_by_likelihood("exponential", s), "mean"), 3.0);
  EXPECT_NEAR(fit_by_likelihood("exponential", s)->log_likelihood, -4 * std::log(3.0) - 4, 1e-12);
  EXPECT_DOUBLE_EQ(fit_by_likelihood("exponential", s)->aic, 2 - 2 * (-4 * std::log(3.0) - 4));
  EXPECT_NEAR(fit_by_likelihood("exponential", s)->parameters[0].standard_error, 1.5, 1e-4);
  EXPECT_NEAR(value_of(*fit_by_likelihood("lognormal", s), "median"), std::pow(36.0, 0.25), 1e-12);
  EXPECT_NEAR(value_of(*fit_by_likelihood("pareto", s), "shape"), 4 / std::log(36.0), 1e-12);
  EXPECT_DOUBLE_EQ(value_of(*fit_by_likelihood("uniform", s), "max"), 6.0);
  // With one more that is known to be beyond 8: total time 20 over 4 ends.
  EXPECT_DOUBLE_EQ(value_of(*fit_by_likelihood("exponential", FitSample{{1, 2, 3, 6}, {8}}), "mean"), 5.0);
}

// Each likelihood is the sum of the logarithms of the law's own density, by differences of its cdf.
TEST(Likelihood, IsThatOfTheLaw) {
  const std::vector<double> values = values_of(law("lognormal", {{"mean", 2.0}, {"cv", 1.4}}), 300, 5);
  const FitSample s{values};
  for (const FittedFamily& fit : fit_all_by_likelihood(s)) {
    if (fit.family == "uniform" || fit.family == "pareto") continue;  // the first value stands at their end
    double sum = 0;
    for (const double x : values)
      sum += std::log((fit.law.cdf(x * (1 + 1e-5)) - fit.law.cdf(x * (1 - 1e-5))) / (2e-5 * x));
    EXPECT_NEAR(fit.log_likelihood, sum, 1e-3) << fit.family;
  }
}

/// ln of a density by its textbook formula; parameters in the order of the fit.
double log_density(std::string_view family, const std::vector<double>& p, double x) {
  if (family == "weibull") return std::log(p[0] / p[1]) + (p[0] - 1) * std::log(x / p[1]) - std::pow(x / p[1], p[0]);
  if (family == "lomax") return std::log(p[0] / p[1]) - (p[0] + 1) * std::log1p(x / p[1]);
  return std::log(p[0] / p[1] * std::exp(-x / p[1]) + (1 - p[0]) / p[2] * std::exp(-x / p[2]));
}

// Many values are summed up in groups: what comes out has the likelihood of all of them one by one within 0.05, and
// lies where that is largest within a hundredth of a standard error (0.2 x the slope in such errors, by differences).
TEST(Likelihood, ManyValuesInGroupsSayTheSame) {
  for (const Known& one : known) {
    if (one.family != "weibull" && one.family != "lomax" && one.family != "hyperexponential") continue;
    const FittedLaw truth =
        one.family == "lomax" ? FittedLaw{detail::Lomax{2.5, 3.0}} : FittedLaw{law(one.family, one.parameters)};
    const std::vector<double> values = values_of(truth, 200'000, 3);
    const FitSample sample{values};
    EXPECT_LT(sample.groups().size(), 40'000U);
    const auto fit = fit_by_likelihood(one.family, sample);
    ASSERT_TRUE(fit);
    const auto exact = [&](std::size_t moved, double by) {
      std::vector<double> p;
      for (const ParameterEstimate& e : fit->parameters) p.push_back(e.value);
      if (moved < p.size()) p[moved] += by * fit->parameters[moved].standard_error;
      double sum = 0;
      for (const double x : values) sum += log_density(one.family, p, x);
      return sum;
    };
    EXPECT_NEAR(fit->log_likelihood, exact(9, 0), 0.05) << one.family;
    for (std::size_t i = 0; i < fit->parameters.size(); ++i)
      EXPECT_NEAR((exact(i, 0.1) - exact(i, -0.1)) / 0.2, 0, 0.01) << one.family << fit->parameters[i].name;
  }
}

// Searched from a fit on, a sample has the same fit again.
TEST(Likelihood, FitAgainIsTheSameFit) {
  for (const Known& one : known) {
    if (one.family == "lomax") continue;
    const FitSample sample{values_of(law(one.family, one.parameters), 2000, 4)};
    const auto fit = fit_by_likelihood(one.family, sample);
    ASSERT_TRUE(fit) << one.family;
    const auto again = fit_again(*fit, sample);
    ASSERT_TRUE(again) << one.family;
    EXPECT_NEAR(again->log_likelihood, fit->log_likelihood, 1e-5) << one.family;
    EXPECT_TRUE(std::isnan(again->parameters.front().standard_error));
  }
}

TEST(Likelihood, AConstantIsAConstant) {
  const auto fits = fit_all_by_likelihood(FitSample{{2.0, 2.0, 2.0}});
  ASSERT_EQ(fits.size(), 1U);
  EXPECT_EQ(fits[0].family, "constant");
  EXPECT_EQ(value_of(fits[0], "value"), 2.0);
}

TEST(Likelihood, RefusesWhatIsNoSample) {
  EXPECT_THROW(FitSample({}), std::domain_error);
  EXPECT_THROW(FitSample({1.0, 0.0}), std::domain_error);
  EXPECT_THROW(FitSample({1.0}, {-1.0}), std::domain_error);
  EXPECT_THROW(FitSample({1.0, std::numeric_limits<double>::infinity()}), std::domain_error);
  EXPECT_FALSE(fit_by_likelihood("no such family", FitSample{{1.0, 2.0}}));
}

}  // namespace
}  // namespace busyhour::testing_random
