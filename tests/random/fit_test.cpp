// A law from any two parameters that determine it, and the words for those that do not.
#include <gtest/gtest.h>

#include <map>

#include "samples.hpp"

namespace busyhour::testing_random {
namespace {

/// The statistics by the names that `fit` knows.
double statistic(const Distribution& d, const std::string& name) {
  if (name == "mean") return d.mean();
  if (name == "sd") return std::sqrt(d.variance());
  if (name == "cv") return std::sqrt(d.variance()) / d.mean();
  if (name == "median" || name == "p50") return d.quantile(0.5);
  if (name == "min") return d.min();
  if (name == "max") return d.max();
  return d.quantile(std::stod(name.substr(1)) / 100.0);
}

const std::vector<std::string> statistics{"mean", "sd", "cv", "median", "p90", "p95", "p99"};

class Pairs : public ::testing::TestWithParam<std::pair<std::string, double>> {};

TEST_P(Pairs, EveryPairOfStatisticsIsMet) {
  // Given two statistics of a law of mean 2 and this cv, the fitted law has both, and a cv that is not larger.
  const auto& [family, cv] = GetParam();
  const Distribution original = law(family, {{"mean", 2.0}, {"cv", cv}});
  EXPECT_NEAR(original.mean(), 2.0, 1e-13);
  EXPECT_NEAR(statistic(original, "cv"), cv, 1e-9 * cv);
  for (const std::string& a : statistics) {
    for (const std::string& b : statistics) {
      if (a == b) continue;
      SCOPED_TRACE(family + " by " + a + " and " + b + ", cv " + std::to_string(cv));
      if (family == "uniform" && ((a == "mean" && b == "median") || (a == "median" && b == "mean"))) continue;
      const Distribution d = law(family, {{a, statistic(original, a)}, {b, statistic(original, b)}});
      EXPECT_EQ(d.family(), family);
      // A cv near 0.001 comes out of differences of logarithms of Gamma, which know it to nine digits.
      EXPECT_NEAR(statistic(d, a) / statistic(original, a), 1.0, 1e-9);
      EXPECT_NEAR(statistic(d, b) / statistic(original, b), 1.0, 1e-9);
      EXPECT_LE(statistic(d, "cv"), cv * (1.0 + 1e-6));
    }
  }
}

std::vector<std::pair<std::string, double>> families_and_cvs() {
  std::vector<std::pair<std::string, double>> all;
  for (const double cv : {0.01, 0.1, 0.3, 0.55}) all.emplace_back("uniform", cv);
  for (const double cv : {0.002, 0.05, 0.4, 1.0, 2.0, 10.0}) all.emplace_back("lognormal", cv);
  for (const double cv : {0.002, 0.05, 0.4, 1.0, 2.0, 10.0}) all.emplace_back("gamma", cv);
  for (const double cv : {0.002, 0.05, 0.4, 1.0, 2.0, 10.0}) all.emplace_back("weibull", cv);
  for (const double cv : {0.002, 0.05, 0.4, 1.0, 2.0, 10.0}) all.emplace_back("pareto", cv);
  for (const double cv : {1.0, 1.01, 1.4, 3.0, 10.0}) all.emplace_back("hyperexponential", cv);
  return all;
}
INSTANTIATE_TEST_SUITE_P(Fit, Pairs, ::testing::ValuesIn(families_and_cvs()),
                         [](const auto& one) { return one.param.first + std::to_string(one.index); });

TEST(Fit, AWellConditionedPairGivesTheLawBack) {
  const Distribution d = law("lognormal", {{"mean", 0.9}, {"p95", 2.1}});
  // Its sigma solves sigma^2 / 2 - 1.6448536 sigma + ln(2.1 / 0.9) = 0: the smaller root by the formula of quadratics.
  const double z = 1.6448536269514722;
  const double sigma = z - std::sqrt(z * z - 2.0 * std::log(2.1 / 0.9));
  EXPECT_NEAR(std::sqrt(std::log1p(d.variance() / (d.mean() * d.mean()))), sigma, 1e-13);
}

TEST(Fit, NativeParameters) {
  const auto gamma = law("gamma", {{"shape", 2.5}, {"rate", 4.0}});
  EXPECT_DOUBLE_EQ(gamma.mean(), 0.625);
  EXPECT_DOUBLE_EQ(gamma.variance(), 2.5 / 16.0);
  EXPECT_DOUBLE_EQ(law("gamma", {{"scale", 2.0}, {"mean", 7.0}}).variance(), 14.0);  // mean times scale
  const auto lognormal = law("lognormal", {{"mu", -0.569}, {"sigma", 0.838}});
  EXPECT_NEAR(lognormal.quantile(0.5), std::exp(-0.569), 1e-15);
  EXPECT_NEAR(lognormal.mean(), std::exp(-0.569 + 0.838 * 0.838 / 2), 1e-15);
  EXPECT_NEAR(law("lognormal", {{"sigma", 0.838}, {"mean", 0.8}}).mean(), 0.8, 1e-15);
  const auto weibull = law("weibull", {{"shape", 2.0}, {"scale", 3.0}});
  EXPECT_NEAR(weibull.mean(), 3.0 * std::sqrt(std::acos(-1.0)) / 2.0, 1e-14);  // Gamma(3/2) = sqrt(pi) / 2
  const auto pareto = law("pareto", {{"min", 0.5}, {"shape", 3.0}});
  EXPECT_DOUBLE_EQ(pareto.mean(), 0.75);
  EXPECT_EQ(pareto.min(), 0.5);
  EXPECT_EQ(law("pareto", {{"scale", 0.5}, {"mean", 0.75}}).min(), 0.5);
  const auto erlang = law("erlang", {{"mean", 2.0}, {"stages", 4.0}});
  EXPECT_EQ(erlang.mean(), 2.0);
  EXPECT_EQ(erlang.variance(), 1.0);
  EXPECT_EQ(erlang.family(), "erlang");
  EXPECT_NEAR(law("erlang", {{"stages", 4.0}, {"p95", erlang.quantile(0.95)}}).mean(), 2.0, 1e-13);
  EXPECT_DOUBLE_EQ(law("erlang", {{"stages", 4.0}, {"rate", 2.0}}).mean(), 2.0);
}

TEST(Fit, ExponentialByOneParameter) {
  EXPECT_EQ(law("exponential", {{"mean", 2.5}}).mean(), 2.5);
  EXPECT_EQ(law("exponential", {{"sd", 2.5}}).mean(), 2.5);
  EXPECT_EQ(law("exponential", {{"rate", 0.4}}).mean(), 2.5);
  EXPECT_DOUBLE_EQ(law("exponential", {{"median", std::log(2.0)}}).mean(), 1.0);
  EXPECT_DOUBLE_EQ(law("exponential", {{"p95", std::log(20.0)}}).mean(), 1.0);
}

TEST(Fit, UniformEndsAreExact) {
  const auto d = law("uniform", {{"max", 3.3}, {"min", 1.1}});
  EXPECT_EQ(d.min(), 1.1);
  EXPECT_EQ(d.max(), 3.3);
  EXPECT_EQ(law("uniform", {{"mean", 1.0}, {"cv", 1.0 / std::sqrt(3.0)}}).min(), 0.0);  // from 0 to 2
  EXPECT_DOUBLE_EQ(law("uniform", {{"min", 1.0}, {"p90", 10.0}}).max(), 11.0);
}

TEST(Fit, BalancedMeansCarryHalfOfTheMeanInEachBranch) {
  // cv^2 = 3: p1 = (1 + sqrt(2 / 4)) / 2, and the cdf follows from p1 mean1 = p2 mean2 = mean / 2.
  const auto d = law("hyperexponential", {{"mean", 2.0}, {"cv", std::sqrt(3.0)}});
  const double p1 = 0.5 * (1.0 + std::sqrt(0.5));
  const double x = 1.7;
  EXPECT_NEAR(d.cdf(x), p1 * -std::expm1(-x * p1) + (1 - p1) * -std::expm1(-x * (1 - p1)), 1e-15);
}

TEST(Fit, OfTwoLawsTheOneWithTheSmallerCv) {
  // Lognormal p95 / mean rises to exp(1.6449^2 / 2) = 3.868 at sigma = 1.6449 and falls beyond.
  for (const double ratio : {1.5, 3.0, 3.86, 3.868}) {
    const auto d = law("lognormal", {{"mean", 1.0}, {"p95", ratio}});
    EXPECT_NEAR(d.quantile(0.95), ratio, 1e-9);
    EXPECT_LT(std::sqrt(std::log1p(d.variance())), 1.6449);
  }
  // A Weibull's median can lie a little above its mean, in two ways.
  const auto d = law("weibull", {{"mean", 1.0}, {"median", 1.005}});
  EXPECT_NEAR(d.quantile(0.5), 1.005, 1e-9);
  EXPECT_LT(std::sqrt(d.variance()), 0.2);
}

TEST(Fit, AMeanAboveTheP95IsALongTail) {
  // sigma^2 / 2 - 1.6448536 sigma - ln 2 = 0 has one positive root.
  const double z = 1.6448536269514722;
  const double sigma = z + std::sqrt(z * z + 2.0 * std::log(2.0));
  const auto d = law("lognormal", {{"mean", 1.0}, {"p95", 0.5}});
  EXPECT_NEAR(d.variance() / std::expm1(sigma * sigma), 1.0, 1e-10);
}

// ---- errors

std::vector<FitError> errors(std::string family, std::vector<std::pair<std::string, double>> parameters) {
  const auto result = fit(DistributionSpec{std::move(family), std::move(parameters), {}, {}});
  const auto* e = std::get_if<std::vector<FitError>>(&result);
  return e == nullptr ? std::vector<FitError>{} : *e;
}

struct Wrong {
  std::string family;
  std::vector<std::pair<std::string, double>> parameters;
  std::string points_at;
  std::string says;
};

TEST(FitErrors, EachPointsAtItsParameter) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const Wrong& w : std::vector<Wrong>{
           {"lognorml", {{"mean", 1}}, "dist", "no distribution is called 'lognorml'"},
           {"lognormal", {{"mean", 1}, {"cvv", 1}}, "cvv", "lognormal takes no 'cvv'"},
           {"lognormal", {{"mean", 1}, {"max", 5}}, "max", "lognormal takes no 'max'"},
           {"lognormal", {}, "", "none is given"},
           {"lognormal", {{"mean", 1}}, "", "given: mean"},
           {"lognormal", {{"mean", 1}, {"cv", 1}, {"p95", 3}}, "p95", "given: mean, cv, p95"},
           {"lognormal", {{"mean", 1}, {"mean", 1}}, "mean", "mean is given twice"},
           {"lognormal", {{"mean", 0}, {"cv", 1}}, "mean", "mean must be above 0"},
           {"lognormal", {{"mean", 1}, {"cv", 0}}, "cv", "cv must be above 0"},
           {"lognormal", {{"mean", -1}, {"cv", 1}}, "mean", "mean must be above 0"},
           {"lognormal", {{"mean", nan}, {"cv", 1}}, "mean", "mean must be a finite number"},
           {"lognormal", {{"mean", 1}, {"cv", infinity}}, "cv", "cv must be a finite number"},
           {"lognormal", {{"mean", 1}, {"p95", 3.87}}, "p95", "no lognormal has a p95 3.87 times its mean"},
           {"lognormal", {{"median", 2}, {"p95", 1}}, "p95", "p95 must be above median"},
           {"lognormal", {{"p95", 1}, {"median", 2}}, "median", "p95 must be above median"},
           {"lognormal", {{"median", 2}, {"mean", 1}}, "mean", "no lognormal has a mean 0.5 times its median"},
           {"lognormal", {{"p50", 2}, {"median", 2}}, "median", "p50 and median say the same thing"},
           {"lognormal", {{"cv", 1}, {"sigma", 2}}, "sigma", "cv and sigma both set the shape"},
           {"lognormal", {{"mu", 0}, {"sigma", 20}}, "sigma", "sigma 20 is outside 0.001 to 10"},
           {"gamma", {{"mean", 1}, {"cv", 1e-5}}, "cv", "no gamma that can be fitted has a cv of 1e-05"},
           {"gamma", {{"mean", 1}, {"cv", 1000}}, "cv", "no gamma that can be fitted has a cv of 1000"},
           {"gamma", {{"scale", 1}, {"rate", 2}}, "rate", "scale and rate say the same thing"},
           {"weibull", {{"mean", 1}, {"sd", 1e-9}}, "sd", "no weibull that can be fitted has a cv of 1e-09"},
           {"pareto", {{"min", 1}, {"shape", 1}}, "shape", "shape 1 is outside"},
           {"pareto", {{"min", 1}, {"shape", 0.5}}, "shape", "shape 0.5 is outside"},
           {"pareto", {{"min", 1}, {"mean", 0.5}}, "mean", "no pareto has a mean 0.5 times its min"},
           {"pareto", {{"median", 1}, {"p95", 20}}, "p95", "no pareto has a p95 20 times its median"},
           {"pareto", {{"min", 0}, {"shape", 2}}, "min", "min must be above 0"},
           {"uniform", {{"min", -1}, {"max", 1}}, "min", "min must not be negative"},
           {"uniform", {{"min", 2}, {"max", 1}}, "max", "no uniform law has this min and this max"},
           {"uniform", {{"min", 2}, {"max", 2}}, "max", "no uniform law has this min and this max"},
           {"uniform", {{"mean", 1}, {"cv", 0.7}}, "cv", "would begin at -0.212"},
           {"uniform", {{"mean", 1}, {"median", 1}}, "median", "mean and median do not fix a uniform law together"},
           {"exponential", {{"mean", 1}, {"cv", 1}}, "cv", "exponential takes no 'cv'"},
           {"exponential", {{"mean", 1}, {"rate", 1}}, "rate", "takes exactly one"},
           {"erlang", {{"stages", 2.5}, {"mean", 1}}, "stages", "stages must be a whole number"},
           {"erlang", {{"stages", 0}, {"mean", 1}}, "stages", "stages must be above 0"},
           {"erlang", {{"median", 2}, {"mean", 1}}, "", "erlang needs stages"},
           {"hyperexponential",
            {{"mean", 1}, {"cv", 0.9}},
            "cv",
            "no hyperexponential that can be fitted has a cv of 0.9"},
           {"hyperexponential", {{"p1", 0.5}, {"mean1", 1}}, "", "needs mean2"},
           {"hyperexponential", {{"p1", 0.5}, {"mean1", 1}, {"mean2", 1}, {"cv", 1}}, "cv", "cv does not go with p1"},
           {"hyperexponential", {{"p1", 1.5}, {"mean1", 1}, {"mean2", 1}}, "p1", "p1 must be below 1"},
           {"constant", {}, "", "constant takes exactly one"},
           {"constant", {{"value", -1}}, "value", "value must not be negative"},
           {"discrete", {}, "values", "discrete needs values"},
           {"discrete", {{"mean", 1}}, "mean", "discrete takes no 'mean'"},
           {"empirical", {}, "sample", "at least one value"},
           {"weibull", {{"shape", 0.05}, {"scale", 1e300}}, "", "beyond the range"}}) {
    const std::vector<FitError> found = errors(w.family, w.parameters);
    ASSERT_EQ(found.size(), 1U) << w.says;
    EXPECT_EQ(found[0].parameter, w.points_at) << w.says;
    EXPECT_NE(found[0].says.find(w.says), std::string::npos) << found[0].says << " should say " << w.says;
  }
}

