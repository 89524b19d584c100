// A log of more rows than are kept: a random sample of them is fitted, and it says so.
#include <gtest/gtest.h>

#include <cmath>

#include "busyhour/experiment/fit.hpp"
#include "busyhour/random/draw.hpp"
#include "scenario/files_for_test.hpp"

namespace busyhour {
namespace {

// The second half is slower, so that a sample of the first rows only would be found out.
TEST(FitLarge, KeepsARandomSampleOfTheRows) {
  constexpr std::uint32_t n = 1'300'000;
  std::string text = "duration_s\n";
  text.reserve(std::size_t{9} * n);
  for (std::uint32_t i = 0; i < n; ++i) {
    Draw draw{Place{1, 0, 0}, Purpose{1}, i};
    const double x = (i < n / 2 ? 1 : 3) * Distribution{detail::Exponential{1}}(draw);
    text += std::to_string(x + 1e-5) + "\n";
  }
  const TestFolder folder;
  const FitResult fit = fit_log(folder.write("log.csv", text), {});
  EXPECT_EQ(fit.log.rows, n);
  EXPECT_EQ(fit.kept, std::size_t{1} << 20U);
  ASSERT_FALSE(fit.warnings.empty());
  EXPECT_EQ(fit.warnings.front(), "durations and sizes are fitted to a random sample of 1048576 of the 1300000 rows");
  const FittedQuantity& q = *fit.find("duration");
  // Mean 2 and, of half exponentials of mean 1 and half of 3, a variance of (2 + 18) / 2 - 4 = 6.
  EXPECT_NEAR(q.mean, 2, 4.9 * std::sqrt(6.0 / n) + 1e-4);
  EXPECT_EQ(q.best().family, "hyperexponential");
  for (const ParameterEstimate& p : q.best().parameters) {
    const double truth = p.name == "p1" ? 0.5 : p.name == "mean1" ? 1 : 3;
    EXPECT_NEAR(p.value, truth, 4.9 * p.standard_error + 1e-4) << p.name;
  }
}

}  // namespace
}  // namespace busyhour
