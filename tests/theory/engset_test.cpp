#include "busyhour/theory/engset.hpp"

#include "busyhour/theory/erlang.hpp"
#include "theory/support.hpp"

namespace busyhour {
namespace {

using testing::Digits;
using testing::Fraction;

/// C(N, c) alpha^c over the sum of C(N, k) alpha^k, k <= c; N may be a fraction.
template <class Number>
Number share_full(std::int64_t slots, const Number& sources, const Number& idle_load) {
  Number term = 1, sum = 1;
  for (std::int64_t k = 0; k < slots; ++k) sum += term = term * (sources - k) * idle_load / (k + 1);
  return term / sum;
}

TEST(Engset, AgreesWithPublishedValues) {
  // Octave `queueing`: engset(1/3, 4, 5) = 1/256, engset(1/3, 4, 6) = the time congestion of five sources.
  EXPECT_WITHIN(1e-15, Fraction{1} / 256, engset(4, 5, 1 / 3.0).call_congestion);
  EXPECT_WITHIN(1e-15, engset(4, 6, 1 / 3.0).call_congestion, engset(4, 5, 1 / 3.0).time_congestion);
  // One slot, duty 10 %: (N - 1) alpha / (1 + (N - 1) alpha).
  EXPECT_WITHIN(1e-15, .25, engset(1, 4, idle_load(.1)).call_congestion);
  EXPECT_WITHIN(1e-14, 9 / 14.0, engset(1, 10, idle_load(1 / 6.0)).call_congestion);
}

TEST(Engset, IsTheExactFraction) {
  for (const std::int64_t slots : {1, 2, 4, 30})
    for (const std::int64_t more : {0, 1, 2, 9, 400})
      for (const int eighths : {1, 3, 40}) {
        const Fraction alpha = Fraction{eighths} / 8, sources = slots + more;
        const EngsetFigures figures = engset(slots, static_cast<double>(slots + more), eighths / 8.0);
        const Fraction full = share_full(slots, sources, alpha);
        const Fraction lost = more == 0 ? Fraction{0} : share_full(slots, Fraction{sources - 1}, alpha);
        EXPECT_WITHIN(4e-16, full, figures.time_congestion);
        EXPECT_WITHIN(4e-16, lost, figures.call_congestion);
        // By the chain: mean number held, and requests at 1/think of each idle source.
        Fraction term = 1, sum = 1, held = 0;
        for (std::int64_t k = 0; k < slots; ++k) {
          sum += term = term * (sources - k) * alpha / (k + 1);
          held += (k + 1) * term;
        }
        EXPECT_WITHIN(1e-15, Fraction{held / sum}, figures.carried_load);
        EXPECT_WITHIN(1e-15, Fraction{(sources - held / sum) * alpha}, figures.offered_load);
      }
}

TEST(Engset, KeepsItsDigitsOnManySlots) {
  const Digits full = share_full(100'000, Digits{199'999}, Digits{1});
  EXPECT_WITHIN(1e-14, full, engset(100'000, 200'000, 1).call_congestion);
  EXPECT_WITHIN(1e-14, share_full(20'000, Digits{39'999}, Digits{.9}), engset(20'000, 40'000, .9).call_congestion);
  // Ever more sources that ask ever less: Erlang B.
  EXPECT_WITHIN(1e-9, erlang_b(50, 40), engset(50, 1e14, 40 / 1e14).call_congestion);
}

TEST(Engset, FractionsOfASourceInterpolate) {
  for (const double sources : {4.5, 7.25, 100.125}) {
    EXPECT_WITHIN(1e-15, share_full(4, Digits{sources - 1}, Digits{.25}), engset(4, sources, .25).call_congestion);
    EXPECT_WITHIN(1e-15, share_full(4, Digits{sources}, Digits{.25}), engset(4, sources, .25).time_congestion);
  }
  double before = 0;
  for (double sources = 3; sources < 12; sources += .125) {
    const double now = engset(4, sources, .25).call_congestion;
    EXPECT_TRUE(sources > 4 ? now > before : now == 0) << sources;
    before = now;
  }
  EXPECT_EQ(engset(4, 3.5, .25).time_congestion, 0);
}

TEST(Engset, InversesBracket) {
  for (const std::int64_t slots : {1, 5, 40})
    for (const double loss : {0.0, 1e-9, .01, .3}) {
      const std::int64_t sources = engset_sources(slots, .2, loss);
      EXPECT_LE(engset(slots, static_cast<double>(sources), .2).call_congestion, loss);
      EXPECT_GT(engset(slots, static_cast<double>(sources + 1), .2).call_congestion, loss);
      EXPECT_EQ(engset_slots(sources, .2, loss), slots);
      if (loss > 0) {
        const double most = engset_idle_load(slots, static_cast<double>(slots + 7), loss);
        EXPECT_WITHIN(1e-12, loss, engset(slots, static_cast<double>(slots + 7), most).call_congestion);
      }
    }
  EXPECT_EQ(engset_sources(4, .2, 0), 4);
  EXPECT_EQ(engset_slots(0, .2, 0), 1);
}

TEST(Engset, RefusesWhatHasNoAnswer) {
  EXPECT_REFUSED(engset(0, 5, .2));
  EXPECT_REFUSED(engset(1, -1, .2));
  EXPECT_REFUSED(engset(1, 5, 0));
  EXPECT_REFUSED(engset(1, 5, std::nan("")));
  EXPECT_REFUSED(engset(1, std::nan(""), 1));
  EXPECT_REFUSED(engset_sources(1, .2, 1));
  EXPECT_REFUSED(engset_idle_load(5, 5, .1));
  EXPECT_REFUSED(idle_load(1));
}

}  // namespace
}  // namespace busyhour