TEST(FitErrors, AllAtOnce) {
  const std::vector<FitError> found = errors("lognormal", {{"mean", -1}, {"cv", 0}, {"rate", 2}});
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].parameter, "mean");
  EXPECT_EQ(found[1].parameter, "cv");
  EXPECT_EQ(found[2].parameter, "rate");
  EXPECT_EQ(found[2].help, "it takes mean, sd, cv, median, p50, p90, p95, p99, mu, sigma");
}

TEST(FitErrors, TheRangeThatIsReachableIsSaid) {
  const std::vector<FitError> found = errors("lognormal", {{"mean", 1}, {"p95", 5}});
  ASSERT_EQ(found.size(), 1U);
  // exp(1.6448536^2 / 2) = 3.8682; the lower end belongs to sigma = 10.
  EXPECT_NE(found[0].help.find("and 3.868"), std::string::npos) << found[0].help;
}

TEST(FitErrors, DiscreteAndEmpirical) {
  const auto says = [](const DistributionSpec& spec) {
    const auto result = fit(spec);
    const auto* e = std::get_if<std::vector<FitError>>(&result);
    return e == nullptr || e->empty() ? std::string{} : e->front().says;
  };
  EXPECT_EQ(says({"discrete", {}, {{1, 0.5}, {2, 0.4}}, {}}), "the shares sum to 90%");
  EXPECT_EQ(says({"discrete", {}, {{1, 0.5}, {1, 0.5}}, {}}), "the value 1 is given twice");
  EXPECT_EQ(says({"discrete", {}, {{-1, 0.5}, {1, 0.5}}, {}}), "the value -1 is negative or not finite");
  EXPECT_EQ(says({"discrete", {}, {{1, 1.5}, {2, -0.5}}, {}}), "the share of 1 must be from 0% to 100%");
  EXPECT_EQ(says({"discrete", {}, {{1, 1.0 / 3}, {2, 1.0 / 3}, {3, 1.0 / 3}}, {}}), "");
  EXPECT_EQ(says({"discrete", {}, {{1, 1.0}}, {2.0}}), "discrete takes no sample");
  EXPECT_EQ(says({"exponential", {{"mean", 1}}, {{1, 1.0}}, {}}), "exponential takes no values");
  EXPECT_EQ(says({"empirical", {}, {}, {1.0, -2.0}}), "value 2 of 2 is -2");
}

TEST(FitErrors, FittedThrowsThemAll) {
  try {
    static_cast<void>(law("lognormal", {{"mean", -1}, {"cv", 0}}));
    FAIL();
  } catch (const std::invalid_argument& e) {
    EXPECT_NE(std::string{e.what()}.find("mean must be above 0"), std::string::npos);
    EXPECT_NE(std::string{e.what()}.find("cv must be above 0"), std::string::npos);
  }
}

TEST(Families, EveryParameterIsAcceptedByItsFamily) {
  // A parameter in the catalogue is at worst in the wrong company, never unknown.
  for (const FamilyAbout& family : families()) {
    EXPECT_FALSE(family.about.empty());
    EXPECT_NE(family.example.find("dist: " + std::string{family.name}), std::string::npos);
    for (const ParameterAbout& p : family.parameters) {
      for (const FitError& e : errors(std::string{family.name}, {{std::string{p.name}, 1.0}})) {
        EXPECT_EQ(e.says.find("takes no"), std::string::npos) << e.says;
      }
    }
  }
}

}  // namespace
}  // namespace busyhour::testing_random
