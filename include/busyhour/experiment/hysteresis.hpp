#pragma once
/// Load ramped up and down within each replication: does the system come back when the load does?
///
/// A system is metastable if it stays overloaded by its own retries after the load that overloaded it has gone (Bronson
/// and others, HotOS 2021). Each level is judged on the second half of its time, so that the first may settle.
#include <cstdint>
#include <string>
#include <vector>

#include "busyhour/experiment/folder.hpp"
#include "busyhour/experiment/run.hpp"

namespace busyhour {

struct HysteresisStep {
  double level = 0;  ///< multiple of the workload's rate
  bool down = false;
  Estimate first_attempt_rejected, added_delay, in_flight;  ///< means over replications of what each saw
  Estimate collapsed;                                       ///< share of replications
};

struct HysteresisResult {
  ScenarioEcho scenario;
  std::string workload, rule;
  double hold_s = 0;
  std::vector<HysteresisStep> steps;  ///< up, then down again to the first level
  Estimate stay;  ///< share of replications that are collapsed at the end, having not been so at first
  struct Seen {
    std::int64_t replication = 0;
    std::size_t step = 0;
    double first_attempt_rejected = 0, added_delay = 0, in_flight = 0;
    bool collapsed = false;
  };
  std::vector<Seen> seen;
  std::int64_t seed = 1, replications = 0;
  bool partial = false;
  std::string result_dir, version;
};

/// The scenario's `sweep.hysteresis`; throws std::invalid_argument if it has none. With `options.kept` each finished
/// replication is kept as a block of its own, and taken from there.
[[nodiscard]] HysteresisResult hysteresis(const Scenario&, const RunOptions&);

/// manifest.json, scenario.resolved.yaml, result.json, levels.csv, replications.csv.
[[nodiscard]] std::vector<NamedBytes> result_files(const HysteresisResult&);

}  // namespace busyhour
