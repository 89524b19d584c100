#pragma once
/// Small scenes for the model's tests, and the two tellers that can tell them: the plain implementation and the real
/// model.
#include <string>
#include <string_view>

#include "busyhour/model/replication.hpp"
#include "plain_simulation.hpp"

namespace busyhour::testing {

enum class Teller : std::uint8_t { plain, model };

struct Scene {
  ProviderConfig provider;
  Named<WorkloadConfig> workloads;
  plain::Run run;
};

/// The model's plan for a scene, which must outlive it.
[[nodiscard]] ReplicationPlan plan_of(const Scene&);

/// Everything that was said, in order; the integrals of the limits and of the populations.
[[nodiscard]] plain::Records tell(Teller, const Scene&);

/// What belongs to the counted time, sorted by who and then by number: neither teller promises an order between
/// callers.
[[nodiscard]] plain::Records counted(plain::Records);

/// The first thing in which the two differ, in words; empty if they do not.
[[nodiscard]] std::string difference(const plain::Records& expected, const plain::Records& got);

[[nodiscard]] std::string in_words(const RequestDone&);
[[nodiscard]] std::string in_words(const TurnDone&);
[[nodiscard]] std::string in_words(const PlaybackGap&);
[[nodiscard]] std::string in_words(const Movement&);

// --- words to build scenes with ---

[[nodiscard]] Formula cap(std::int64_t);
[[nodiscard]] inline Distribution always(Duration d) { return Distribution::constant(in_seconds(d)); }
[[nodiscard]] inline Distribution always(double x) { return Distribution::constant(x); }
[[nodiscard]] Distribution law(std::string family, double mean, double cv);
[[nodiscard]] Distribution exponential(double mean);

[[nodiscard]] ConcurrencyLimit limit(Counts, std::int64_t cap, WhenFull = Reject{});
[[nodiscard]] Queue queue(CountOrUnlimited capacity = {0, true});
[[nodiscard]] EndpointConfig endpoint(Service);
inline constexpr CountOrUnlimited unlimited{0, true};
[[nodiscard]] inline CountOrUnlimited at_most(std::int64_t n) { return {n, false}; }

/// A trace of requests at given instants with given services: it takes slots at will.
struct At {
  Duration arrives, service;
};
[[nodiscard]] TraceConfig trace(std::vector<At>);

}  // namespace busyhour::testing
