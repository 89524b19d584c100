// What is drawn follows the law's own cdf, mean and variance. Statistical, with fixed seeds: see samples.hpp for the
// false alarms.
#include <gtest/gtest.h>

#include <map>
#include <numeric>

#include "samples.hpp"

namespace busyhour::testing_random {
namespace {

struct Case {
  std::string family;
  std::vector<std::pair<std::string, double>> parameters;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  out << c.family;
  for (const auto& [name, value] : c.parameters) out << ' ' << name << '=' << value;
  return out;
}

const std::vector<Case> light{{"uniform", {{"min", 0.0}, {"max", 1.0}}},
                              {"uniform", {{"min", 3.0}, {"max", 3.5}}},
                              {"exponential", {{"mean", 1.0}}},
                              {"exponential", {{"rate", 40.0}}},
                              {"gamma", {{"shape", 0.05}, {"scale", 2.0}}},
                              {"gamma", {{"shape", 0.7}, {"scale", 2.0}}},
                              {"gamma", {{"shape", 1.0}, {"scale", 1.0}}},
                              {"gamma", {{"mean", 2.0}, {"cv", 0.4}}},
                              {"gamma", {{"mean", 2.0}, {"cv", 0.01}}},
                              {"erlang", {{"stages", 1.0}, {"mean", 2.0}}},
                              {"erlang", {{"stages", 2.0}, {"mean", 2.0}}},
                              {"erlang", {{"stages", 40.0}, {"mean", 2.0}}},
                              {"lognormal", {{"mean", 1.0}, {"cv", 0.1}}},
                              {"lognormal", {{"mean", 4.0}, {"cv", 0.4}}},
                              {"weibull", {{"shape", 0.6}, {"scale", 1.0}}},
                              {"weibull", {{"mean", 1.0}, {"cv", 0.5}}},
                              {"weibull", {{"shape", 12.0}, {"scale", 3.0}}},
                              {"hyperexponential", {{"mean", 1.0}, {"cv", 1.0}}},
                              {"hyperexponential", {{"mean", 2.0}, {"cv", 2.0}}},
                              {"hyperexponential", {{"p1", 0.9}, {"mean1", 0.2}, {"mean2", 3.0}}}};
/// Of these a sample's variance is far from normal at any size that a test can draw.
const std::vector<Case> heavy{{"lognormal", {{"mean", 4.0}, {"cv", 0.8}}},
                              {"lognormal", {{"median", 0.3}, {"p95", 2.1}}},
                              {"pareto", {{"min", 0.5}, {"shape", 5.0}}},
                              {"pareto", {{"mean", 1.0}, {"cv", 0.3}}}};

class Sampling : public ::testing::TestWithParam<Case> {
 protected:
  const Distribution d = law(GetParam().family, GetParam().parameters);
};
class SamplingLight : public Sampling {};

TEST_P(Sampling, FollowsItsCdf) {
  const double distance = kolmogorov_smirnov(values_of(d, 200'000, 41), [this](double x) { return d.cdf(x); });
  EXPECT_LT(distance, kolmogorov_smirnov_limit());
}

TEST_P(Sampling, HasItsMean) {
  constexpr std::size_t n = 200'000;
  const std::vector<double> x = values_of(d, n, 42);
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  EXPECT_LT(std::abs(mean - d.mean()), normal_limit * std::sqrt(d.variance() / n));
}

TEST_P(Sampling, StaysInItsSupport) {
  const std::vector<double> x = values_of(d, 100'000, 44);
  EXPECT_GE(*std::min_element(x.begin(), x.end()), d.min());
  EXPECT_LE(*std::max_element(x.begin(), x.end()), d.max());
}

TEST_P(SamplingLight, HasItsVariance) {
  constexpr std::size_t n = 400'000;
  const double mean = d.mean();
  double second = 0.0;
  double fourth = 0.0;
  for (const double value : values_of(d, n, 43)) {
    const double square = (value - mean) * (value - mean);
    second += square / n;
    fourth += square * square / n;
  }
  EXPECT_LT(std::abs(second - d.variance()), normal_limit * std::sqrt((fourth - second * second) / n));
}

std::string name_of(const ::testing::TestParamInfo<Case>& one) { return one.param.family + std::to_string(one.index); }
INSTANTIATE_TEST_SUITE_P(Light, Sampling, ::testing::ValuesIn(light), name_of);
INSTANTIATE_TEST_SUITE_P(Heavy, Sampling, ::testing::ValuesIn(heavy), name_of);
INSTANTIATE_TEST_SUITE_P(Light, SamplingLight, ::testing::ValuesIn(light), name_of);

TEST(SamplingHeavyTail, AParetoWithoutVarianceFollowsItsCdf) {
  const Distribution d = law("pareto", {{"min", 1.0}, {"shape", 1.2}});
  EXPECT_EQ(d.variance(), detail::kInfinity);
  EXPECT_LT(kolmogorov_smirnov(values_of(d, 200'000, 45), [&d](double x) { return d.cdf(x); }),
            kolmogorov_smirnov_limit());
}

/// A million draws in cells of one probability, and the far tails, which a distance of cdfs hardly sees.
template <class Law, class Quantile>
void expect_cells(const Law& law, Quantile quantile, std::uint64_t seed) {
  constexpr std::size_t n = 1'000'000;
  std::vector<double> borders;
  std::vector<double> shares;
  const auto add = [&](double p) {
    shares.push_back(p - std::accumulate(shares.begin(), shares.end(), 0.0));
    borders.push_back(quantile(p));
  };
  for (const double p : {0.00001, 0.0001, 0.001}) add(p);
  for (int i = 1; i < 500; ++i) add(i / 500.0);
  for (const double p : {0.999, 0.9999, 0.99999}) add(p);
  shares.push_back(0.00001);
  std::vector<std::uint64_t> counts(shares.size());
  for (const double x : values_of(law, n, seed)) {
    ++counts[static_cast<std::size_t>(std::upper_bound(borders.begin(), borders.end(), x) - borders.begin())];
  }
  for (double& share : shares) share *= n;
  EXPECT_LT(chi_square(counts, shares), chi_square_limit(shares.size() - 1));
}

TEST(SamplingZiggurat, ExponentialInCells) {
  expect_cells(
      detail::Exponential{1.0}, [](double p) { return -std::log1p(-p); }, 46);
}
TEST(SamplingZiggurat, NormalInCells) {
  expect_cells(
      detail::Lognormal{0.0, 1.0},
      [](double p) {
        return detail::Lognormal{0.0, 1.0}.quantile(p);
      },
      47);
}

TEST(SamplingDiscrete, EachValueHasItsShare) {
  const std::vector<std::pair<double, double>> values{{5.0, 0.25}, {1.0, 0.5}, {2.5, 0.05}, {9.0, 0.2}, {7.0, 0.0}};
  const Distribution d = fitted(DistributionSpec{"discrete", {}, values, {}});
  constexpr std::size_t n = 400'000;
  std::map<double, std::uint64_t> seen;
  for (const double x : values_of(d, n, 48)) ++seen[x];
  ASSERT_EQ(seen.size(), 4U);
  EXPECT_LT(chi_square({seen[1.0], seen[2.5], seen[5.0], seen[9.0]}, {0.5 * n, 0.05 * n, 0.25 * n, 0.2 * n}),
            chi_square_limit(3));
}

TEST(SamplingDiscrete, ALargerWordNeverGivesASmallerValue) {
  const Distribution d = fitted(DistributionSpec{"discrete", {}, {{1, 0.3}, {2, 0.4}, {3, 0.3}}, {}});
  for (const auto& [u, value] :
       std::map<double, double>{{0.0, 1}, {0.29, 1}, {0.31, 2}, {0.69, 2}, {0.71, 3}, {0.9999, 3}}) {
    struct Word {
      using result_type = std::uint64_t;
      static constexpr result_type min() { return 0; }
      static constexpr result_type max() { return ~result_type{0}; }
      result_type word;
      result_type operator()() const { return word; }
    } word{static_cast<std::uint64_t>(u * 0x1p53) << 11};
    EXPECT_EQ(d(word), value);
  }
}

TEST(SamplingEmpirical, EachValueOfTheFileIsAsLikely) {
  std::vector<double> sample(101);
  std::iota(sample.begin(), sample.end(), 10.0);
  std::reverse(sample.begin(), sample.end());
  const Distribution d = fitted(DistributionSpec{"empirical", {}, {}, sample});
  constexpr std::size_t n = 400'000;
  std::vector<std::uint64_t> counts(sample.size());
  for (const double x : values_of(d, n, 49)) ++counts[static_cast<std::size_t>(x) - 10];
  EXPECT_LT(chi_square(counts, std::vector<double>(counts.size(), n / 101.0)), chi_square_limit(100));
}

TEST(SamplingEmpirical, TheOrderOfTheFileDoesNotMatter) {
  const Distribution a = fitted(DistributionSpec{"empirical", {}, {}, {3.0, 1.0, 2.0, 2.0}});
  const Distribution b = fitted(DistributionSpec{"empirical", {}, {}, {1.0, 2.0, 2.0, 3.0}});
  EXPECT_EQ(values_of(a, 1000, 50), values_of(b, 1000, 50));
}

TEST(SamplingConstant, AsksForNoWord) {
  Draw draw{Place{}, Purpose{1}, 0};
  Draw same = draw;
  EXPECT_EQ(Distribution::constant(0.25)(draw), 0.25);
  EXPECT_EQ(Distribution{}(draw), 0.0);
  EXPECT_EQ(draw(), same());
}

TEST(SamplingLuck, LawsOfOneFamilyThatDifferInParametersDrawTheSameLuck) {
  // So the difference of two plans is not drowned in noise: their order statistics come from the same draws.
  for (const char* family : {"exponential", "lognormal", "weibull", "pareto", "gamma", "hyperexponential"}) {
    std::vector<std::pair<std::string, double>> one{{"mean", 1.0}};
    std::vector<std::pair<std::string, double>> two{{"mean", 2.0}};
    if (std::string{family} != "exponential") {
      one.emplace_back("cv", 1.5);
      two.emplace_back("cv", 1.5);
    }
    const std::vector<double> a = values_of(law(family, one), 1000, 51);
    const std::vector<double> b = values_of(law(family, two), 1000, 51);
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(b[i], 2.0 * a[i], 1e-12 * b[i]) << family;
  }
}

TEST(SamplingDuration, RoundsToTheNanosecondAndRefusesWhatNoClockHolds) {
  Draw draw{Place{}, Purpose{1}, 0};
  EXPECT_EQ(draw_duration(Distribution::constant(0.25), draw), Duration{250'000'000});
  EXPECT_THROW(static_cast<void>(draw_duration(Distribution::constant(1e10), draw)), std::domain_error);
}

}  // namespace
}  // namespace busyhour::testing_random
