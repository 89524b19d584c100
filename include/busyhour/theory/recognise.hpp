#pragma once
/// Which exact model a scenario is, by its shape, and what that model says of the scenario's metrics.
///
/// Insensitivity counts: where a model asks for no more than the mean of a law, any law is recognised. A scenario that
/// is no exact model is told what stands in the way, and gets the nearest model as an approximation. All values are of
/// the long run: no start, no end.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "busyhour/scenario/scenario.hpp"

namespace busyhour {

/// One number of the long run, named as a run names it: `added_delay.p95`, `calls.throughput`, `requests.slot_use`.
struct TheoryMetric {
  std::string key;
  MetricAbout about;
  Statistic statistic = Statistic::none;
  double value = 0;  ///< base units; infinite where so many are given up
};

/// The distribution of one duration, given up = infinite.
struct TheoryTail {
  std::string metric;
  std::function<double(double)> above;  ///< P(metric > t), t >= 0 in seconds
};

struct TheoryAnswer {
  std::string model;                 ///< "finite-source retrial M/M/4//8"; empty: no model is near
  std::vector<std::string> why_not;  ///< what of the scenario the model does not have; empty: the answer is exact
  std::vector<std::string> assumes;  ///< what the model is, in words: who asks, for how long, what happens when full
  std::vector<TheoryMetric> metrics;
  std::vector<TheoryTail> tails;
  std::vector<double> levels;  ///< shares of time with 0, 1, ... slots of a limit held; empty: not known, or too many
  std::string levels_of;       ///< that limit
  std::string workload;        ///< the only one: `calls.given_up` then is `given_up`; empty if there are several

  [[nodiscard]] bool is_exact() const { return !model.empty() && why_not.empty(); }
  /// What is said of a run's metric; nothing if the model does not know it.
  [[nodiscard]] const TheoryMetric* find(std::string_view key) const;
  [[nodiscard]] const TheoryTail* tail(std::string_view metric) const;
};

/// Whether the numbers of an approximation are wanted, or those of exact models only.
enum class Wanted : std::uint8_t { nearest, exact };

/// Never throws for a scenario that was read without errors: what a model refuses (no steady state) is said in why_not.
[[nodiscard]] TheoryAnswer recognise(const Scenario& scenario, Wanted wanted = Wanted::nearest);

}  // namespace busyhour
