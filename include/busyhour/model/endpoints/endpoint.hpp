#pragma once
/// One of the provider's addresses: how long it works on a request, and until when that holds a slot.
#include "busyhour/model/endpoints/service.hpp"
#include "busyhour/model/endpoints/slot_held.hpp"
#include "busyhour/model/limits/when_full.hpp"

namespace busyhour {

/// What an endpoint says about one of the provider's limits in place of the limit's own word.
struct LimitOverride {
  static constexpr std::string_view kind = "override", about = "What this endpoint does otherwise than the limit says.";
  WhenFull when_full;
  static constexpr auto fields() {
    return std::tuple{required("when_full", &LimitOverride::when_full, "what happens to an attempt at this endpoint that finds the limit full")};
  }
};

struct EndpointConfig {
  static constexpr std::string_view kind = "endpoint", about = "One of the provider's addresses.";
  Service service;
  SlotHeld slot_held = SlotHeld::until_last_byte;
  Named<LimitOverride> limits;
  static constexpr auto fields() {
    using E = EndpointConfig;
    return std::tuple{
        required("service", &E::service, "how long an admitted request takes").such_as("{dist: exponential, mean: 2.5 s}"),
        optional("slot_held", &E::slot_held, "until when an admitted request holds its slot").by_default("until_last_byte"),
        optional("limits", &E::limits, "overrides of the provider's limits, by name"),
        later("stages", "service in named stages"),
        later("price", "what a request costs"),
        later("fails", "share of requests that fail")};
  }
};

}  // namespace busyhour
