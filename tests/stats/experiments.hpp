#pragma once
/// Synthetic cases with a known truth, to count how often an interval covers it.
#include <boost/random/mersenne_twister.hpp>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "busyhour/stats/estimate.hpp"

namespace busyhour::experiments {

using Engine = boost::random::mt19937_64;

struct Case {
  std::string family;  ///< shares, few events, means, quantiles, across
  std::string name;
  double truth = 0;
  std::function<Estimate(Engine&, std::size_t replications)> run;
};

[[nodiscard]] std::vector<Case> share_cases();
[[nodiscard]] std::vector<Case> few_event_cases();
[[nodiscard]] std::vector<Case> mean_cases();
[[nodiscard]] std::vector<Case> quantile_cases();
[[nodiscard]] std::vector<Case> across_cases();
[[nodiscard]] std::vector<Case> all_cases();

struct Coverage {
  std::size_t experiments = 0, covered = 0, truth_below = 0, truth_above = 0, without = 0;
  double half_width = 0;  ///< mean of half the width over the value, where both are finite and there is a value
  [[nodiscard]] double share() const { return static_cast<double>(covered) / static_cast<double>(experiments); }
};
/// Experiment i uses the seed first_seed + i, so any of them can be run again alone.
[[nodiscard]] Coverage cover(const Case& c, std::size_t replications, std::size_t experiments,
                             std::uint64_t first_seed);

}  // namespace busyhour::experiments
