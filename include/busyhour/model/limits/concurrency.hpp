#pragma once
/// A concurrency limit: at most `cap` held at one instant.
#include <array>
#include <string>
#include <vector>

#include "busyhour/base/expression.hpp"
#include "busyhour/model/endpoints/slot_held.hpp"
#include "busyhour/model/limits/when_full.hpp"

namespace busyhour {

/// What a limit counts, and so which demands it is asked about.
enum class Counts : std::uint8_t { requests, connections };
template <>
struct Words<Counts> {
  static constexpr std::array words{
      Word<Counts>{Counts::requests, "requests", "requests admitted and not yet released (a rate limit: attempts)"},
      Word<Counts>{Counts::connections, "connections", "open connections, idle ones included"}};
  static constexpr std::array later{Later{"contexts", "open contexts of a connection"}, Later{"tasks", "tasks that are not yet at their end"},
                                    Later{"calls", "conversations under way"}, Later{"balance", "the money of the account"}};
};

/// Whose counter it is.
enum class LimitKey : std::uint8_t { account, endpoint, workload };
template <>
struct Words<LimitKey> {
  static constexpr std::array words{Word<LimitKey>{LimitKey::account, "account", "one counter for all endpoints and workloads"},
                                    Word<LimitKey>{LimitKey::endpoint, "endpoint", "one counter for each endpoint"},
                                    Word<LimitKey>{LimitKey::workload, "workload", "one counter for each workload"}};
};

/// At most `cap` requests or connections held at one instant. Invariant: held <= cap of the moment of admission.
/// With Poisson arrivals and rejection it is M/G/c/c (Erlang B); with a closed population and rejection, Engset.
struct ConcurrencyLimit {
  static constexpr std::string_view kind = "concurrency", about = "At most `cap` held at one instant.";
  Counts counts = Counts::requests;
  Formula cap;
  WhenFull when_full;
  LimitKey key = LimitKey::account;
  std::vector<std::string> endpoints;
  std::optional<SlotHeld> slot_held;

  static constexpr auto fields() {
    using L = ConcurrencyLimit;
    return std::tuple{
        required("counts", &L::counts, "what is counted"),
        required("cap", &L::cap, "most held at one instant: a whole number, or a formula over other values").at_least(1).whole().such_as("5 * provider.limits.requests.cap"),
        required("when_full", &L::when_full, "what happens to an attempt that finds it full"),
        optional("key", &L::key, "whose counter it is").by_default("account"),
        optional("endpoints", &L::endpoints, "only these endpoints are counted").by_default("all").such_as("[monitor]"),
        optional("slot_held", &L::slot_held, "until when a slot is held; overrides the endpoint's word").by_default("as the endpoint says"),
        later("reserve", "slots kept for one workload"),
        later("unlimited_when", "a condition under which there is no limit"),
        later("at_least", "the least balance")};
  }
};

}  // namespace busyhour
