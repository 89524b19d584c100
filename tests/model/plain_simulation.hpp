#pragma once
/// The language told a second time, as plainly as possible: one list of events, plain structs, switch statements. It
/// knows conversations, calls, arrivals and traces; limits on slots and rates; accounts; classes; retries with timers;
/// timeouts, the provider's own retries, polls; interruptions; connections that are closed when idle. It shares the
/// configurations, the distributions and the places of the draws with the real model and nothing else, so that the two
/// can be compared to the last nanosecond. Slow on purpose.
///
/// Instants: `first_attempt` and `admitted` are at the provider's door; `first_byte`, `last_byte` and `known` at the
/// client. A request that was never admitted, or failed, has no bytes. What has no meaning (the admission of a given-up
/// request, the sound of a silent turn) keeps its default value.
#include <cstdint>
#include <optional>
#include <vector>

#include "busyhour/model/accounts/wallet.hpp"
#include "busyhour/model/observation.hpp"
#include "busyhour/model/provider.hpp"
#include "busyhour/model/workloads/all.hpp"

namespace busyhour::plain {

struct Run {
  std::uint64_t seed = 1;
  std::uint32_t replication = 0;
  std::optional<Duration> duration;    ///< nothing: until every trace is resolved
  std::optional<Duration> stop_after;  ///< of such a run: what is not resolved by then is given up
  Duration warm_up{};
};

/// Integrals over the counted window, summed over the limit's counters (one for each endpoint or workload if its key
/// says so).
struct Use {
  Duration held{};    ///< slots times time
  Duration cap{};     ///< the same, had it always been full
  Duration full{};    ///< time at the cap
  Duration window{};  ///< counted time, once for each counter
  bool operator==(const Use&) const = default;
};

/// The same over the members of a closed population that want connections; of an open one, how many conversations were
/// refused theirs, and how many there were.
struct Members {
  Duration unconnected{};  ///< trying to get a connection, or refused for good
  Duration window{};       ///< members times counted time
  bool operator==(const Members&) const = default;
};

/// Everything that was said until the run stopped, in that order; what belongs to the warm-up or to the time after the
/// end included.
struct Records {
  std::vector<RequestDone> requests;
  std::vector<TurnDone> turns;
  std::vector<PlaybackGap> gaps;
  std::vector<Movement> movements;
  std::vector<ConversationBegun> begun;  ///< of open populations with connections
  std::vector<Use> limits;               ///< beside ProviderConfig::limits
  std::vector<Duration> in_flight;       ///< beside the workloads: requests admitted and not released, times time
  std::vector<Members> members;          ///< beside the workloads
  TimePoint from, to;                    ///< the counted window
  bool closed = false;                   ///< no duration: what happens at `to`, when all is resolved, belongs to it
  std::size_t never_begun = 0;           ///< requests of traces that `stop_after` cut off before their first attempt
};

[[nodiscard]] Records simulate(const ProviderConfig&, const Named<WorkloadConfig>&, const Run&);

}  // namespace busyhour::plain
