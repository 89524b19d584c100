/// Arrival processes against their laws. Counts of a non-homogeneous Poisson process are independent Poisson numbers:
/// the sum of (count - mean)^2 / mean over windows is chi-square where the means are large, with as many degrees of
/// freedom as windows, since no mean is estimated. Each family of tests raises a false alarm with probability 0.1 %
/// (Bonferroni, both sides). Seeds are fixed.
#include <gtest/gtest.h>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "busyhour/model/arrival_times.hpp"
#include "tell.hpp"

namespace busyhour::testing {
namespace {

using namespace std::chrono_literals;

constexpr double family_alarm = 1e-3;

Drawer source(std::uint32_t replication) { return {Place{seed_of(20261122, "arrivals"), replication, 0}}; }

PoissonArrivals poisson(double rate, std::optional<Profile> profile) {
  PoissonArrivals a;
  a.rate = rate;
  a.profile = std::move(profile);
  return a;
}

/// Arrivals in each of `n` windows of one width from 0.
std::vector<double> counts(const Arrive& arrive, Duration width, std::size_t n, std::uint32_t replication) {
  ArrivalTimes times{arrive, source(replication)};
  std::vector<double> all(n);
  for (;;) {
    const auto next = times.next();
    const auto window = static_cast<std::size_t>(next.at.time_since_epoch() / width);
    if (window >= n) return all;
    all[window] += static_cast<double>(next.together);
  }
}

/// How often chance alone is as far from the middle of a chi-square law.
double chance_of(double chi_square, double freedom) {
  const boost::math::chi_squared law{freedom};
  return 2 * std::min(cdf(law, chi_square), cdf(complement(law, chi_square)));
}
double chance_of(double z) { return 2 * cdf(complement(boost::math::normal{}, std::abs(z))); }

const std::vector<Profile> profiles{StepsProfile{5s, {0.2, 1, 3, 0}}, LinesProfile{7s, {0, 2, 0.5}},
                                    SineProfile{20s, 0.9, 6s}, SineProfile{20s, 1, 0s}};

// 500 periods in windows of a twentieth of 20 s (of 21 s for the lines): every window's count against its own mean,
// windows of mean 0 being empty, and the windows of one phase summed.
TEST(Arrivals, AProfileGivesPoissonCounts) {
  const double rate = 4;
  const std::size_t windows = 20, periods = 500;
  const double alarm = family_alarm / static_cast<double>(2 * profiles.size());
  for (std::size_t p = 0; p < profiles.size(); ++p) {
    const RateProfile profile{profiles[p]};
    const Duration width = (p == 1 ? Duration{21s} : Duration{20s}) / 20;
    const auto seen = counts(poisson(rate, profiles[p]), width, windows * periods, static_cast<std::uint32_t>(p));
    double each = 0, summed = 0, cells = 0, sums = 0;
    for (std::size_t w = 0; w < windows; ++w) {
      const TimePoint from{width * static_cast<std::int64_t>(w)};
      const double mean = rate * profile.area(from, from + width);
      double all = 0;
      for (std::size_t i = 0; i < periods; ++i) {
        const double n = seen[w + i * windows];
        if (mean > 0) each += (n - mean) * (n - mean) / mean, ++cells;
        all += n;
      }
      EXPECT_TRUE(mean > 0 || all == 0) << "in silence, window " << w;
      const double due = mean * static_cast<double>(periods);
      if (mean > 0) summed += (all - due) * (all - due) / due, ++sums;
    }
    EXPECT_GT(chance_of(summed, sums), alarm) << "profile " << p << ": " << summed << " of " << sums;
    double variance = 0;  // of a cell 2 + 1 / mean; the sum of 10,000 of them is normal
    for (std::size_t w = 0; w < windows; ++w) {
      const TimePoint from{width * static_cast<std::int64_t>(w)};
      const double mean = rate * profile.area(from, from + width);
      if (mean > 0) variance += static_cast<double>(periods) * (2 + 1 / mean);
    }
    EXPECT_GT(chance_of((each - cells) / std::sqrt(variance)), alarm) << "profile " << p << ": " << each;
  }
}

// The n-th draw belongs to the n-th instant whatever the rate does: a profile of 1x changes nothing but rounding.
TEST(Arrivals, AFlatProfileIsNone) {
  ArrivalTimes plain{poisson(3, std::nullopt), source(0)}, flat{poisson(3, StepsProfile{10s, {1, 1}}), source(0)};
  for (int n = 0; n < 1000; ++n) {
    const auto a = plain.next().at, b = flat.next().at;
    ASSERT_LT(std::abs((a - b).count()), n + 2) << n;
  }
}

ModulatedArrivals bursts(Named<RateState> states) {
  ModulatedArrivals a;
  a.states = std::move(states);
  return a;
}

/// Of a two-state process in its stationary law, from Fischer and Meier-Hellstern (1993): mean rate, and variance over
/// mean of the count in a time t.
struct TwoStates {
  double rate1, rate2, leave1, leave2;
  double mean() const { return (rate1 * leave2 + rate2 * leave1) / (leave1 + leave2); }
  double dispersion(double t) const {
    const double r = leave1 + leave2, weighted = rate1 * leave2 + rate2 * leave1;
    const double factor = 2 * (rate1 - rate2) * (rate1 - rate2) * leave1 * leave2 / (r * r * weighted);
    return 1 + factor * (1 - (1 - std::exp(-r * t)) / (r * t));
  }
};

// 20,000 independent beginnings. The mean is tested with the exact variance, the variance with the fourth moment seen.
TEST(Arrivals, BurstsHaveTheirRateAndDispersion) {
  const double runs = 20000;
  for (const TwoStates& two : {TwoStates{2, 20, 1.0 / 60, 1.0 / 10}, TwoStates{0, 8, 0.5, 1}, TwoStates{5, 1, 2, 3}}) {
    const Arrive arrive =
        bursts({{"one", {two.rate1, seconds(1 / two.leave1)}}, {"two", {two.rate2, seconds(1 / two.leave2)}}});
    for (const Duration t : {Duration{1s}, Duration{15s}}) {
      double sum = 0, squares = 0, fourth = 0;
      const double mean = two.mean() * in_seconds(t);
      for (std::uint32_t r = 0; r < static_cast<std::uint32_t>(runs); ++r) {
        const double n = counts(arrive, t, 1, r).front(), off = n - mean;
        sum += n, squares += off * off, fourth += off * off * off * off;
      }
      const double variance = mean * two.dispersion(in_seconds(t)), alarm = family_alarm / 12;
      EXPECT_GT(chance_of((sum / runs - mean) / std::sqrt(variance / runs)), alarm) << two.rate1 << ", mean";
      const double error = std::sqrt((fourth / runs - std::pow(squares / runs, 2)) / runs);
      EXPECT_GT(chance_of((squares / runs - variance) / error), alarm)
          << two.rate1 << ": variance " << squares / runs << ", exact " << variance;
    }
  }
}

// Three states in turn, a profile over them: each window's mean is that of the states' time average times the profile.
TEST(Arrivals, BurstsMayFollowAProfile) {
  ModulatedArrivals a = bursts({{"low", {1, 4s}}, {"silent", {0, 2s}}, {"high", {6, 3s}}});
  a.profile = StepsProfile{10s, {0.5, 2}};
  const double mean = (1 * 4.0 + 0 * 2.0 + 6 * 3.0) / 9, runs = 4000;
  double first = 0, second = 0, first_squares = 0, second_squares = 0;
  for (std::uint32_t r = 0; r < static_cast<std::uint32_t>(runs); ++r) {
    const auto n = counts(a, 10s, 2, r);
    first += n[0], second += n[1], first_squares += n[0] * n[0], second_squares += n[1] * n[1];
  }
  const auto z = [&](double sum, double squares, double exact) {
    const double m = sum / runs;
    return (m - exact) / std::sqrt((squares / runs - m * m) / runs);
  };
  EXPECT_GT(chance_of(z(first, first_squares, mean * 5)), family_alarm / 2);
  EXPECT_GT(chance_of(z(second, second_squares, mean * 20)), family_alarm / 2);
}

TEST(Arrivals, ComeInBatches) {
  PoissonArrivals a = poisson(2, std::nullopt);
  a.batch_size = always(3.0);
  ArrivalTimes alone{poisson(2, std::nullopt), source(7)}, together{a, source(7)};
  for (int n = 0; n < 100; ++n) {
    const auto one = alone.next(), three = together.next();
    EXPECT_EQ(one.at, three.at);
    EXPECT_EQ(one.together, 1);
    EXPECT_EQ(three.together, 3);
  }
}

// Every 4 s three requests at one instant: two slots, so the third is refused, each time.
TEST(Arrivals, ABatchMeetsTheDoorAtOneInstant) {
  Scene scene;
  scene.provider.limits.emplace_back("slots", limit(Counts::requests, 2));
  scene.provider.endpoints.emplace_back("api", endpoint(TimedService{always(100ms)}));
  ArrivalsConfig clicks;
  PoissonArrivals a = poisson(1, std::nullopt);
  a.batch_size = always(3.0);
  clicks.arrive = a;
  scene.workloads.emplace_back("clicks", clicks);
  scene.run.duration = 100s;
  const auto story = counted(tell(Teller::model, scene));
  ASSERT_GT(story.requests.size(), 150U);
  ASSERT_EQ(story.requests.size() % 3, 0U);
  for (std::size_t i = 0; i < story.requests.size(); i += 3) {
    EXPECT_EQ(story.requests[i].first_attempt, story.requests[i + 2].first_attempt);
    EXPECT_EQ(story.requests[i].number, i);
    EXPECT_TRUE(story.requests[i + 2].first_rejected);
  }
}

}  // namespace
}  // namespace busyhour::testing
