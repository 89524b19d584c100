#include "busyhour/theory/limiters.hpp"

#include <deque>
#include <numeric>

#include "theory/draws.hpp"
#include "theory/support.hpp"

namespace busyhour {
namespace {

using testing::Digits;

TEST(FixedWindow, AgreesWithPublishedValues) {
  // 10 requests a second against 10 per second: 1 - E[min(X, 10)] / 10; 8 and 12 simulated with 4 x 10^7 requests.
  EXPECT_NEAR(fixed_window_rejected(10, 10, 1), .12511004, 5e-9);
  EXPECT_NEAR(fixed_window_rejected(8, 10, 1), .0532, 2e-4);
  EXPECT_NEAR(fixed_window_rejected(12, 10, 1), .2136, 2e-4);
}

TEST(FixedWindow, IsTheSumOverTheWindow) {
  for (const std::int64_t cap : {1, 10, 60, 500})
    for (const double rate : {.01, .5, 9.0, 70.0, 800.0}) {
      Digits share = exp(-Digits{rate} / 2), admitted = 0, above = 1;  // a window of half a second
      for (std::int64_t n = 0; n < cap; ++n) {
        above -= share;
        admitted += above;  // E[min(X, cap)] = P(X > 0) + ... + P(X > cap - 1)
        share *= Digits{rate} / 2 / (n + 1);
      }
      const Digits rejected = 1 - admitted / (Digits{rate} / 2);
      if (rejected < 1e-60) continue;  // a hundred digits do not show it
      EXPECT_WITHIN(1e-14, rejected, fixed_window_rejected(rate, cap, .5)) << cap << ' ' << rate;
    }
  // A window of 10^6 at its load: the mean excess is its deviation / sqrt(2 pi), less what a Poisson lacks of a normal.
  EXPECT_NEAR(fixed_window_rejected(1e6, 1'000'000, 1) * std::sqrt(2 * M_PI) * 1000, 1, 1e-6);
}

TEST(SlidingLog, IsTheHandMadeAnswerForOneAndTwo) {
  for (const double rate : {.1, 1.0, 7.0}) {
    const double a = rate * 3;
    EXPECT_WITHIN(1e-15, a / (1 + a), sliding_log_rejected(rate, 1, 3));
    // Gaps between admissions are (3 - gap before)^+ + an exponential time. Their density g(y) on 0..3 satisfies
    // g' = rate (g(3 - y) - g(y)), so it is constant: g = rate P(gap > 3), and the mean gap is 1/rate + 3 a / (2 (1 +
    // a)).
    const double gap = 1 / rate + 3 * a / (2 * (1 + a));
    EXPECT_WITHIN(1e-14, 1 - 1 / (rate * gap), sliding_log_rejected(rate, 2, 3));
  }
}

/// The log kept literally: the gaps between admissions, each waiting for the cap-th last admission to be a window old.
TEST(SlidingLog, IsTheLogKept) {
  for (const auto& [cap, rate] : {std::pair{3, 2.0}, {10, 8.0}, {10, 12.0}}) {
    testing::Draws draws{7};
    testing::Sample gaps;
    std::deque<double> last(static_cast<std::size_t>(cap), -1.0);  // instants of the last admissions
    double now = 0;
    for (int batch = 0; batch < 2000; ++batch) {  // batches: successive gaps are not independent
      const double before = now;
      for (int n = 0; n < 500; ++n) {
        now = std::max(now, last.front() + 1) + draws.exponential(1 / rate);
        last.pop_front();
        last.push_back(now);
      }
      gaps.add((now - before) / 500);
    }
    EXPECT_LT(std::abs(gaps.z(1 / (rate * (1 - sliding_log_rejected(rate, cap, 1))))), testing::far)
        << cap << ' ' << rate;
  }
}

TEST(SlidingLog, CountingAttemptsIsAPoissonTail) {
  EXPECT_WITHIN(1e-14, 1 - std::exp(-2.0) * (1 + 2 + 2), sliding_log_rejected(1, 3, 2, Counting::attempts));
}

TEST(TokenBucket, AgreesWithPublishedValues) {
  // Refill 10 /s, burst 1, 2, 5, 10, 20 under 8, 10 and 12 requests a second: M/D/1/K, and simulated with 4 x 10^7.
  const double burst[] = {1, 2, 5, 10, 20};
  const double under8[] = {.44444444, .19957031, .03529040, .00363923, .00004828};
  const double under10[] = {.5, .26894142, .10344894, .05084746, .02521009};
  const double under12[] = {.54545455, .33386367, .19914669, .17091077, .16676267};
  for (int i = 0; i < 5; ++i) {
    EXPECT_NEAR(token_bucket_rejected(8, 10, burst[i]), under8[i], 1.1e-8);
    EXPECT_NEAR(token_bucket_rejected(10, 10, burst[i]), under10[i], 1.1e-8);
    EXPECT_NEAR(token_bucket_rejected(12, 10, burst[i]), under12[i], 1.1e-8);
  }
}

/// 1 - F / (1 + rho F), F = sum over k <= x of (rho (k - x))^k e^(rho (x - k)) / k!, with digits enough to survive it.
double bucket_by_alternating_sum(double rho, double burst) {
  using Number = testing::Float<250>;
  const Number load{rho}, room = Number{burst} - 1;
  Number weight = 0, factorial = 1;
  for (int k = 0; k <= burst - 1; ++k) {
    if (k > 0) factorial *= k;
    weight += pow(load * (k - room), k) * exp(load * (room - k)) / factorial;
  }
  return static_cast<double>(1 - weight / (1 + load * weight));
}

TEST(TokenBucket, IsTheAlternatingSum) {
  for (const double rho : {.05, .5, .8, .99, 1.0, 1.2, 5.0})
    for (const double burst : {1.0, 1.5, 2.0, 3.75, 20.0, 100.0})
      EXPECT_WITHIN(1e-12, bucket_by_alternating_sum(rho, burst), token_bucket_rejected(rho * 8, 8, burst))
          << rho << ' ' << burst;
}

TEST(TokenBucket, LargeBuckets) {
  // Without end: what the refill cannot carry. At the refill, the weight F grows as 2 x + 2/3 (x = burst - 1).
  EXPECT_WITHIN(1e-12, .2, token_bucket_rejected(12.5, 10, 1e6));
  EXPECT_WITHIN(1e-10, 1 / (1 + 2 * 99'999.0 + 2 / 3.0), token_bucket_rejected(10, 10, 1e5));
  EXPECT_WITHIN(1e-12, 1 - 1e-5, token_bucket_rejected(1e5, 1, 50));
  EXPECT_WITHIN(1e-15, 200 / 201.0, token_bucket_rejected(200, 1, 1));
  // Both sides of the place where the weights become a geometric series.
  EXPECT_NEAR(std::log(token_bucket_rejected(.999, 1, 4200) / token_bucket_rejected(.999, 1, 4100)),
              std::log(token_bucket_rejected(.999, 1, 4050) / token_bucket_rejected(.999, 1, 3950)), 5e-3);
}

/// One window after one that counted `previous`, by small steps of the equations of its count; bounds as the rule says.
struct SteppedWindow {
  std::vector<double> counted;
  double refused = 0;
};
SteppedWindow stepped(std::int64_t previous, std::int64_t cap, double load) {
  using State = std::vector<double>;  // P(count = 0..cap), refused so far
  const auto last = static_cast<std::size_t>(cap) + 1;
  const auto slope = [&](const State& state, std::int64_t bound) {
    State change(last + 1);
    for (std::size_t y = 0; y < last; ++y) {
      const double flow = load * state[y];
      if (static_cast<std::int64_t>(y) + 1 > bound)
        change[last] += flow;
      else
        change[y] -= flow, change[y + 1] += flow;
    }
    return change;
  };
  const auto plus = [](State state, const State& change, double by) {
    for (std::size_t i = 0; i < state.size(); ++i) state[i] += by * change[i];
    return state;
  };
  State state(last + 1);
  state[0] = 1;
  const std::int64_t stretches = std::max<std::int64_t>(1, previous), steps = 4000 / stretches + 1;
  const double h = 1.0 / static_cast<double>(stretches * steps);
  for (std::int64_t k = 0; k < stretches * steps; ++k) {
    const double middle = (static_cast<double>(k) + .5) * h;
    const auto bound =
        static_cast<std::int64_t>(std::floor(static_cast<double>(cap) - static_cast<double>(previous) * (1 - middle)));
    const State k1 = slope(state, bound), k2 = slope(plus(state, k1, h / 2), bound),
                k3 = slope(plus(state, k2, h / 2), bound), k4 = slope(plus(state, k3, h), bound);
    for (std::size_t i = 0; i < state.size(); ++i) state[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
  }
  const double refused = state.back();
  state.pop_back();
  return {state, refused};
}

TEST(SlidingCounter, IsItsEquationsStepped) {
  for (const auto& [cap, load] : {std::pair{1, .7}, {1, 5.0}, {2, 2.0}, {5, 2.0}, {10, 8.0}, {10, 12.0}, {10, 25.0}}) {
    std::vector<SteppedWindow> windows;
    for (std::int64_t n = 0; n <= cap; ++n) windows.push_back(stepped(n, cap, load));
    std::vector<double> shares(windows.size(), 1.0 / (cap + 1.0));
    for (int step = 0; step < 20'000; ++step) {  // half stays, so that what alternates dies out
      std::vector<double> next = shares;
      for (std::size_t n = 0; n < windows.size(); ++n)
        for (std::size_t m = 0; m < windows.size(); ++m) next[m] += shares[n] * windows[n].counted[m];
      for (std::size_t n = 0; n < windows.size(); ++n) shares[n] = next[n] / 2;
    }
    double refused = 0;
    for (std::size_t n = 0; n < windows.size(); ++n) refused += shares[n] * windows[n].refused;
    EXPECT_WITHIN(1e-10, refused / load, sliding_counter_rejected(load / 2, cap, 2)) << cap << ' ' << load;
  }
}

TEST(SlidingCounter, IsTheHandMadeAnswerForOneAndTwo) {
  for (const double load : {.01, .3, 1.0, 4.0, 30.0}) {
    const Digits a = load;
    // One: a window that admits is followed by one that cannot.
    const Digits some = 1 - exp(-a);
    EXPECT_WITHIN(1e-13, Digits{1 - some / (1 + some) / a}, sliding_counter_rejected(load, 1, 1)) << load;
    // Two: after 1 the bound is 1; after 2 it is 0 for half the window, then 1. Weights relative to a count of 0.
    const Digits p01 = a * exp(-a), p02 = 1 - exp(-a) - p01, p11 = some, p21 = 1 - exp(-a / 2);
    const Digits two = p02, one = (p01 + two * p21) / (1 - p11);
    const Digits mean = (one + 2 * two) / (1 + one + two);
    EXPECT_WITHIN(1e-13, Digits{1 - mean / a}, sliding_counter_rejected(load, 2, 1)) << load;
  }
}

/// The rule kept literally over Poisson requests.
double z_of_counter_kept(double rate, std::int64_t cap, Counting counts, double expected) {
  testing::Draws draws{11};
  testing::Sample shares;
  double previous = 0, current = 0, window = 0, now = 0;
  for (int batch = 0; batch < 1000; ++batch) {
    double rejected = 0;
    for (int n = 0; n < 2000; ++n) {
      now += draws.exponential(1 / rate);
      for (; now >= window + 1; ++window) previous = std::exchange(current, 0.0);
      const bool full = previous * (1 - (now - window)) + current + 1 > static_cast<double>(cap);
      rejected += full ? 1 : 0;
      if (!full || counts == Counting::attempts) ++current;
    }
    shares.add(rejected / 2000);
  }
  return shares.z(expected);
}

TEST(SlidingCounter, IsTheCounterKept) {
  for (const Counting counts : {Counting::admitted, Counting::attempts})
    for (const auto& [cap, rate] : {std::pair{10, 8.0}, {10, 12.0}, {3, 1.5}, {40, 44.0}})
      EXPECT_LT(std::abs(z_of_counter_kept(rate, cap, counts, sliding_counter_rejected(rate, cap, 1, counts))),
                testing::far)
          << cap << ' ' << rate;
}

/// P(previous (1 - u) + made up to u + 1 > cap), both counts Poisson, by Simpson's rule between the rises of the bound.
TEST(SlidingCounter, CountingAttemptsIsTheIntegralOverTheWindow) {
  const auto at_least = [](std::int64_t bound, double mean) {
    double term = std::exp(-mean), below = 0;
    for (std::int64_t k = 0; k < bound; ++k) below += term, term *= mean / static_cast<double>(k + 1);
    return bound <= 0 ? 1 : 1 - below;
  };
  for (const auto& [cap, load] : {std::pair{1, .5}, {3, 2.0}, {10, 6.0}}) {
    double weight = std::exp(-load), rejected = 0;
    for (std::int64_t previous = 0; previous < 60; ++previous) {
      const auto stretches = static_cast<double>(std::max<std::int64_t>(1, previous));
      for (double k = 0; k < stretches; ++k) {
        const auto bound =
            static_cast<std::int64_t>(std::floor(cap - static_cast<double>(previous) * (1 - (k + .5) / stretches)));
        double sum = 0;
        for (int i = 0; i <= 64; ++i)
          sum += at_least(bound, load * (k + i / 64.0) / stretches) * (i == 0 || i == 64 ? 1 : i % 2 == 0 ? 2 : 4);
        rejected += weight * sum / (3 * 64 * stretches);
      }
      weight *= load / static_cast<double>(previous + 1);
    }
    EXPECT_WITHIN(1e-8, rejected, sliding_counter_rejected(load, cap, 1, Counting::attempts)) << cap;
  }
}

TEST(SlidingCounter, Ends) {
  // Flooded, a window counts cap - 1 whatever the one before counted.
  EXPECT_WITHIN(1e-12, 1 - 9 / 1e6, sliding_counter_rejected(1e6, 10, 1));
  // Idle, cap 1: refused are the second request of a window and the first after a window with one: a / 2 + a.
  EXPECT_NEAR(sliding_counter_rejected(1e-6, 1, 1) / 1.5e-6, 1, 1e-5);
  EXPECT_WITHIN(1e-15, 1.0, sliding_counter_rejected(1e6, 10, 1, Counting::attempts));
  // Wide windows differ less and less from a smooth counter.
  EXPECT_LT(sliding_counter_rejected(100, 100, 1), sliding_counter_rejected(10, 10, 1));
}

TEST(Limiters, RefuseWhatHasNoAnswer) {
  const double nan = std::nan("");
  EXPECT_REFUSED(fixed_window_rejected(0, 10, 1));
  EXPECT_REFUSED(fixed_window_rejected(1, 0, 1));
  EXPECT_REFUSED(fixed_window_rejected(1, 10, nan));
  EXPECT_REFUSED(sliding_log_rejected(nan, 10, 1));
  EXPECT_REFUSED(token_bucket_rejected(1, 0, 10));
  EXPECT_REFUSED(token_bucket_rejected(1, 1, .5));
  EXPECT_REFUSED(token_bucket_rejected(1, 1, nan));
  EXPECT_REFUSED(sliding_counter_rejected(1, 1001, 1));
  EXPECT_REFUSED(sliding_counter_rejected(1, 10, 0));
}

}  // namespace
}  // namespace busyhour
