#include "busyhour/stats/warm_up.hpp"

#include <gtest/gtest.h>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace busyhour {
namespace {

/// MSER as its papers write it: for each cut, the squares about the mean of the rest over (its length)^2.
std::size_t by_definition(const std::vector<double>& series, std::size_t batch) {
  std::vector<double> means;
  for (std::size_t at = 0; at + batch <= series.size(); at += batch) {
    double sum = 0;
    for (std::size_t i = 0; i < batch; ++i) sum += series[at + i];
    means.push_back(sum / static_cast<double>(batch));
  }
  double least = std::numeric_limits<double>::infinity();
  std::size_t best = 0;
  for (std::size_t cut = 0; cut <= means.size() / 2; ++cut) {
    const auto rest = static_cast<double>(means.size() - cut);
    double mean = 0, squares = 0;
    for (std::size_t i = cut; i < means.size(); ++i) mean += means[i] / rest;
    for (std::size_t i = cut; i < means.size(); ++i) squares += (means[i] - mean) * (means[i] - mean);
    if (squares / (rest * rest) < least * (1 - 1e-12)) least = squares / (rest * rest), best = cut;
  }
  return best * batch;
}

TEST(WarmUp, CutsTheTransientAtItsEnd) {
  std::vector<double> series(100, 3.0);
  for (std::size_t i = 0; i < 20; ++i) series[i] = 40.0 - static_cast<double>(i);
  const WarmUp cut = mser(series);
  EXPECT_EQ(cut.truncate, 20U);
  EXPECT_FALSE(cut.at_limit);
}

TEST(WarmUp, KeepsAConstantSeriesWhole) {
  EXPECT_EQ(mser(std::vector<double>(50, 0.7)).truncate, 0U);
  EXPECT_FALSE(mser(std::vector<double>(50, 0.7)).at_limit);
}

TEST(WarmUp, SaysWhenNoSteadyStateWasSeen) {
  std::vector<double> growing;
  for (int i = 0; i < 100; ++i) growing.push_back(i);
  const WarmUp cut = mser(growing);
  EXPECT_EQ(cut.truncate, 50U);
  EXPECT_TRUE(cut.at_limit);
}

TEST(WarmUp, IsTheMinimumOfItsDefinition) {
  boost::random::mt19937_64 engine{42};
  boost::random::normal_distribution<> noise;
  for (int trial = 0; trial < 200; ++trial) {
    const double bias = trial % 7, decay = 1 + trial % 40;
    std::vector<double> series;
    for (int i = 0; i < 103 + trial; ++i) series.push_back(5 + bias * std::exp(-i / decay) + noise(engine));
    EXPECT_EQ(mser(series).truncate, by_definition(series, 5)) << trial;
    EXPECT_EQ(mser(series, 1).truncate, by_definition(series, 1)) << trial;
  }
}

TEST(WarmUp, RefusesWhatIsNoSeries) {
  EXPECT_THROW((void)mser(std::vector<double>(9, 1)), std::invalid_argument);
  EXPECT_THROW((void)mser(std::vector<double>(10, 1), 0), std::invalid_argument);
  EXPECT_THROW((void)mser(std::vector<double>(10, std::nan(""))), std::domain_error);
  EXPECT_EQ(mser(std::vector<double>(10, 1)).truncate, 0U);
}

TEST(MeanSeries, LeavesOutWhatNobodyObserved) {
  const double nothing = std::nan("");
  const std::vector<std::vector<double>> replications{{1, nothing, nothing, 4}, {3, 5, nothing, 6}};
  EXPECT_EQ(mean_series(replications), (std::vector<double>{2, 5, 5, 5}));
  EXPECT_EQ(mean_series(std::vector<std::vector<double>>{{nothing, nothing, 7, 8}}), (std::vector<double>{7, 7, 7, 8}));
  EXPECT_EQ(mean_series(std::vector<std::vector<double>>{{nothing, nothing}}), (std::vector<double>{0, 0}));
  EXPECT_TRUE(mean_series({}).empty());
  EXPECT_THROW((void)mean_series(std::vector<std::vector<double>>{{1}, {1, 2}}), std::invalid_argument);
}

}  // namespace
}  // namespace busyhour
