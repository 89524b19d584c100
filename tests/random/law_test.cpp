// cdf, quantile, mean and variance against Boost.Math's distributions, and against each other by numerical integration.
#include <gtest/gtest.h>

#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/hyperexponential.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/pareto.hpp>
#include <boost/math/distributions/uniform.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>

#include "samples.hpp"

namespace busyhour::testing_random {
namespace {

constexpr double levels[] = {1e-6, 0.001, 0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.999999};

/// Moments, and cdf and quantile at many levels. The tolerance is that of a cdf whose logarithm is known to a few ulps.
template <class Exact>
void expect_same(const Distribution& d, const Exact& exact) {
  SCOPED_TRACE(d.family());
  EXPECT_NEAR(d.mean() / boost::math::mean(exact), 1.0, 1e-13);
  EXPECT_NEAR(d.variance() / boost::math::variance(exact), 1.0, 1e-11);
  for (const double p : levels) {
    const double x = boost::math::quantile(exact, p);
    EXPECT_NEAR(d.cdf(x), p, 1e-12 * p + 4e-15) << "at " << p;
    // A quantile is known to what the cdf is, over its slope.
    const double slope = boost::math::pdf(exact, x) * x;
    EXPECT_NEAR(d.quantile(p) / x, 1.0, (1e-12 * std::min(p, 1.0 - p) + 4e-15) / slope + 1e-13) << "at " << p;
  }
}

TEST(Law, AgreesWithBoost) {
  namespace bm = boost::math;
  expect_same(law("uniform", {{"min", 1.0}, {"max", 3.0}}), bm::uniform(1.0, 3.0));
  expect_same(law("exponential", {{"mean", 2.5}}), bm::exponential(0.4));
  for (const double shape : {0.2, 1.0, 3.7, 50.0, 2e4}) {
    expect_same(law("gamma", {{"shape", shape}, {"scale", 0.3}}), bm::gamma_distribution(shape, 0.3));
  }
  expect_same(law("erlang", {{"stages", 4.0}, {"mean", 2.0}}), bm::gamma_distribution(4.0, 0.5));
  for (const double sigma : {0.05, 0.7, 2.0}) {
    expect_same(law("lognormal", {{"mu", -0.5}, {"sigma", sigma}}), bm::lognormal(-0.5, sigma));
  }
  for (const double shape : {0.5, 1.0, 1.8, 9.0}) {
    expect_same(law("weibull", {{"shape", shape}, {"scale", 2.0}}), bm::weibull(shape, 2.0));
  }
  for (const double shape : {2.1, 3.0, 20.0}) {
    expect_same(law("pareto", {{"shape", shape}, {"scale", 0.5}}), bm::pareto(0.5, shape));
  }
  expect_same(law("hyperexponential", {{"p1", 0.8}, {"mean1", 0.5}, {"mean2", 4.0}}),
              bm::hyperexponential({0.8, 0.2}, {2.0, 0.25}));
}

/// E X and E X^2 as integrals of the tail 1 - cdf from the lower end, in panels that double in width.
std::pair<double, double> moments_from_cdf(const Distribution& d) {
  using Rule = boost::math::quadrature::gauss_kronrod<double, 61>;
  double first = d.min();
  double second = d.min() * d.min();
  double low = d.min();
  double width = (d.quantile(0.01) - d.min()) * 0.01;
  const double end = std::min(d.max(), d.quantile(1.0 - 1e-15));
  while (low < end) {
    const double high = std::min(low + width, end);
    first += Rule::integrate([&d](double x) { return 1.0 - d.cdf(x); }, low, high, 5, 1e-13);
    second += Rule::integrate([&d](double x) { return 2.0 * x * (1.0 - d.cdf(x)); }, low, high, 5, 1e-13);
    low = high;
    width *= 1.5;
  }
  return {first, second};
}

TEST(Law, MomentsAreThoseOfTheCdf) {
  const Distribution laws[] = {
      law("uniform", {{"mean", 2.0}, {"cv", 0.2}}),    law("exponential", {{"median", 1.0}}),
      law("gamma", {{"mean", 2.0}, {"p95", 5.0}}),     law("erlang", {{"stages", 3.0}, {"p95", 5.0}}),
      law("lognormal", {{"mean", 0.9}, {"p95", 2.1}}), law("weibull", {{"median", 1.0}, {"p95", 3.0}}),
      law("pareto", {{"shape", 7.0}, {"min", 1.0}}),   law("hyperexponential", {{"mean", 1.0}, {"cv", 2.0}})};
  for (const Distribution& d : laws) {
    SCOPED_TRACE(d.family());
    const auto [first, second] = moments_from_cdf(d);
    // Beyond the last quantile lies 1e-15 of the law; times a square of a thousand standard deviations that is 1e-9.
    EXPECT_NEAR(d.mean() / first, 1.0, 1e-9);
    EXPECT_NEAR(d.variance() / (second - first * first), 1.0, 1e-8);
  }
}

TEST(Law, QuantileInvertsTheCdf) {
  for (const Distribution& d :
       {law("uniform", {{"min", 1.0}, {"max", 3.0}}), law("exponential", {{"mean", 2.0}}),
        law("gamma", {{"mean", 2.0}, {"cv", 0.3}}), law("gamma", {{"mean", 2.0}, {"cv", 2.0}}),
        law("lognormal", {{"mean", 2.0}, {"cv", 0.8}}), law("weibull", {{"mean", 2.0}, {"cv", 0.8}}),
        law("pareto", {{"mean", 2.0}, {"cv", 0.8}}), law("hyperexponential", {{"mean", 2.0}, {"cv", 3.0}})}) {
    SCOPED_TRACE(d.family());
    for (const double p : levels) {
      EXPECT_NEAR(d.cdf(d.quantile(p)), p, 1e-13) << p;
      const double x = d.quantile(p);
      EXPECT_NEAR(d.quantile(d.cdf(x)), x, 1e-9 * x) << p;
    }
    EXPECT_EQ(d.quantile(0.0), d.min());
    EXPECT_EQ(d.quantile(1.0), d.max());
    EXPECT_EQ(d.cdf(d.min() * (1.0 - 1e-12) - 1e-300), 0.0);
    EXPECT_THROW(static_cast<void>(d.quantile(1.5)), std::domain_error);
  }
}

TEST(Law, Discrete) {
  const Distribution d = fitted({"discrete", {}, {{3, 0.3}, {1, 0.3}, {2, 0.4}}, {}});
  EXPECT_DOUBLE_EQ(d.mean(), 2.0);
  EXPECT_DOUBLE_EQ(d.variance(), 0.6);  // 0.3 + 0.3
  EXPECT_EQ(d.cdf(0.999), 0.0);
  EXPECT_DOUBLE_EQ(d.cdf(1.0), 0.3);
  EXPECT_DOUBLE_EQ(d.cdf(2.5), 0.7);
  EXPECT_EQ(d.cdf(3.0), 1.0);
  for (const double x : {1.0, 2.0, 3.0}) EXPECT_EQ(d.quantile(d.cdf(x)), x);
  EXPECT_EQ(d.quantile(0.0), 1.0);
  EXPECT_EQ(d.quantile(0.31), 2.0);
  EXPECT_EQ(d.quantile(1.0), 3.0);
  EXPECT_TRUE(d.is_whole());
  EXPECT_FALSE(fitted({"discrete", {}, {{1, 0.5}, {1.5, 0.5}}, {}}).is_whole());
}

TEST(Law, EmpiricalQuantilesAreOrderStatistics) {
  std::vector<double> sample(100);
  for (std::size_t i = 0; i < 100; ++i) sample[i] = static_cast<double>(100 - i);
  const Distribution d = fitted({"empirical", {}, {}, sample});
  EXPECT_DOUBLE_EQ(d.mean(), 50.5);
  EXPECT_NEAR(d.variance(), (100.0 * 100.0 - 1.0) / 12.0, 1e-11);  // of 1 .. n: (n^2 - 1) / 12
  EXPECT_EQ(d.quantile(0.29), 29.0);                               // although 0.29 * 100 is above 29 in doubles
  EXPECT_EQ(d.quantile(0.291), 30.0);
  EXPECT_EQ(d.quantile(0.0), 1.0);
  EXPECT_EQ(d.quantile(1.0), 100.0);
  EXPECT_DOUBLE_EQ(d.cdf(29.5), 0.29);
  EXPECT_TRUE(d.is_whole());
}

TEST(Law, ConstantsOfAnyFamily) {
  EXPECT_TRUE(Distribution{}.is_constant());
  EXPECT_EQ(Distribution{}.mean(), 0.0);
  EXPECT_TRUE(law("constant", {{"value", 2.0}}).is_constant());
  EXPECT_TRUE(law("constant", {{"value", 2.0}}).is_whole());
  EXPECT_FALSE(law("constant", {{"value", 2.5}}).is_whole());
  EXPECT_TRUE(fitted({"discrete", {}, {{4, 1.0}, {5, 0.0}}, {}}).is_constant());
  EXPECT_TRUE(fitted({"empirical", {}, {}, {2.0, 2.0}}).is_constant());
  EXPECT_FALSE(law("exponential", {{"mean", 2.0}}).is_constant());
  EXPECT_FALSE(law("exponential", {{"mean", 2.0}}).is_whole());
  EXPECT_EQ(Distribution::constant(2.0).cdf(1.9), 0.0);
  EXPECT_EQ(Distribution::constant(2.0).cdf(2.0), 1.0);
  EXPECT_EQ(Distribution::constant(2.0).quantile(0.3), 2.0);
  EXPECT_THROW(static_cast<void>(Distribution::constant(-1.0)), std::domain_error);
  EXPECT_THROW(static_cast<void>(Distribution::constant(detail::kInfinity)), std::domain_error);
}

}  // namespace
}  // namespace busyhour::testing_random
