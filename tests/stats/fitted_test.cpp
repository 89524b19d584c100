// What a fit measures beside the families: arrivals by window, goodness, tails, lines.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "busyhour/random/draw.hpp"
#include "busyhour/random/uniform.hpp"
#include "busyhour/stats/arrivals.hpp"
#include "busyhour/stats/goodness.hpp"
#include "busyhour/stats/line.hpp"

namespace busyhour {
namespace {

constexpr double normal_limit = 4.8916;  // either side with probability 1e-6

std::vector<double> drawn(const Distribution& law, std::size_t n, std::uint64_t seed) {
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) {
    Draw draw{Place{seed, 0, 0}, Purpose{1}, static_cast<std::uint32_t>(i)};
    values.push_back(law(draw));
  }
  return values;
}
Distribution law(const char* family, std::vector<std::pair<std::string, double>> parameters) {
  return fitted(DistributionSpec{family, std::move(parameters), {}, {}});
}

// By hand: instants 0, 1, 1, 4 and so on; windows of one second from the first arrival.
TEST(Arrivals, CountsByHand) {
  ArrivalRecord record;
  for (const double t : {0.0, 0.5, 1.0, 1.0, 4.5, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0}) record.add(t);
  const ArrivalSummary s = record.summary();
  EXPECT_EQ(s.n, 11U);
  EXPECT_DOUBLE_EQ(s.rate, 1.0);
  EXPECT_DOUBLE_EQ(s.gap_mean, 1.0);
  EXPECT_DOUBLE_EQ(s.together, 0.1);
  EXPECT_DOUBLE_EQ(s.grain, 0.5);
  EXPECT_DOUBLE_EQ(s.gap_max, 3.5);
  ASSERT_EQ(s.windows.size(), 1U);  // counts 2 2 0 0 1 1 1 1 1 1: mean 1, variance 4 / 9
  EXPECT_EQ(s.windows[0].windows, 10U);
  EXPECT_NEAR(s.windows[0].dispersion, 4.0 / 9, 1e-12);
  EXPECT_DOUBLE_EQ(s.windows[0].peak_to_mean, 2.0);
  EXPECT_THROW(record.add(9.5), std::domain_error);
}

// Of m windows of a Poisson process the dispersion is 1 with variance 2 / (m - 1); of a renewal process it tends to the
// square of the gaps' cv.
TEST(Arrivals, DispersionOfKnownProcesses) {
  const auto summary = [](const Distribution& gap) {
    ArrivalRecord record;
    double t = 0;
    for (const double x : drawn(gap, 400'000, 11)) record.add(t += x);
    return record.summary();
  };
  const ArrivalSummary poisson = summary(law("exponential", {{"mean", 0.2}}));
  ASSERT_GE(poisson.windows.size(), 3U);
  for (const WindowCounts& w : poisson.windows)
    EXPECT_NEAR(w.dispersion, 1, normal_limit * std::sqrt(2.0 / static_cast<double>(w.windows - 1)) + 1e-3) << w.window;
  EXPECT_NEAR(poisson.correlation[0], 0, normal_limit / std::sqrt(400'000));
  const ArrivalSummary bursty = summary(law("gamma", {{"mean", 0.2}, {"cv", 2.0}}));
  EXPECT_NEAR(bursty.gap_cv, 2, 0.05);
  EXPECT_NEAR(bursty.windows[2].dispersion, 4,
              4 * normal_limit * std::sqrt(2.0 / static_cast<double>(bursty.windows[2].windows - 1)) + 0.1);
}

TEST(Arrivals, KeepsFewBinsOfAnyLength) {
  ArrivalRecord record;
  for (int i = 0; i < 100'000; ++i) record.add(i * 700.0);
  const ArrivalSummary s = record.summary();
  EXPECT_LE(s.counts.size(), 4096U);
  EXPECT_EQ(std::accumulate(s.counts.begin(), s.counts.end(), std::uint64_t{0}), 100'000U);
}

TEST(Goodness, DistanceByHand) {
  const FittedFamily uniform = *fit_by_likelihood("uniform", FitSample{{1.0, 2.0, 3.0, 5.0}});
  // On 1..5 the cdf is 0, 1/4, 1/2, 1; the sample's 1/4, 1/2, 3/4, 1: the most is 1/4.
  EXPECT_NEAR(ks_distance(uniform.law, FitSample{{1.0, 2.0, 3.0, 5.0}}), 0.25, 1e-12);
  EXPECT_NEAR(ks_distance(uniform.law, FitSample{{2.0, 2.0, 2.0, 2.0}}), 0.75, 1e-12);
}

// The p-value of a true family is uniform: of 200 samples at most so many lie below 5% (binomial, probability 1e-6:
// 10 +- 4.89 sqrt(9.5)); of a wrong one it is small.
TEST(Goodness, PIsUniformForATrueFamilyAndSmallForAWrongOne) {
  int low = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const FitSample sample{drawn(law("exponential", {{"mean", 2.0}}), 60, 100 + seed)};
    low += goodness_of(*fit_by_likelihood("exponential", sample), sample, 0, seed).p <= 0.05 ? 1 : 0;
  }
  EXPECT_LE(low, 25);
  EXPECT_GE(low, 1);
  const FitSample sample{drawn(law("lognormal", {{"mean", 2.0}, {"cv", 1.5}}), 1000, 3)};
  EXPECT_LE(goodness_of(*fit_by_likelihood("exponential", sample), sample, 0, 1).p, 0.01);
}

// Values rounded to whole seconds are held against rounded samples: a mean of 2 s makes a distance that no sample of
// the law itself would have.
TEST(Goodness, KnowsRoundedValues) {
  std::vector<double> values = drawn(law("exponential", {{"mean", 4.0}}), 800, 7);
  for (double& x : values) x = std::max(0.5, std::round(x));
  EXPECT_EQ(grain_of(std::vector<double>{1, 3, 8}), 1);
  EXPECT_EQ(grain_of(std::vector<double>{0.25, 3}), 0.01);
  EXPECT_EQ(grain_of(std::vector<double>{20, 300}), 10);
  const FitSample sample{values};
  EXPECT_LE(goodness_of(*fit_by_likelihood("exponential", sample), sample, 0, 1).p, 0.01);
  EXPECT_GT(goodness_of(*fit_by_likelihood("exponential", sample), sample, 1, 1).p, 0.01);
}

// Kaplan and Meier's own small example by hand: 1, 2+, 3: the share above 1 is 2/3, above 3 it is 0.
TEST(Goodness, DistanceFromCensoredValues) {
  const FitSample sample{{1.0, 3.0}, {2.0}};
  const FittedFamily exponential = *fit_by_likelihood("exponential", sample);  // mean 6 / 2
  const auto cdf = [](double x) { return 1 - std::exp(-x / 3); };
  const double expected = std::max({cdf(1), 1.0 / 3 - cdf(1), cdf(3) - 1.0 / 3, 1 - cdf(3)});
  EXPECT_NEAR(ks_distance(exponential.law, sample), expected, 1e-12);
}

// A constant's cdf jumps where that of the sample does: they are the same function. There is nothing to bootstrap.
TEST(Goodness, AConstantIsNowhereOffItsOwnValues) {
  const FitSample same{{2.0, 2.0, 2.0}};
  const FittedFamily constant = *fit_by_likelihood("constant", same);
  EXPECT_EQ(ks_distance(constant.law, same), 0);
  EXPECT_EQ(ks_distance(constant.law, FitSample{{2.0, 2.0}, {1.0}}), 0);
  const Goodness found = goodness_of(constant, same, 1, 1);
  EXPECT_EQ(found.distance, 0);
  EXPECT_TRUE(std::isnan(found.p));
  EXPECT_EQ(found.n, 0U);
  EXPECT_EQ(ks_distance(FittedLaw{Distribution::constant(2.0)}, FitSample{{1.0, 2.0, 2.0, 3.0}}), 0.25);
  EXPECT_EQ(ks_distance(FittedLaw{Distribution::constant(0)}, FitSample{{1.0, 2.0}}), 1);
}

TEST(Tail, IndexOfAParetoIsItsShape) {
  std::vector<double> values = drawn(law("pareto", {{"min", 1.0}, {"shape", 1.7}}), 20'000, 5);
  std::sort(values.begin(), values.end());
  const TailIndex tail = tail_index(values);
  EXPECT_EQ(tail.values, 1000U);
  EXPECT_NEAR(tail.index, 1.7, normal_limit * tail.standard_error);
  EXPECT_TRUE(std::isnan(tail_index(std::vector<double>{1, 2, 3}).index));
}

TEST(RobustLine, IsLeastSquaresByHandAndHardlyMovedByAFewFarPoints) {
  const std::vector<double> x{1, 2, 3, 4}, y{2, 3, 5, 6};  // slope 7 / 5, through (2.5, 4)
  EXPECT_NEAR(least_squares(x, y).slope, 1.4, 1e-12);
  EXPECT_NEAR(least_squares(x, y).intercept, 0.5, 1e-12);
  EXPECT_NEAR(least_squares(x, y).slope_error, std::sqrt(0.2 / 2 / 5), 1e-12);
  EXPECT_THROW((void)robust_line(std::vector<double>{1, 1, 1}, std::vector<double>{1, 2, 3}), std::domain_error);
  double chi = 0;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const std::vector<double> at = drawn(law("uniform", {{"min", 0}, {"max", 100}}), 400, seed);
    const std::vector<double> noise = drawn(law("gamma", {{"mean", 8.0}, {"cv", 0.25}}), 400, seed + 500);
    std::vector<double> value(400);
    for (std::size_t i = 0; i < 400; ++i) value[i] = 3 + 0.5 * at[i] + noise[i] - 8 + (i % 20 == 0 ? 300 : 0);
    const Line line = robust_line(at, value);
    const double z = (line.slope - 0.5) / line.slope_error;
    chi += z * z;
    EXPECT_GE(line.far, 20U);
  }
  // Chi-square(50): beyond 118 with probability below 1e-6.
  EXPECT_LT(chi, 118);
}

}  // namespace
}  // namespace busyhour
