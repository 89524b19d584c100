#include "busyhour/theory/queues.hpp"

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <limits>

#include "busyhour/theory/erlang.hpp"
#include "theory/support.hpp"

namespace busyhour {
namespace {

using testing::Digits;
using Quadrature = boost::math::quadrature::gauss_kronrod<double, 31>;

TEST(BoundedQueue, AgreesWithPublishedValues) {
  // Octave `queueing`: qsmmmk(lambda, mu, m, K), qsmm1k.
  EXPECT_NEAR(mmck({10, 10, 1}, 20).rejected, .0682118204689, 5e-14);
  EXPECT_NEAR(mmck({10, 10, 1}, 20).response_time, 1.40262907474, 5e-12);
  EXPECT_NEAR(mmck({4, 5, 1}, 8).rejected, .251239878852, 5e-13);
  EXPECT_NEAR(mmck({4, 5, 1}, 8).response_time, 1.54975072241, 5e-12);
  EXPECT_NEAR(mmck({1, .9, 1}, 10).rejected, .0508137313274, 5e-14);
  EXPECT_NEAR(mmck({1, .9, 1}, 10).response_time, 4.64660067212, 5e-12);
  EXPECT_NEAR(mmck({1, 1.2, 1}, 10).rejected, .192586495127, 5e-13);
  // Its own tests: qsmmmk(40, 30, 3, 7) and (50, 10, 4, 6).
  EXPECT_NEAR(mmck({3, 40, 1 / 30.0}, 7).response_time, .036517, 5e-7);
  EXPECT_NEAR(mmck({4, 50, 1 / 10.0}, 6).rejected, .293543, 5e-7);
  // simmer, vignette 06: M/M/2/3, lambda 3, mu 4.
  EXPECT_NEAR(mmck({2, 3, .25}, 3).mean_inside, .7623400366, 5e-11);
  EXPECT_NEAR(mmck({2, 3, .25}, 3).rejected, .0493601463, 5e-11);
}

struct Bounded {
  OpenSystem system;
  std::int64_t capacity;
};
const std::vector<Bounded> bounded{
    {{1, .9, 1}, 10}, {{4, 5, 1}, 8}, {{4, 400, 1}, 4}, {{10, 10, 1}, 200}, {{30, .5, 2}, 40}};

TEST(BoundedQueue, IsItsChain) {
  for (const Bounded& each : bounded) {
    const OpenSystem& system = each.system;
    const std::int64_t capacity = each.capacity, c = system.slots;
    const auto shares = testing::chain(
        capacity, [&](std::int64_t) { return Digits{system.rate}; },
        [&](std::int64_t n) { return std::min(n, c) / Digits{system.hold}; });
    const Digits let_in = 1 - shares.back();
    Digits line = 0, queued = 0, late = 0, held = 0, full = 0;
    for (std::int64_t n = 0; n <= capacity; ++n) {
      const Digits& share = shares[static_cast<std::size_t>(n)];
      held += std::min(n, c) * share;
      if (n >= c) full += share, line += (n - c) * share;
      if (n < c || n == capacity) continue;
      queued += share / let_in;
      late += share / let_in * testing::erlang_above(n - c + 1, Digits{c} / Digits{system.hold}, Digits{.75});
    }
    const QueueFigures figures = mmck(system, capacity);
    EXPECT_WITHIN(1e-14, shares.back(), figures.rejected);
    EXPECT_WITHIN(1e-14, full, figures.full_time);
    EXPECT_WITHIN(1e-14, line, figures.mean_queue + (capacity == c ? 1e-300 : 0));
    EXPECT_WITHIN(1e-14, Digits{line + held}, figures.mean_inside);
    EXPECT_WITHIN(1e-14, Digits{held / c}, figures.slot_use);
    EXPECT_WITHIN(1e-14, queued, figures.queued);
    EXPECT_WITHIN(1e-13, late, mmck_wait_above(system, capacity, .75));
    EXPECT_EQ(mmck_wait_above(system, capacity, 1e9), 0);
  }
}

TEST(BoundedQueue, WaitsHaveTheirMeanAndTheirPercentiles) {
  const OpenSystem system{4, 5, 1};
  const double mean = Quadrature::integrate([&](double t) { return mmck_wait_above(system, 8, t); }, 0.0,
                                            std::numeric_limits<double>::infinity(), 12, 1e-12);
  EXPECT_WITHIN(1e-10, mmck(system, 8).queue_wait, mean);
  for (const double share : {.5, .95, .99999})
    EXPECT_WITHIN(1e-10, 1 - share, mmck_wait_above(system, 8, mmck_wait_percentile(system, 8, share)));
  EXPECT_EQ(mmck_wait_percentile(system, 8, .1), 0);
  EXPECT_EQ(mmck_wait_percentile(system, 4, .9), 0);
}

TEST(BoundedQueue, ManySlots) {
  // The loss system and the endless line at its two ends.
  EXPECT_WITHIN(1e-14, erlang_b(100'000, 99'000), mmck({100'000, 99'000, 1}, 100'000).rejected);
  EXPECT_WITHIN(1e-12, mmc({10'000, 9'900, 1}).queue_wait, mmck({10'000, 9'900, 1}, 20'000).queue_wait);
  EXPECT_WITHIN(1e-12, mmc_wait_above({10'000, 9'900, 1}, .05), mmck_wait_above({10'000, 9'900, 1}, 20'000, .05));
}

TEST(AnyHolds, AgreeWithPublishedValues) {
  // Octave `queueing`: qsmg1, Pollaczek-Khinchin.
  EXPECT_NEAR(mg1(.8, 1, 0).response_time, 3, 1e-14);
  EXPECT_NEAR(mg1(.8, 1, 0).mean_inside, 2.4, 1e-14);
  EXPECT_NEAR(mg1(.7, 1, 2).response_time, 6.8333333333333333, 1e-14);
  EXPECT_NEAR(mg1(.7, 1, 2).mean_inside, 4.7833333333333333, 1e-14);
  EXPECT_WITHIN(1e-14, mmc({1, .7, 1}).queue_wait, mg1(.7, 1, 1).queue_wait);
}

/// Erlang's sum, (1 - rho) sum over k <= x of (rho (k - x))^k e^(-rho (k - x)) / k!, with digits enough to survive it.
template <class Number>
double constant_wait_above(double load, double x) {
  Number sum = 0, factorial = 1;
  for (int k = 0; k <= x; ++k) {
    if (k > 0) factorial *= k;
    const Number z = Number{load} * (Number{x} - k);
    sum += (k % 2 == 0 ? Number{1} : Number{-1}) * pow(z, k) * exp(z) / factorial;
  }
  return static_cast<double>(1 - (1 - Number{load}) * sum);
}

TEST(ConstantHolds, AreErlangsAlternatingSum) {
  for (const double load : {.001, .2, .8, .95, .999})
    for (const double x : {0.0, .25, .999, 1.0, 1.5, 2.0, 7.75, 30.0})
      EXPECT_WITHIN(1e-12, constant_wait_above<testing::Float<200>>(load, x), md1_wait_above(load, 1, x))
          << load << ' ' << x;
}

TEST(ConstantHolds, FarTails) {
  for (const auto& [load, x] : {std::pair{.8, 200.0}, {.95, 300.5}, {.5, 90.0}})
    EXPECT_WITHIN(1e-12, constant_wait_above<testing::Float<400>>(load, x), md1_wait_above(load / 2, 2, 2 * x)) << load;
}

TEST(ConstantHolds, TheGeometricTailContinuesTheWeights) {
  // Beyond 4096 holds the tail is a geometric series; the weights up to there are checked above. One hold more is one
  // factor more, on both sides of the seam.
  for (const double load : {.99, .999}) {
    const double step = md1_wait_above(load, 1, 4000.5) / md1_wait_above(load, 1, 3999.5);
    EXPECT_WITHIN(1e-13, step, md1_wait_above(load, 1, 4096.5) / md1_wait_above(load, 1, 4095.5));
    EXPECT_WITHIN(1e-13, step, md1_wait_above(load, 1, 9000.5) / md1_wait_above(load, 1, 8999.5));
    EXPECT_WITHIN(1e-10, std::pow(step, 6000), md1_wait_above(load, 1, 9000.5) / md1_wait_above(load, 1, 3000.5));
  }
}

TEST(ConstantHolds, HaveTheirMeanAndTheirPercentiles) {
  for (const double load : {.3, .9}) {
    double mean = 0;  // the distribution has a corner at each whole number
    for (int n = 0; n < 200; ++n)
      mean += Quadrature::integrate([&](double t) { return md1_wait_above(load, 1, t); }, n, n + 1.0, 0, 1e-12);
    EXPECT_WITHIN(1e-12, mg1(load, 1, 0).queue_wait, mean);
    for (const double share : {.8, .99, .999999})
      EXPECT_WITHIN(1e-9, 1 - share, md1_wait_above(load, 1, md1_wait_percentile(load, 1, share)));
  }
  EXPECT_EQ(md1_wait_percentile(.3, 1, .7), 0);
  EXPECT_EQ(md1_wait_above(.3, 1, std::numeric_limits<double>::infinity()), 0);
}

TEST(Queues, RefuseWhatHasNoAnswer) {
  EXPECT_REFUSED(mmck({4, 1, 1}, 3));
  EXPECT_REFUSED(mmck({4, -1, 1}, 5));
  EXPECT_REFUSED(mmck_wait_above({4, 1, 1}, 5, std::nan("")));
  EXPECT_REFUSED(mmck_wait_percentile({4, 1, 1}, 5, 1));
  EXPECT_REFUSED(mg1(1, 1, 0));
  EXPECT_REFUSED(mg1(.5, 1, -1));
  EXPECT_REFUSED(md1_wait_above(1, 1, 1));
  EXPECT_REFUSED(md1_wait_percentile(.5, 1, -.1));
}

}  // namespace
}  // namespace busyhour
