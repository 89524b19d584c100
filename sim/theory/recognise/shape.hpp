#pragma once
/// What a scenario looks like to a model: who asks how often, for how long, which doors can refuse, what refusals lead
/// to.
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "busyhour/scenario/scenario.hpp"

namespace busyhour::recognition {

/// The law of a duration as far as models ask for it.
struct Law {
  enum class Kind : std::uint8_t { constant, exponential, lattice, general };
  double mean = 0, variance = 0;
  Kind kind = Kind::constant;
  std::string words = "constant";  ///< "lognormal"

  [[nodiscard]] double cv() const { return mean > 0 ? std::sqrt(variance) / mean : 0; }
  [[nodiscard]] bool is_nothing() const { return mean == 0 && variance == 0; }
  [[nodiscard]] bool is_exponential() const { return kind == Kind::exponential; }
  /// Only so many values apart: phases of constants never mix.
  [[nodiscard]] bool is_lattice() const { return kind == Kind::constant || kind == Kind::lattice; }
};
[[nodiscard]] Law law_of(const Distribution&);
/// Of independent times, one after another.
[[nodiscard]] Law operator+(const Law&, const Law&);

/// Hold of a request at an endpoint, and what follows the hold until its last byte.
struct Work {
  Law hold, rest;
  std::string odd;  ///< what no mean stands for
};
[[nodiscard]] Work work_of(const EndpointConfig&, const Demands*);
/// The endpoint of that name; the first one, if none is named.
[[nodiscard]] const EndpointConfig& endpoint_of(const ProviderConfig&, const std::string& name);

/// A limit that can refuse or delay.
struct Door {
  std::string name;
  const LimitConfig* config = nullptr;
  const WhenFull* when_full = nullptr;
  std::int64_t cap = 0;
  std::vector<std::string> odd;  ///< what of it no model has

  [[nodiscard]] const ConcurrencyLimit* slots() const { return std::get_if<ConcurrencyLimit>(config); }
  [[nodiscard]] const Reject* reject() const { return std::get_if<Reject>(when_full); }
  [[nodiscard]] const Queue* queue() const { return std::get_if<Queue>(when_full); }
};

/// Requests that arrive by themselves, of one workload.
struct Stream {
  std::string workload;
  double rate = 0;
  Law hold;
};

struct Shape {
  const Scenario* scenario = nullptr;
  std::string workload;                         ///< the only one, or empty
  const ConversationsConfig* closed = nullptr;  ///< the only workload, if it is one
  std::vector<Stream> streams;                  ///< all workloads, if they are arrivals
  double rate = 0;                              ///< of all streams
  Law think, hold, journey;                     ///< think: from a request's end to the next attempt, journeys included
  double success = 1;                           ///< share of the admitted that do not fail
  const EndpointConfig* endpoint = nullptr;
  const ClientConfig* client = nullptr;  ///< that all workloads have in common
  std::vector<Door> doors;
  std::vector<std::string> odd;  ///< what of the scenario no model has

  [[nodiscard]] std::int64_t sources() const { return closed ? closed->count : 0; }
  /// Whether a refusal by this door is tried again.
  [[nodiscard]] bool retries(const Door&) const;
};

[[nodiscard]] Shape shape_of(const Scenario&);
/// Timeouts, breakers, guards and the like: what no model has.
[[nodiscard]] bool has_manners(const ClientConfig&);
[[nodiscard]] bool has_classes(const WorkloadConfig&);
/// The limits that can refuse or delay, in file order.
void add_doors(Shape&);

}  // namespace busyhour::recognition
