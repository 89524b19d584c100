/// Limiters of ten per second under Poisson requests against their closed forms, through whole scenarios.
///
/// Each comparison is a t test of the ratio of sums over replications (delta method) against the exact share. The
/// family of all comparisons raises a false alarm with probability 0.1 % at most: each is held to 0.1 % / their number
/// (Bonferroni). Seeds are fixed.
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "closed_forms.hpp"
#include "scenario/told.hpp"

namespace busyhour {
namespace {

constexpr std::uint32_t replications = 20;
constexpr double family_alarm = 1e-3;

std::string scenario(const std::string& limiter, double rate) {
  const auto blank = limiter.find(' ');
  const std::string window = limiter.substr(0, blank);
  const bool bucket = window == "token_bucket" || window == "gcra";
  return "version: 1\nprovider:\n  limits:\n    rate: {counts: requests, per: 1 s, cap: 10, window: " + window +
         (bucket ? ", burst: 10" : "") + ", counts_rejected: " + (blank == std::string::npos ? "false" : "true") +
         ", when_full: {action: reject}}\n  endpoints: {api: {service: 50 ms}}\n"
         "workloads: {clicks: {kind: arrivals, arrive: {dist: poisson, rate: " +
         std::to_string(rate) + " /s}}}\nrun: {duration: 1000 s, warm_up: 10 s}\n";
}

struct Compared {
  double estimate = 0, exact = 0, chance = 0;
};

Compared compared(const std::string& limiter, double rate) {
  const Loaded loaded = load_text(scenario(limiter, rate));
  ReplicationPlan plan;
  plan.provider = &loaded.scenario->provider;
  plan.workloads = &loaded.scenario->workloads;
  plan.duration = loaded.scenario->run.duration;
  plan.warm_up = *loaded.scenario->run.warm_up;
  plan.seed = seed_of(20261122, limiter + std::to_string(rate));
  std::vector<Ratio> all;
  double x = 0, y = 0, squares = 0;
  for (; plan.replication < replications; ++plan.replication)
    for (const Measured& m : replicate(plan).measured)
      if (m.metric == "first_attempt_rejected" && m.workload == -1) {
        all.push_back(std::get<Ratio>(m.value));
        y += all.back().numerator;
        x += all.back().denominator;
      }
  Compared c{y / x, testing::refused_share(limiter, rate, 10), 0};
  const double n = replications;
  for (const Ratio& r : all) squares += std::pow(r.numerator - c.estimate * r.denominator, 2);
  const double error = std::sqrt(squares / (n * (n - 1))) / (x / n);
  const boost::math::students_t law{n - 1};
  c.chance = 2 * boost::math::cdf(boost::math::complement(law, std::abs(c.estimate - c.exact) / error));
  return c;
}

TEST(LimitersOfTenPerSecond, AgreeWithTheirClosedForms) {
  const std::vector<std::string> limiters{
      "fixed",        "sliding_log", "sliding_log attempts", "sliding_counter", "sliding_counter attempts",
      "token_bucket", "gcra"};
  const std::vector<double> rates{6, 8, 10, 12, 20};
  const double each = family_alarm / static_cast<double>(limiters.size() * rates.size());
  for (const std::string& limiter : limiters)
    for (const double rate : rates) {
      const Compared c = compared(limiter, rate);
      EXPECT_GT(c.chance, each) << limiter << " at " << rate << " /s: exact " << c.exact << ", simulated "
                                << c.estimate;
    }
}

}  // namespace
}  // namespace busyhour
