#include "comparisons.hpp"

#include <gtest/gtest.h>

#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace busyhour::testing {

Simulated::Simulated(std::string name, const Scene& scene, Duration longer) : name_{std::move(name)} {
  ReplicationPlan plan = plan_of(scene);
  plan.seed = seed_of(20261122, name_);  // not the same luck for all
  plan.thresholds = {{"added_delay", {longer}}};
  for (; plan.replication < comparison_replications; ++plan.replication) results_.push_back(replicate(plan));
}

Comparison Simulated::ratio(std::string_view metric, double exact) const {
  return test(metric, exact, [&](const Measured& m) { return std::get<Ratio>(m.value); });
}

Comparison Simulated::mean(std::string_view metric, double exact) const {
  return test(metric, exact, [](const Measured& m) {
    const auto& tally = std::get<Tally>(m.value);
    return Ratio{static_cast<double>(tally.sum()) * 1e-9, static_cast<double>(tally.finite())};
  });
}

Comparison Simulated::longer(double exact) const {
  return test("added_delay", exact, [](const Measured& m) { return std::get<Tally>(m.value).share_above(0); });
}

template <class Read>
Comparison Simulated::test(std::string_view metric, double exact, Read&& read) const {
  std::vector<Ratio> all;
  double x = 0, y = 0, squares = 0;
  for (const ReplicationResult& r : results_) {
    const auto found =
        std::ranges::find_if(r.measured, [&](const Measured& m) { return m.metric == metric && m.workload <= 0; });
    all.push_back(read(*found));
    y += all.back().numerator;
    x += all.back().denominator;
  }
  const double estimate = y / x, n = comparison_replications;
  for (const Ratio& r : all) squares += std::pow(r.numerator - estimate * r.denominator, 2);
  const double error = std::sqrt(squares / (n * (n - 1))) / (x / n);
  const double t = (estimate - exact) / error;
  const boost::math::students_t law{n - 1};
  return {name_ + ", " + std::string{metric}, exact, estimate, t,
          2 * boost::math::cdf(boost::math::complement(law, std::abs(t)))};
}

void expect_agreement(const std::vector<Comparison>& family, std::size_t each) {
  for (const Comparison& one : family) {
    EXPECT_GT(one.chance, family_alarm / static_cast<double>(family.size()))
        << one.what << ": exact " << one.exact << ", simulated " << one.estimate << ", t = " << one.t;
  }
  double lean = 0;
  for (std::size_t i = 0; i < family.size(); i += each) lean += family[i].t;
  const double runs = static_cast<double>(family.size() / each);
  EXPECT_LT(std::abs(lean) / std::sqrt(runs * 19 / 17), 3.3) << "the runs lean to one side";
}

}  // namespace busyhour::testing
