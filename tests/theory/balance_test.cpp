#include "busyhour/theory/balance.hpp"

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <limits>
#include <queue>
#include <unsupported/Eigen/MatrixFunctions>

#include "theory/draws.hpp"
#include "theory/support.hpp"

namespace busyhour {
namespace {

/// $10 a slot, a minute a task.
SaturatingClient client(double balance, double price, double success = 1) {
  return {dollars(balance), dollars(10), dollars(price), 60, success};
}

TEST(BalanceCap, IsThePublishedTable) {
  // Wiro, concurrency page: $10 -> 1, $50 -> 5, $100 -> 10, $150 -> 15, $250 -> 25, at least 1.
  for (const auto& [balance, cap] : {std::pair{10, 1}, {50, 5}, {100, 10}, {150, 15}, {250, 25}, {0, 1}, {-3, 1}})
    EXPECT_EQ(balance_cap(dollars(balance), dollars(10)), cap);
  EXPECT_EQ(balance_cap(dollars(49.999999999), dollars(10)), 4);
}

TEST(Balance, FluidByHand) {
  // 0.5 $ a minute and slot: two slots from $30 to $20, then one.
  const SaturatingClient c = client(30, .5);
  EXPECT_WITHIN(1e-15, 600.0, balance_fluid_time(c, dollars(20)));
  EXPECT_WITHIN(1e-15, 600 + 1200.0, balance_fluid_time(c, dollars(10)));
  EXPECT_WITHIN(1e-15, 600 + 2400.0, balance_fluid_time(c, Money{}));
  EXPECT_WITHIN(1e-15, 25.0, balance_fluid_after(c, 300));
  EXPECT_WITHIN(1e-15, 15.0, balance_fluid_after(c, 1200));
  EXPECT_NEAR(balance_fluid_after(c, 3600), -5, 1e-12);
  EXPECT_EQ(balance_time_constant(c), 1200);
  for (const double level : {29.0, 20.0, 12.5, .25})
    EXPECT_WITHIN(1e-13, level, balance_fluid_after(c, balance_fluid_time(c, dollars(level))));
}

TEST(Balance, DecaysExponentially) {
  // With many slots the floor matters little: a half after ln 2 time constants, to half a slot in so many.
  const SaturatingClient c{dollars(1000), dollars(1), dollars(.01), 60, .5};
  EXPECT_NEAR(balance_fluid_time(c, dollars(500)) / balance_time_constant(c), std::log(2), .5 / 500);
}

/// Every task by itself: its end, whether it succeeded, the cap read at each submission.
struct Spent {
  double below_at;  // [s]
  Money at_time;
};
Spent spend(const SaturatingClient& c, Money level, double time, testing::Draws& draws) {
  std::priority_queue<double, std::vector<double>, std::greater<>> ends;
  Money balance = c.balance, at_time = c.balance;
  double now = 0, below_at = -1;
  while (true) {
    while (balance >= level && static_cast<std::int64_t>(ends.size()) < balance_cap(balance, c.step))
      ends.push(now + draws.exponential(c.service));
    if (ends.empty()) return {below_at, at_time};
    now = ends.top();
    ends.pop();
    if (draws.uniform() < c.success) balance -= c.price;
    if (below_at < 0 && balance < level) below_at = now;
    if (now <= time) at_time = balance;
  }
}

TEST(Balance, ChargesAreTheTasksPlayedThrough) {
  for (const auto& [c, level, time] : {std::tuple{client(100, 1.3), dollars(.5), 1500.0},
                                       {client(70, 10), dollars(35), 100.0},
                                       {client(47, 3, .6), dollars(20), 500.0},
                                       {client(12, .7, .9), dollars(5), 700.0}}) {
    testing::Draws draws{3};
    testing::Sample below, late, balance;
    const SpendingTime expected = balance_time_below(c, level);
    const double threshold = expected.mean + expected.deviation;
    for (int n = 0; n < 20'000; ++n) {
      const Spent spent = spend(c, level, time, draws);
      below.add(spent.below_at);
      late.add(spent.below_at > threshold ? 1 : 0);
      balance.add(in_dollars(spent.at_time));
    }
    EXPECT_LT(std::abs(below.z(expected.mean)), testing::far);
    EXPECT_LT(std::abs(late.z(balance_time_above(c, level, threshold))), testing::far);
    EXPECT_LT(std::abs(balance.z(balance_mean_after(c, level, time))), testing::far);
  }
}

/// The same death process by a matrix exponential.
TEST(Balance, TimesAreAMatrixExponential) {
  const SaturatingClient c = client(60, 2.5, .8);
  const SpendingTime time = balance_time_below(c, dollars(5));
  EXPECT_EQ(time.charges, 23);  // 60 - 22 x 2.5 = 5 is not below
  Eigen::MatrixXd rates = Eigen::MatrixXd::Zero(24, 24);
  for (int n = 0; n < 23; ++n) {
    rates(n, n + 1) = .8 * std::max(1.0, std::floor((60 - 2.5 * n) / 10)) / 60;
    rates(n, n) = -rates(n, n + 1);
  }
  for (const double t : {0.0, 10.0, 500.0, 2000.0}) {
    const Eigen::MatrixXd after = (rates * t).exp();
    EXPECT_NEAR(after.row(0).head(23).sum(), balance_time_above(c, dollars(5), t), 1e-13);
    double mean = 0;
    for (int n = 0; n <= 23; ++n) mean += after(0, n) * (60 - 2.5 * n);
    EXPECT_WITHIN(1e-13, mean, balance_mean_after(c, dollars(5), t));
  }
  using Quadrature = boost::math::quadrature::gauss_kronrod<double, 61>;
  const auto above = [&](double t) { return balance_time_above(c, dollars(5), t); };
  const auto twice = [&](double t) { return 2 * t * above(t); };
  const double mean = Quadrature::integrate(above, 0.0, 20'000.0, 8, 1e-12);
  EXPECT_WITHIN(1e-10, mean, time.mean);
  EXPECT_WITHIN(1e-9, std::sqrt(Quadrature::integrate(twice, 0.0, 20'000.0, 8, 1e-12) - mean * mean), time.deviation);
}

TEST(Balance, SmallPricesAreTheFluid) {
  EXPECT_WITHIN(2e-4, balance_fluid_time(client(100, .001), dollars(10)),
                balance_time_below(client(100, .001), dollars(10)).mean);
  EXPECT_NEAR(balance_mean_after(client(100, .01), dollars(1), 5e4), balance_fluid_after(client(100, .01), 5e4), .02);
}

TEST(Balance, ConstantServicesInStep) {
  // $40 at $3: four tasks a round, then two, two, one, one ...
  const SaturatingClient c = client(40, 3);
  const std::vector<double> balances{40, 28, 22, 16, 13, 10, 7, 4, 1, 1, 1};
  for (std::size_t n = 0; n < balances.size(); ++n)
    EXPECT_EQ(balance_after_rounds(c, dollars(2), static_cast<std::int64_t>(n)), dollars(balances[n])) << n;
  // A thousand charges of 13 cents leave no dust: 100 - 769 x 0.13 = 0.03.
  EXPECT_EQ(balance_after_rounds(client(100, .13), dollars(.13), 1'000'000), dollars(.03));
}

TEST(Balance, Ends) {
  const SaturatingClient c = client(60, 2.5);
  EXPECT_EQ(balance_time_above(c, dollars(5), 1e9), 0);
  EXPECT_EQ(balance_time_above(c, dollars(5), std::numeric_limits<double>::infinity()), 0);
  EXPECT_EQ(balance_mean_after(c, dollars(5), 0), 60);
  EXPECT_WITHIN(1e-14, 2.5, balance_mean_after(c, dollars(5), 1e9));
  EXPECT_EQ(balance_fluid_time(c, dollars(60)), 0);
}

TEST(Balance, RefusesWhatHasNoAnswer) {
  EXPECT_REFUSED(balance_cap(dollars(1), Money{}));
  EXPECT_REFUSED(balance_time_below(client(100, 11), dollars(1)));  // one charge may lower the cap by two
  EXPECT_REFUSED(balance_time_below(client(100, 0), dollars(1)));
  EXPECT_REFUSED(balance_time_below(client(100, 1), Money{}));
  EXPECT_REFUSED(balance_time_below(client(100, 1), dollars(101)));
  EXPECT_REFUSED(balance_time_below(client(-1, 1), dollars(1)));
  EXPECT_REFUSED(balance_time_below(client(100, 1, 0), dollars(1)));
  EXPECT_REFUSED(balance_time_above(client(100, 1), dollars(1), std::nan("")));
  EXPECT_REFUSED(balance_fluid_time(client(100, 1), dollars(-1)));
  EXPECT_REFUSED(balance_fluid_after(client(100, 1), -1));
  EXPECT_REFUSED(balance_after_rounds(client(100, 1, .9), dollars(1), 1));
}

}  // namespace
}  // namespace busyhour
