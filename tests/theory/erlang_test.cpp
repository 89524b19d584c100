#include "busyhour/theory/erlang.hpp"

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <limits>

#include "theory/support.hpp"

namespace busyhour {
namespace {

using testing::Digits;
using testing::Fraction;

/// 1 / B = 1 + c/a + c(c-1)/a^2 + ...: the same number by a sum, not by the recursion.
template <class Number>
Number loss_by_sum(std::int64_t slots, const Number& load) {
  Number term = 1, sum = 1;
  for (std::int64_t k = slots; k > 0; --k) sum += term = term * k / load;
  return Number{1} / sum;
}

TEST(ErlangB, AgreesWithPublishedValues) {
  // GNU Octave `queueing`, erlangb(A, m).
  EXPECT_NEAR(erlang_b(10, 10), .214582343107, 5e-13);
  EXPECT_NEAR(erlang_b(15, 20), .329996927419, 5e-13);
  EXPECT_NEAR(erlang_b(100, 80), .00399202860455, 5e-15);
  EXPECT_NEAR(erlang_b(4, 3), .206106870229, 5e-13);
  // simmer, vignette 07 (a pump, two classes of customers): mean number inside = load / (1 + load), load 1.0125.
  EXPECT_NEAR(erlang_b(1, 1.0125), .5031055901, 5e-11);
}

TEST(ErlangB, IsTheExactFraction) {
  for (const std::int64_t slots : {0, 1, 2, 5, 17, 60})
    for (const int eighths : {1, 5, 8, 44, 160, 1600}) {
      EXPECT_WITHIN(4e-16, loss_by_sum(slots, Fraction{eighths} / 8), erlang_b(slots, eighths / 8.0)) << slots;
    }
}

TEST(ErlangB, KeepsItsDigitsOnManySlots) {
  for (const auto& [slots, load] :
       {std::pair{1000, 900.0}, {1000, 2000.0}, {100'000, 1e5}, {100'000, 98'000.0}, {100'000, 1.5e5}})
    EXPECT_WITHIN(1e-14, loss_by_sum(slots, Digits{load}), erlang_b(slots, load)) << slots << ' ' << load;
  EXPECT_EQ(erlang_b(100'000, 1), 0);  // below the smallest double
  EXPECT_EQ(erlang_b(3, 0), 0);
  EXPECT_EQ(erlang_b(0, 0), 1);
}

TEST(ErlangB, InversesBracket) {
  for (const double load : {.01, 1.0, 10.0, 1000.0})
    for (const double loss : {1e-12, .001, .02, .5}) {
      const std::int64_t slots = erlang_b_slots(load, loss);
      EXPECT_LE(erlang_b(slots, load), loss);
      EXPECT_GT(erlang_b(slots - 1, load), loss);
      const double most = erlang_b_load(slots, loss);
      EXPECT_GE(most, load * (1 - 1e-15));
      EXPECT_WITHIN(1e-12, loss, erlang_b(slots, most));
    }
  EXPECT_EQ(erlang_b_slots(10, 1), 0);
  EXPECT_EQ(erlang_b_load(10, 0), 0);
  // 100 slots and 1 % loss: 84.1 E in the tables of Erlang B (Siemens, Telephone Traffic Theory, 1970).
  EXPECT_NEAR(erlang_b_load(100, .01), 84.1, .05);
}

TEST(ErlangC, AgreesWithPublishedValues) {
  // Octave `queueing`: erlangc(A, m), qsmmm(lambda, mu, m).
  EXPECT_NEAR(erlang_c(10, 8), .409180150796, 5e-13);
  EXPECT_NEAR(erlang_c(100, 90), .216940480906, 5e-13);
  EXPECT_NEAR(erlang_c(14, 40 / 3.0), .803211925077, 5e-13);
  EXPECT_NEAR(mmc({10, 8, 1}).response_time, 1.2045900754, 5e-11);
  EXPECT_NEAR(mmc({10, 8, 1}).mean_inside, 9.63672060319, 5e-12);
  EXPECT_NEAR(mmc({4, 3.6, 1}).response_time, 2.96938316074, 5e-12);
  EXPECT_NEAR(mmc({4, 3.6, 1}).mean_inside, 10.6897793787, 5e-11);
  // pyworkforce, README: 100 calls in 30 min of 3 min, 80 % within 20 s, at most 85 % busy.
  EXPECT_EQ(mmc_slots(100 / 1800.0, 180, 20, .8), 14);
  EXPECT_NEAR(1 - mmc_wait_above({14, 100 / 1800.0, 180}, 20), .8883500192, 5e-11);
  EXPECT_NEAR(erlang_c(14, 10), .1741319336, 5e-11);
}

/// Everything of M/M/c from its states, P(wait > t) from the Erlang times of what is found.
TEST(ErlangC, IsTheChainOfTheQueue) {
  for (const auto& [slots, load] : {std::pair{1, .8}, {2, .1}, {7, 6.5}, {40, 30.0}}) {
    const OpenSystem system{slots, load / 2.5, 2.5};
    const auto c = static_cast<std::int64_t>(slots);
    const auto shares = testing::chain(
        c + 3000, [&](std::int64_t) { return Digits{system.rate}; },
        [&](std::int64_t n) { return Digits{std::min(n, c)} / Digits{2.5}; });
    Digits waits = 0, line = 0, late = 0;
    for (std::int64_t n = c; n <= c + 3000; ++n) {
      waits += shares[static_cast<std::size_t>(n)];
      line += (n - c) * shares[static_cast<std::size_t>(n)];
      if (n < c + 1000)
        late += shares[static_cast<std::size_t>(n)] * testing::erlang_above(n - c + 1, Digits{c} / 2.5, 4);
    }
    const QueueFigures figures = mmc(system);
    EXPECT_WITHIN(1e-13, waits, figures.queued);
    EXPECT_WITHIN(1e-13, line, figures.mean_queue);
    EXPECT_WITHIN(1e-13, Digits{line / system.rate}, figures.queue_wait);
    EXPECT_WITHIN(1e-13, late, mmc_wait_above(system, 4));
  }
}

TEST(ErlangC, InversesBracket) {
  for (const double load : {.01, .99, 10.0, 1000.0})
    for (const double waiting : {1e-9, .05, .9}) {
      const std::int64_t slots = erlang_c_slots(load, waiting);
      EXPECT_LE(erlang_c(slots, load), waiting);
      if (static_cast<double>(slots - 1) > load) {
        EXPECT_GT(erlang_c(slots - 1, load), waiting);
      }
      EXPECT_WITHIN(1e-12, waiting, erlang_c(slots, erlang_c_load(slots, waiting)));
    }
  const OpenSystem system{5, 4.5, 1};
  EXPECT_WITHIN(1e-13, .01, mmc_wait_above(system, mmc_wait_percentile(system, .99)));
  EXPECT_EQ(mmc_wait_percentile(system, .2), 0);
  const std::int64_t slots = mmc_slots(200, 1, .1, .999);
  EXPECT_LE(mmc_wait_above({slots, 200, 1}, .1), .001);
  EXPECT_GT(mmc_wait_above({slots - 1, 200, 1}, .1), .001);
}

TEST(ErlangA, AgreesWithPublishedValues) {
  // pyworkforce, tests of ErlangA: 100 calls in 30 min of 3 min, patience 5 min, 14 agents.
  const QueueFigures figures = erlang_a({14, 100 / 30.0, 3}, 5);
  EXPECT_NEAR(figures.queued, .145260, 5e-7);
  EXPECT_NEAR(figures.given_up, .013984, 5e-7);
  EXPECT_NEAR(figures.slot_use, .704297, 5e-7);
  EXPECT_NEAR(figures.queue_wait, .069919, 5e-7);
}

struct Impatient {
  OpenSystem system;
  double patience;
};
/// Calm, overloaded, very patient, very impatient, a large house far below its capacity.
const std::vector<Impatient> impatient{{{14, 100 / 30.0, 3}, 5}, {{3, 9, 1}, .5},          {{2, 1.9, 1}, 1000},
                                       {{5, 4, 1}, .001},        {{200, 150 / 2.0, 2}, 3}, {{1, .01, 1}, 1}};

TEST(ErlangA, IsTheChainOfTheQueue) {
  for (const Impatient& each : impatient) {
    const OpenSystem& system = each.system;
    const double patience = each.patience;
    const auto c = system.slots;
    const auto shares = testing::chain(
        c + 2000, [&](std::int64_t) { return Digits{system.rate}; },
        [&](std::int64_t n) {
          return std::min(n, c) / Digits{system.hold} + std::max<std::int64_t>(0, n - c) / Digits{patience};
        });
    Digits full = 0, line = 0, held = 0;
    for (std::int64_t n = 0; n <= c + 2000; ++n) {
      const Digits& share = shares[static_cast<std::size_t>(n)];
      held += std::min(n, c) * share;
      if (n >= c) full += share, line += (n - c) * share;
    }
    const QueueFigures figures = erlang_a(system, patience);
    EXPECT_WITHIN(1e-13, full, figures.queued);
    EXPECT_WITHIN(1e-13, line, figures.mean_queue);
    EXPECT_WITHIN(1e-13, Digits{held / c}, figures.slot_use);
    EXPECT_WITHIN(1e-13, Digits{1 - held / (Digits{system.rate} * Digits{system.hold})}, figures.given_up + 1e-300);
    EXPECT_WITHIN(1e-13, figures.throughput, figures.slot_use * static_cast<double>(c) / system.hold);
  }
}

/// The density of the offered wait (Baccelli & Hebuterne), integrated.
TEST(ErlangA, WaitsAreTheIntegralOfTheirDensity) {
  using Quadrature = boost::math::quadrature::gauss_kronrod<double, 61>;
  constexpr double endless = std::numeric_limits<double>::infinity();
  for (const auto& [system, patience] : impatient) {
    const double speed = static_cast<double>(system.slots) / system.hold;
    const auto density = [&, rate = system.rate, mean = patience](double s) {
      return std::exp(-speed * s - rate * mean * std::expm1(-s / mean));
    };
    const auto in_time = [&, mean = patience](double s) { return density(s) * std::exp(-s / mean); };
    const double queued = erlang_a(system, patience).queued,
                 whole = Quadrature::integrate(density, 0.0, endless, 15, 1e-13);
    for (const double t : {0.0, .3, 2.0}) {
      const double after = Quadrature::integrate(density, t, endless, 15, 1e-13);
      EXPECT_WITHIN(1e-10, queued * after / whole * std::exp(-t / patience), erlang_a_wait_above(system, patience, t));
      const double until = t == 0 ? 0 : Quadrature::integrate(in_time, 0.0, t, 15, 1e-13);
      EXPECT_WITHIN(1e-11, 1 - queued + queued * until / whole, erlang_a_served_within(system, patience, t));
    }
    EXPECT_WITHIN(1e-12, 1 - erlang_a(system, patience).given_up, erlang_a_served_within(system, patience, endless));
  }
}

TEST(ErlangA, LargeHouses) {
  // Without a finite patience it is Erlang C; beyond all bounds it serves what it can.
  const QueueFigures patient = erlang_a({1000, 990, 1}, 1e9), endless = mmc({1000, 990, 1});
  EXPECT_WITHIN(1e-5, endless.queue_wait, patient.queue_wait);
  const QueueFigures crowded = erlang_a({100'000, 200'000, 1}, 10);
  EXPECT_WITHIN(1e-12, 1.0, crowded.queued);
  EXPECT_WITHIN(1e-12, .5, crowded.given_up);
  // The fluid wait: what is left of a request after w of patience 10 is served, e^(-w / 10) = 1/2.
  EXPECT_NEAR(erlang_a_wait_above({100'000, 200'000, 1}, 10, 3), std::exp(-.3), 1e-9);
  const std::int64_t slots = erlang_a_slots(100 / 30.0, 3, 5, 1 / 3.0, .95);
  EXPECT_GE(erlang_a_served_within({slots, 100 / 30.0, 3}, 5, 1 / 3.0), .95);
  EXPECT_LT(erlang_a_served_within({slots - 1, 100 / 30.0, 3}, 5, 1 / 3.0), .95);
}

TEST(Erlang, RefusesWhatHasNoAnswer) {
  const double nan = std::nan("");
  EXPECT_REFUSED(erlang_b(-1, 1));
  EXPECT_REFUSED(erlang_b(1, -1));
  EXPECT_REFUSED(erlang_b(1, nan));
  EXPECT_REFUSED(erlang_b_slots(1, 0));
  EXPECT_REFUSED(erlang_b_load(1, 1));
  EXPECT_REFUSED(erlang_c(10, 10));
  EXPECT_REFUSED(erlang_c_load(0, .5));
  EXPECT_REFUSED(mmc({10, 10, 1}));
  EXPECT_REFUSED(mmc({10, 0, 1}));
  EXPECT_REFUSED(mmc_wait_above({10, 1, 1}, -1));
  EXPECT_REFUSED(mmc_wait_percentile({10, 1, 1}, 1));
  EXPECT_REFUSED(erlang_a({10, 1, 1}, 0));
  EXPECT_REFUSED(erlang_a_slots(1, 1, .5, 1, nan));
}

}  // namespace
}  // namespace busyhour
