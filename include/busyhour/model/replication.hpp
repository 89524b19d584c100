#pragma once
/// One independent run of a model: built, told, and read off.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "busyhour/model/metrics/about.hpp"
#include "busyhour/model/provider.hpp"
#include "busyhour/model/workloads/all.hpp"
#include "busyhour/model/world.hpp"

namespace busyhour {

/// What is simulated, and what is looked at. The provider and the workloads outlive it.
struct ReplicationPlan {
  const ProviderConfig* provider = nullptr;
  const Named<WorkloadConfig>* workloads = nullptr;
  std::uint64_t seed = 1;
  std::uint32_t replication = 0;
  std::optional<Duration> duration;    ///< nothing: until every finite workload is resolved
  std::optional<Duration> stop_after;  ///< of such a run
  Duration warm_up{};
  /// Bounds of share(x > t) by metric, for every workload.
  std::vector<std::pair<std::string_view, std::vector<Duration>>> thresholds;
  std::function<bool()> cut;  ///< asked now and then: true ends the replication early, which is then not counted
};

/// One metric of one scope, as one replication saw it.
struct Measured {
  std::string_view metric;
  std::int32_t workload = -1;  ///< its place, a class's behind all workloads (scopes_of); -1: not a workload's
  std::int32_t limit = -1;     ///< -1: not a limit's
  std::variant<Ratio, Tally, double> value;
};

struct ReplicationResult {
  std::uint32_t number = 0;
  std::vector<Measured> measured;  ///< the same metrics in the same order in every replication
  Ended ended;
  std::vector<std::pair<std::uint32_t, WindowLoad>> worst;  ///< a limit on requests, and its worst window
  std::uint64_t events = 0;
  Duration counted{};    ///< length of the counted time
  bool stopped = false;  ///< `stop_after` struck
  bool complete = true;  ///< false: cut
};

/// Those who listen beside the metrics; none of them changes anything.
struct Listeners {
  Recorder* recorder = nullptr;    ///< everything that is said
  DoorTrace* trace = nullptr;      ///< the door: one window, and the levels of the whole run
  Series* series = nullptr;        ///< bins of the whole run
  std::optional<TimePoint> until;  ///< no need to go on after this instant: the result is then incomplete
};

/// Tells one replication from start to end.
[[nodiscard]] ReplicationResult replicate(const ReplicationPlan& plan, const Listeners& listeners = {});

}  // namespace busyhour
