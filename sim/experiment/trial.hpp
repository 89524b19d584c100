#pragma once
/// One scenario, told as often as it takes: what `run`, `compare` and `solve` are made of.
#include <cstdint>
#include <vector>

#include "busyhour/experiment/run.hpp"
#include "busyhour/model/replication.hpp"
#include "busyhour/scenario/input_draws.hpp"

namespace busyhour {

/// Name, about, file and hash.
[[nodiscard]] ScenarioEcho echo_of(const Scenario& scenario);

class Trial {
 public:
  /// Finds the warm-up, if it is not given. All outlive it; `options.jobs` is at least 1. With draws each replication
  /// has its own inputs.
  Trial(const Scenario& scenario, const RunOptions& options, const InputDraws* draws = nullptr);
  /// Adds replications up to that many in all. Answers whether they are all there (else it was interrupted).
  bool grow(std::int64_t replications);
  /// Everything that is known by now, rules and their intervals at `confidence`; without timelines.
  [[nodiscard]] RunResult concluded(double confidence = 0.95) const;
  [[nodiscard]] const std::vector<ReplicationResult>& all() const { return all_; }
  [[nodiscard]] Duration warm_up() const { return warm_up_; }
  [[nodiscard]] const Scenario& scenario() const { return scenario_; }

 private:
  const Scenario& scenario_;
  const RunOptions& options_;
  const InputDraws* draws_;
  RunResult start_;
  Duration warm_up_;
  std::vector<ReplicationResult> all_;
};

}  // namespace busyhour
