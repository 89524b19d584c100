#pragma once
/// What the other side allows and how long it works: limits in the order they are asked, and endpoints.
#include "busyhour/model/accounts/account.hpp"
#include "busyhour/model/endpoints/endpoint.hpp"
#include "busyhour/model/limits/all.hpp"

namespace busyhour {

/// A cap that changes while the run goes on: the next admission is the first to see it.
struct CapChange {
  TimePoint at;
  std::uint32_t limit = 0;  ///< its place in the scenario
  Formula cap;
};

struct ProviderConfig {
  static constexpr std::string_view kind = "provider",
                                    about = "What the other side allows, and how long it works on a request.";
  std::optional<AccountConfig> account;
  Named<LimitConfig> limits;
  Named<EndpointConfig> endpoints;
  Distribution network;            ///< [s] each way
  std::vector<CapChange> changes;  ///< in the order of time; written as `changes` of the scenario
  static constexpr auto fields() {
    using P = ProviderConfig;
    return std::tuple{
        optional("limits", &P::limits, "every rule at the door, by name; asked in this order").by_default("none"),
        required("endpoints", &P::endpoints, "the provider's addresses, by name"),
        optional("network", &P::network, "time each way between client and provider; a refusal costs a round trip")
            .of(dimension::time)
            .at_least(0)
            .by_default("0 s")
            .such_as("20 ms"),
        optional("account", &P::account, "a prepaid balance and what is charged to it").by_default("none")};
  }
};

}  // namespace busyhour
