#pragma once
/// One scenario, told as often as it takes: what `run`, `compare` and `solve` are made of.
#include <cstdint>
#include <memory>

#include "busyhour/experiment/run.hpp"
#include "busyhour/scenario/input_draws.hpp"
#include "controls.hpp"
#include "pool.hpp"
#include "stored_trial.hpp"

namespace busyhour {

/// Name, about, file and hash.
[[nodiscard]] ScenarioEcho echo_of(const Scenario& scenario);

class Trial {
 public:
  /// Finds the warm-up, if it is not given, and what is kept of an earlier run. All outlive it; `options.jobs` is at
  /// least 1. With draws each replication has its own inputs; none is then kept on disk, and all are kept in memory.
  Trial(const Scenario& scenario, const RunOptions& options, const InputDraws* draws = nullptr);
  /// Adds replications up to that many in all. Answers whether they are all there (else it was interrupted).
  bool grow(std::int64_t replications);
  /// Adds as many as the scenario asks for: `replications`, or what its precision takes. The same answer.
  bool complete();
  /// That replication, and no other.
  void tell_only(std::uint32_t number);
  /// Everything that is known by now, rules and their intervals at `confidence`; without timelines.
  [[nodiscard]] RunResult concluded(double confidence = 0.95) const;
  [[nodiscard]] const Pool& pool() const { return pool_; }
  [[nodiscard]] const std::vector<ReplicationResult>& drawn() const { return drawn_; }  ///< with draws: each of them
  [[nodiscard]] const Scenario& scenario() const { return scenario_; }
  [[nodiscard]] Duration warm_up() const { return beginning_.warm_up; }
  /// Leaves what is there as one file, in the place of its blocks.
  void keep() const;
  /// Has this block in `options.kept`; false if it was interrupted.
  bool keep_block(std::int64_t first);

 private:
  const Scenario& scenario_;
  const RunOptions& options_;
  const InputDraws* draws_;
  bool watched_;  ///< whether the course of each replication is looked at
  /// Adds first..last-1 from what is kept or else by running them, as far as they come.
  void add(std::int64_t first, std::int64_t last);
  bool add_kept_block(std::int64_t first, std::int64_t last);
  void run(std::int64_t first, std::int64_t last);

  /// What is known of these replications beside what was to be found out.
  [[nodiscard]] std::vector<NamedControl> controls() const;

  struct Nearby;
  std::shared_ptr<Nearby> nearby_;  ///< told along, where that is asked for and may help
  RunResult start_;
  Beginning beginning_;
  Pool pool_;
  std::vector<ReplicationResult> drawn_;
};

}  // namespace busyhour
