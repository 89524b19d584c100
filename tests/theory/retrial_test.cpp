#include "busyhour/theory/retrial.hpp"

#include <boost/math/special_functions/hypergeometric_pFq.hpp>

#include "busyhour/theory/engset.hpp"
#include "busyhour/theory/machine_repair.hpp"
#include "theory/retrial_chain.hpp"
#include "theory/support.hpp"

namespace busyhour {
namespace {

using testing::RetrialMatrix;

RetrialMatrix matrix_of(const ClosedSystem& system, double backoff, std::int64_t sources) {
  return {system.slots, std::max<std::int64_t>(0, sources - system.slots), system.hold, backoff,
          [=](std::int64_t i, std::int64_t j) {
            return static_cast<double>(std::max<std::int64_t>(0, sources - i - j)) / system.think;
          }};
}
RetrialMatrix matrix_of(const OpenSystem& system, double backoff, std::int64_t levels) {
  return {system.slots, levels, system.hold, backoff, [=](std::int64_t, std::int64_t) { return system.rate; }};
}

RetrialFigures figures_of(const RetrialMatrix& matrix) {
  const Eigen::VectorXd shares = matrix.stationary();
  RetrialFigures figures;
  double asked = 0, refused_first = 0, refused_again = 0, held = 0;
  for (std::int64_t i = 0; i <= matrix.slots; ++i)
    for (std::int64_t j = 0; j <= matrix.levels; ++j) {
      const double share = shares[matrix.state(i, j)], asks = matrix.requests(i, j) * share;
      held += static_cast<double>(i) * share;
      figures.mean_backing_off += static_cast<double>(j) * share;
      asked += asks;
      if (i < matrix.slots) continue;
      figures.full_time += share;
      refused_first += asks;
      refused_again += static_cast<double>(j) / matrix.backoff * share;
    }
  figures.throughput = held / matrix.hold;
  figures.slot_use = held / static_cast<double>(matrix.slots);
  figures.first_attempt_rejected = refused_first / asked;
  figures.attempts_per_request = 1 + (refused_first + refused_again) / asked;
  figures.attempt_rejected = 1 - 1 / figures.attempts_per_request;
  figures.added_delay = figures.mean_backing_off / asked;
  return figures;
}

void expect_same(const RetrialFigures& expected, const RetrialFigures& actual, double within) {
  EXPECT_WITHIN(within, expected.throughput, actual.throughput);
  EXPECT_WITHIN(within, expected.slot_use, actual.slot_use);
  EXPECT_WITHIN(within, expected.full_time, actual.full_time);
  EXPECT_WITHIN(within, expected.mean_backing_off, actual.mean_backing_off);
  EXPECT_WITHIN(within, expected.first_attempt_rejected, actual.first_attempt_rejected);
  EXPECT_WITHIN(within, expected.attempt_rejected, actual.attempt_rejected);
  EXPECT_WITHIN(within, expected.attempts_per_request, actual.attempts_per_request);
  EXPECT_WITHIN(within, expected.added_delay, actual.added_delay);
}

struct Case {
  ClosedSystem system;
  double backoff;
};
const std::vector<Case> cases{{{1, 2, 1, 49}, 49},     {{1, 4, 1, 9}, .5},    {{4, 8, 2.5, 7.5}, 1},
                              {{4, 8, 2.5, 7.5}, .01}, {{3, 30, 2, 20}, 100}, {{12, 60, 1, 5}, .25},
                              {{10, 12, 3, 1}, 2},     {{1, 6, 1, .5}, 5}};

TEST(ClosedRetrial, AgreesWithPublishedValues) {
  // One slot, two sources, duty 2 %, backoff = think, by hand: with x = P(one held, other thinking) and y = P(one held,
  // other backing off), y = x alpha + y / 2, so first = alpha x / (x + y) = alpha / (1 + 2 alpha) = 1/51; per attempt
  // 1/50.
  EXPECT_WITHIN(1e-14, 1 / 51.0, retrial(ClosedSystem{1, 2, 1, 49}, 49).first_attempt_rejected);
  EXPECT_WITHIN(1e-14, 1 / 50.0, retrial(ClosedSystem{1, 2, 1, 49}, 49).attempt_rejected);
  // Simulated: duty 10 %, four sources, backoff half a hold; and a fifth of that.
  EXPECT_NEAR(retrial(ClosedSystem{1, 4, 1, 9}, .5).added_delay, .548, 5e-4);
  EXPECT_NEAR(retrial(ClosedSystem{1, 4, 1, 9}, .5).first_attempt_rejected, .288, 5e-4);
  EXPECT_NEAR(retrial(ClosedSystem{1, 4, 1, 9}, .1).attempt_rejected, .80, 5e-3);
}

TEST(ClosedRetrial, IsTheMatrixSolved) {
  for (const auto& [system, backoff] : cases)
    expect_same(figures_of(matrix_of(system, backoff, system.sources)), retrial(system, backoff), 1e-11);
}

TEST(ClosedRetrial, SomeHundredSources) {
  const ClosedSystem system{40, 200, 2.5, 7.5};
  expect_same(figures_of(matrix_of(system, 1, 200)), retrial(system, 1), 1e-10);
}

/// A caller that backs off as long as it thinks asks again like a fresh one: Engset's system under another name.
TEST(ClosedRetrial, BackoffLikeThinkingIsEngset) {
  for (const auto& [slots, sources, think] :
       {std::tuple{1, 2, 49.0}, {4, 8, 3.0}, {100, 500, 3.0}, {1000, 10'000, 9.5}}) {
    const EngsetFigures lost = engset(slots, sources, 1 / think);
    const RetrialFigures figures = retrial(ClosedSystem{slots, sources, 1, think}, think);
    EXPECT_WITHIN(1e-12, lost.call_congestion, figures.attempt_rejected);
    EXPECT_WITHIN(1e-12, lost.time_congestion, figures.full_time);
    EXPECT_WITHIN(1e-12, lost.carried_load, figures.slot_use * slots);
  }
}

/// Callers that try again at once are a line, served in random order: the mean wait is that of the line.
TEST(ClosedRetrial, ShortBackoffsAreALine) {
  for (const auto& [slots, sources] : {std::pair{1, 4}, {4, 8}, {50, 120}}) {
    const ClosedSystem system{slots, sources, 2.5, 7.5};
    const QueueFigures line = machine_repair(system);
    const double once = retrial(system, 1e-7).added_delay - line.queue_wait;
    const double half = retrial(system, 5e-8).added_delay - line.queue_wait;
    EXPECT_LT(once, 1e-5 * line.queue_wait);
    EXPECT_NEAR(once / half, 2, 1e-3);  // and what is left is proportional to the backoff
  }
}

TEST(ClosedRetrial, EveryRejectionIsOneBackoff) {
  for (const auto& [system, backoff] : cases) {
    const RetrialFigures figures = retrial(system, backoff);
    EXPECT_WITHIN(1e-12, figures.added_delay / backoff, figures.attempts_per_request - 1);
    EXPECT_WITHIN(1e-13, 1 / figures.attempts_per_request, 1 - figures.attempt_rejected);
    // A source's cycle: think, delay, hold.
    EXPECT_WITHIN(1e-13, static_cast<double>(system.sources) / (system.think + figures.added_delay + system.hold),
                  figures.throughput);
  }
}

TEST(ClosedRetrial, NobodyIsRefusedWithASlotForEach) {
  const RetrialFigures figures = retrial(ClosedSystem{9, 6, 1, 3}, 1);
  EXPECT_EQ(figures.first_attempt_rejected, 0);
  EXPECT_EQ(figures.added_delay, 0);
  EXPECT_EQ(figures.attempts_per_request, 1);
  EXPECT_EQ(figures.full_time, 0);
  EXPECT_WITHIN(1e-15, 6 / 4.0 / 9, figures.slot_use);
  EXPECT_WITHIN(1e-14, std::pow(.25, 6), retrial(ClosedSystem{6, 6, 1, 3}, 1).full_time);
  EXPECT_EQ(retrial_delay_above(ClosedSystem{9, 6, 1, 3}, 1, 0), 0);
  EXPECT_EQ(retrial_delay_percentile(ClosedSystem{9, 6, 1, 3}, 1, .999), 0);
}

/// The others as one caller leaves them when it is rejected: all slots held, j backing off.
Eigen::VectorXd left_behind(const RetrialMatrix& all, const RetrialMatrix& others) {
  const Eigen::VectorXd shares = all.stationary();
  double asked = 0;
  for (std::int64_t i = 0; i <= all.slots; ++i)
    for (std::int64_t j = 0; j <= all.levels; ++j) asked += shares[all.state(i, j)] * all.requests(i, j);
  Eigen::VectorXd start = Eigen::VectorXd::Zero(others.states());
  for (std::int64_t j = 0; j <= others.levels; ++j)
    start[others.state(all.slots, j)] = shares[all.state(all.slots, j)] * all.requests(all.slots, j) / asked;
  return start;
}

TEST(ClosedRetrial, DelaysAreTheChainSteppedThrough) {
  const std::vector<double> times{.01, .3, 1, 4, 15, 60};
  for (const auto& [system, backoff] : cases) {
    if (system.sources > 40) continue;
    const RetrialMatrix others = matrix_of(system, backoff, system.sources - 1);
    const auto start = left_behind(matrix_of(system, backoff, system.sources), others);
    const std::vector<double> expected = others.still_backing_off(start, times);
    for (std::size_t i = 0; i < times.size(); ++i)
      EXPECT_NEAR(expected[i], retrial_delay_above(system, backoff, times[i]), 2e-10) << backoff << ' ' << times[i];
    EXPECT_NEAR(start.sum(), retrial_delay_above(system, backoff, 0), 1e-12);
  }
}

TEST(ClosedRetrial, DelaysHaveTheirPercentiles) {
  const ClosedSystem system{4, 8, 2.5, 7.5};
  for (const double share : {.95, .99, .9999})
    EXPECT_NEAR(1 - share, retrial_delay_above(system, 1, retrial_delay_percentile(system, 1, share)), 1e-10);
  EXPECT_EQ(retrial_delay_percentile(system, 1, .5), 0);
}

TEST(OpenRetrial, OneSlotIsTheClosedForm) {
  // Falin & Templeton, Retrial Queues (1997): E[backing off] = rho^2 / (1 - rho) + (lambda / theta) rho / (1 - rho).
  for (const double rho : {.1, .5, .9, .99})
    for (const double backoff : {.01, 1.0, 30.0}) {
      const RetrialFigures figures = retrial(OpenSystem{1, rho / 2, 2}, backoff);
      const double expected = rho * rho / (1 - rho) + rho / 2 * backoff * rho / (1 - rho);
      EXPECT_WITHIN(1e-11, expected, figures.mean_backing_off);
      expect_same(retrial_mg1(rho / 2, 2, 1, backoff), figures, 1e-11);
    }
}

/// M/M/2 with retries has a hypergeometric solution (Falin & Templeton). With unit holds, requests at rate a and
/// retries at rate r, the generating functions of the callers backing off are p0 = K F(alpha, beta; gamma; a z / 2),
/// p1 = a p0 + r z p0', p2 = (r / a)(p0' + p1') with none, one and both slots held.
TEST(OpenRetrial, TwoSlotsAreHypergeometric) {
  for (const double a : {.2, 1.0, 1.9})
    for (const double r : {.1, 1.0, 20.0}) {
      const double root = std::sqrt(1 + 4 * a);
      const double alpha = (1 + 2 * a + root) / (2 * r), beta = (1 + 2 * a - root) / (2 * r),
                   gamma = (2 + 3 * a + 2 * r) / (2 * r);
      // F and its first three derivatives in z at z = 1.
      std::vector<double> f;
      double factor = 1;
      for (int k = 0; k < 4; ++k) {
        f.push_back(factor * boost::math::hypergeometric_pFq({alpha + k, beta + k}, {gamma + k}, a / 2));
        factor *= (alpha + k) * (beta + k) / (gamma + k) * a / 2;
      }
      const double p1 = a * f[0] + r * f[1], p1_slope = (a + r) * f[1] + r * f[2],
                   p1_bend = (a + 2 * r) * f[2] + r * f[3];
      const double p2 = r / a * (f[1] + p1_slope), p2_slope = r / a * (f[2] + p1_bend);
      const double total = f[0] + p1 + p2;
      const RetrialFigures figures = retrial(OpenSystem{2, a, 1}, 1 / r);
      EXPECT_WITHIN(1e-9, p2 / total, figures.first_attempt_rejected) << a << ' ' << r;
      EXPECT_WITHIN(1e-9, (f[1] + p1_slope + p2_slope) / total, figures.mean_backing_off) << a << ' ' << r;
    }
}

TEST(OpenRetrial, MoreSlotsAreTheMatrixSolved) {
  for (const auto& [system, backoff] :
       {std::pair{OpenSystem{3, 2, 1}, 1.0}, {OpenSystem{5, 2, 2}, .1}, {OpenSystem{10, 1.6, 5}, 4.0}}) {
    const RetrialFigures figures = retrial(system, backoff);
    expect_same(figures_of(matrix_of(system, backoff, 400)), figures, 1e-10);
    EXPECT_WITHIN(1e-13, system.rate * system.hold, figures.slot_use * static_cast<double>(system.slots));
  }
}

TEST(OpenRetrial, DelaysAreTheChainSteppedThrough) {
  const std::vector<double> times{.1, 1, 5, 20};
  for (const auto& [system, backoff] : {std::pair{OpenSystem{1, .6, 1}, 1.0}, {OpenSystem{4, 2.5, 1}, .3}}) {
    const RetrialMatrix chain = matrix_of(system, backoff, 150);
    const std::vector<double> expected = chain.still_backing_off(left_behind(chain, chain), times);
    for (std::size_t i = 0; i < times.size(); ++i)
      EXPECT_NEAR(expected[i], retrial_delay_above(system, backoff, times[i]), 2e-10);
  }
  const OpenSystem system{4, 2.5, 1};
  EXPECT_NEAR(.01, retrial_delay_above(system, .3, retrial_delay_percentile(system, .3, .99)), 1e-10);
}

TEST(Retrial, RefusesWhatHasNoAnswer) {
  EXPECT_REFUSED(retrial(OpenSystem{1, 1, 1}, 1));
  EXPECT_REFUSED(retrial(OpenSystem{1, .5, 1}, 0));
  EXPECT_REFUSED(retrial(ClosedSystem{1, 4, 1, 0}, 1));
  EXPECT_REFUSED(retrial(ClosedSystem{1, 4, 1, 1}, std::nan("")));
  EXPECT_REFUSED(retrial(ClosedSystem{0, 4, 1, 1}, 1));
  EXPECT_REFUSED(retrial_delay_above(ClosedSystem{1, 4, 1, 1}, 1, -1));
  EXPECT_REFUSED(retrial_delay_percentile(ClosedSystem{1, 4, 1, 1}, 1, 1));
  EXPECT_REFUSED(retrial_mg1(1, 1, 1, 1));
  EXPECT_REFUSED(retrial_mg1(.5, 1, -1, 1));
}

}  // namespace
}  // namespace busyhour
