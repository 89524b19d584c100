/// The exact answers used as truth are themselves checked against published numbers and identities.
#include "chains.hpp"

#include <gtest/gtest.h>

namespace busyhour::testing {
namespace {

// octave-queueing 1.2.7, erlangb and engset: values of its documentation and of its own run.
TEST(Chains, ErlangB) {
  EXPECT_NEAR(erlang_b(10, 10), .214582343107, 1e-12);
  EXPECT_NEAR(erlang_b(15, 20), .329996927419, 1e-12);
  EXPECT_NEAR(erlang_b(100, 80), .00399202860455, 1e-13);
  EXPECT_NEAR(erlang_b(4, 3), .206106870229, 1e-12);
}

TEST(Chains, Engset) {
  // p(4 of 4 busy), alpha = 1/3: (1/4)^4; five sources are seen as four. With six the same chain's time congestion of
  // five sources.
  EXPECT_NEAR(engset(1.0 / 3, 4, 5), 1.0 / 256, 1e-15);
  EXPECT_NEAR(engset(1.0 / 3, 4, 6), engset_time(1.0 / 3, 4, 5), 1e-15);
  // One slot: B = (N - 1) alpha / (1 + (N - 1) alpha). N = 4, p = 10 %: alpha = 1/9, B = 1/4.
  EXPECT_NEAR(engset(1.0 / 9, 1, 4), .25, 1e-15);
  // p = 2 % and 20 % with three others: 5.769 % and 42.86 % (theory.md 3.5).
  EXPECT_NEAR(engset(.02 / .98, 1, 4), .05769, 5e-6);
  EXPECT_NEAR(engset(.25, 1, 4), 3.0 / 7, 1e-15);
  // Many sources of little traffic each are Erlang's: N alpha / (1 + alpha) -> 3.
  EXPECT_NEAR(engset(3.0 / 1e7, 4, 10000000), erlang_b(4, 3), 1e-6);
}

// octave-queueing, qsmmmk: (lambda, mu, m, K) -> pK and R = wait + 1 / mu.
TEST(Chains, BoundedQueue) {
  const Bounded a = bounded_queue(10, 20, 10, 1), b = bounded_queue(4, 8, 5, 1);
  EXPECT_NEAR(a.lost, .0682118204689, 1e-12);
  EXPECT_NEAR(a.wait + 1, 1.40262907474, 1e-11);
  EXPECT_NEAR(b.lost, .251239878852, 1e-12);
  EXPECT_NEAR(b.wait + 1, 1.54975072241, 1e-11);
  EXPECT_NEAR(bounded_queue(1, 10, 1.2, 1).lost, .192586495127, 1e-12);
}

TEST(Chains, StationaryLawOfABirthAndDeathChain) {
  // Rates 0 -> 1: 1, 1 -> 2: 2, 1 -> 0: 3, 2 -> 1: 4: p ~ 1, 1/3, 1/6.
  const auto p = stationary({{0, 1, 0}, {3, 0, 2}, {0, 4, 0}});
  EXPECT_NEAR(p[0], 6.0 / 9, 1e-15);
  EXPECT_NEAR(p[1], 2.0 / 9, 1e-15);
  EXPECT_NEAR(p[2], 1.0 / 9, 1e-15);
}

// A source that pauses as long after a refusal as it thinks after a service is an Engset source: the attempts of both
// kinds together.
TEST(Chains, BackoffLikeThinkingIsEngset) {
  for (const int c : {1, 2, 4}) {
    for (const int N : {c + 1, c + 3, c + 8}) {
      EXPECT_NEAR(retrial(c, N, 2.5, 7.5, 7.5).attempt_rejected, engset(1.0 / 3, c, N), 1e-13)
          << c << " slots, " << N << " sources";
    }
  }
  // The first attempts differ: N = 2, p = 2 %: 0.0196078 against 0.02 (theory.md 3.6).
  EXPECT_NEAR(retrial(1, 2, .02, .98, .98).first_rejected, .0196078, 5e-8);
  EXPECT_NEAR(engset(.02 / .98, 1, 2), .02, 1e-15);
}

// theory.md 3.6: N = 4, p = 10 %, pause 0.5: mean delay .548, first attempts .288; pause 0.1: 80 % of attempts, 29 % of
// first ones, .40.
TEST(Chains, RetryUntilAdmitted) {
  const Retrial slow = retrial(1, 4, 1, 9, .5), fast = retrial(1, 4, 1, 9, .1);
  EXPECT_NEAR(slow.delay, .548, 5e-4);
  EXPECT_NEAR(slow.first_rejected, .288, 5e-4);
  EXPECT_NEAR(fast.attempt_rejected, .80, 5e-3);
  EXPECT_NEAR(fast.first_rejected, .29, 5e-3);
  EXPECT_NEAR(fast.delay, .40, 5e-3);
}

// Pauses: each refusal costs one, so the mean delay is the pause times the refusals of a request; without pauses the
// orbit is a queue.
TEST(Chains, RetryIdentities) {
  for (const int c : {1, 3}) {
    for (const double b : {.05, .5, 4.0}) {
      const Retrial r = retrial(c, 7, 1.5, 6, b);
      const double refusals =
          r.attempt_rejected / (1 - r.attempt_rejected);  // of a request that is admitted in the end
      EXPECT_NEAR(r.delay, b * refusals, 1e-12);
      EXPECT_NEAR(r.slot_use * c, 7 * 1.5 / (1.5 + 6 + r.delay), 1e-12);  // Little, for the slots
    }
    EXPECT_NEAR(retrial(c, 7, 1.5, 6, 1e-7).delay, Repair(c, 7, 1.5, 6).wait(), 1e-6);
  }
}

TEST(Chains, MachineRepair) {
  const Repair one(1, 4, 1, 9);
  EXPECT_NEAR(one.wait(), .358, 5e-4);  // theory.md 3.10
  // The mean is the integral of P(W > t): trapezoid over 40 means.
  double area = 0;
  for (int i = 0; i < 40000; ++i) area += 1e-3 * (one.longer(i * 1e-3) + one.longer((i + 1) * 1e-3)) / 2;
  EXPECT_NEAR(area, one.wait(), 1e-6);
  // Octave MVA of N = 100, Z = 300, S = .63, one server: R = .79425969 (methods.md, case 24).
  EXPECT_NEAR(Repair(1, 100, .63, 300).wait() + .63, .79425969, 5e-9);
  // Nobody waits with a slot each.
  EXPECT_EQ(Repair(4, 4, 1, 2).wait(), 0);
  EXPECT_EQ(Repair(4, 4, 1, 2).longer(0), 0);
}

TEST(Chains, OneSlotOfAnyServiceLaw) {
  for (const double b : {.1, .5, 3.0}) {  // exponential service: the two-dimensional chain
    const OneSlot embedded = one_slot(4, exponential_service(1), 9, b);
    const Retrial chain = retrial(1, 4, 1, 9, b);
    EXPECT_NEAR(embedded.delay, chain.delay, 1e-12);
    EXPECT_NEAR(embedded.first_rejected, chain.first_rejected, 1e-12);
  }
  EXPECT_NEAR(one_slot(4, exponential_service(1), 9, 0).delay, Repair(1, 4, 1, 9).wait(), 1e-12);
  EXPECT_NEAR(one_slot(4, exponential_service(1), 9, 0).first_rejected, Repair(1, 4, 1, 9).longer(0), 1e-12);
  // theory.md 3.6 and 3.10, there simulated: retry .407 and .765, first attempts .305 and .263; queue .199 and .596.
  EXPECT_NEAR(one_slot(4, constant_service(1), 9, .5).delay, .407, 2e-3);
  EXPECT_NEAR(one_slot(4, lognormal_service(1, 2), 9, .5).delay, .765, 5e-3);
  EXPECT_NEAR(one_slot(4, constant_service(1), 9, .5).first_rejected, .305, 1e-3);
  EXPECT_NEAR(one_slot(4, lognormal_service(1, 2), 9, .5).first_rejected, .263, 1e-3);
  EXPECT_NEAR(one_slot(4, constant_service(1), 9, 0).delay, .199, 1e-3);
  EXPECT_NEAR(one_slot(4, lognormal_service(1, 2), 9, 0).delay, .596, 5e-3);
}

}  // namespace
}  // namespace busyhour::testing
