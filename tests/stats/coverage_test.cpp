#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>

#include "stats/experiments.hpp"

// A thousand experiments a case. If a case's true coverage lies within the goal, 94..96.5 %, then a seed fails it with
// probability 1e-6 at each end, 1e-5 for all of them; the seed is fixed. `coverage_study` measures more finely.

namespace busyhour::experiments {
namespace {

constexpr std::size_t experiments = 1000;
constexpr double false_alarm = 1e-6;

struct Goal {
  double least = 0.94, most = 0.965;
};

void expect_coverage(const std::string& name, std::size_t replications, Goal goal = {}) {
  const std::vector<Case> cases = all_cases();
  const auto found = std::find_if(cases.begin(), cases.end(), [&](const Case& c) { return c.name == name; });
  ASSERT_NE(found, cases.end()) << name;
  const Coverage coverage = cover(*found, replications, experiments, 1'000'000);
  const auto covered = static_cast<double>(coverage.covered);
  const boost::math::binomial least{experiments, goal.least}, most{experiments, goal.most};  // most = 1: no upper goal
  EXPECT_GT(boost::math::cdf(least, covered), false_alarm) << name << ": " << covered;
  EXPECT_GT(boost::math::cdf(boost::math::complement(most, covered - 1)), false_alarm) << name << ": " << covered;
  EXPECT_EQ(coverage.without, 0U);
}

TEST(Coverage, Shares) {
  expect_coverage("binomial, n = 200, p = 0.1", 5);
  expect_coverage("binomial, n = 1000, p = 0.99", 10);
  expect_coverage("beta-binomial, p = 0.02, design effect 6.0", 10);
  expect_coverage("time on, on 1 and off 49 on average", 10);
  expect_coverage("M/M/1 waits above a limit, load 0.5, p = 0.3", 10);
}

TEST(Coverage, FewEventsAreCoveredAtLeastAsOften) {
  constexpr Goal at_least{.least = 0.94, .most = 1};
  expect_coverage("Poisson, 4 events in all", 10, at_least);
  expect_coverage("Poisson, 8 events in all", 30, at_least);
}

TEST(Coverage, Means) {
  expect_coverage("M/M/1 waits, load 0.5, 2000 customers", 10);
  expect_coverage("exponential, 20 each", 5);
  expect_coverage("mean of normals", 5);
}

TEST(Coverage, Quantiles) {
  expect_coverage("exponential, 100 each, p95", 10);
  expect_coverage("exponential, 1000 each, p50", 5);
  expect_coverage("p95 of exponentials", 100, {.least = 0.95, .most = 1});  // binomial steps: conservative
}

}  // namespace
}  // namespace busyhour::experiments
