/// The audit behind `validate --coverage`, on a few of its systems: it counts right, and gives the same on any number
/// of threads.
#include <gtest/gtest.h>

#include <boost/math/distributions/binomial.hpp>

#include "busyhour/experiment/coverage.hpp"

namespace busyhour {
namespace {

CoverageAudit audited(const std::string& only, std::size_t experiments, std::size_t jobs = 2) {
  CoverageOptions options;
  options.only = only;
  options.experiments = experiments;
  options.jobs = jobs;
  return audit_coverage(options);
}

// If the true coverage of a row lies in the band, then it fails here with probability 1e-6 at each end.
TEST(CoverageAudit, ATokenBucketsIntervalsHoldTheTruth) {
  const CoverageAudit audit = audited("token bucket", 300);
  EXPECT_EQ(audit.systems, 1U);
  ASSERT_EQ(audit.rows.size(), 4U);
  const boost::math::binomial least{300, CoverageAudit::least}, most{300, CoverageAudit::most};
  for (const CoverageRow& row : audit.rows) {
    EXPECT_EQ(row.truth_error, 0);
    EXPECT_EQ(row.experiments, 300U);
    EXPECT_EQ(row.covered + row.truth_below + row.truth_above + row.without, 300U);
    const auto covered = static_cast<double>(row.covered);
    EXPECT_GT(boost::math::cdf(least, covered), 1e-6) << row.metric;
    EXPECT_GT(boost::math::cdf(boost::math::complement(most, covered - 1)), 1e-6) << row.metric;
  }
}

TEST(CoverageAudit, TheSameOnAnyNumberOfThreads) {
  const CoverageAudit one = audited("2 more callers", 12, 1), three = audited("2 more callers", 12, 3);
  ASSERT_EQ(one.rows.size(), three.rows.size());
  ASSERT_FALSE(one.rows.empty());
  for (std::size_t i = 0; i < one.rows.size(); ++i) {
    EXPECT_EQ(one.rows[i].covered, three.rows[i].covered);
    EXPECT_EQ(one.rows[i].half_width, three.rows[i].half_width);
  }
}

TEST(CoverageAudit, NothingIsCalledSo) { EXPECT_EQ(audited("no such system", 10).systems, 0U); }

}  // namespace
}  // namespace busyhour
