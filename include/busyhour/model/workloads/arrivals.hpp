#pragma once
/// Independent requests that arrive one by one.
#include "busyhour/model/clients/client.hpp"
#include "busyhour/model/workloads/arrive.hpp"
#include "busyhour/model/workloads/classes.hpp"
#include "busyhour/model/workloads/demand.hpp"
#include "busyhour/model/workloads/own_slots.hpp"

namespace busyhour {

struct ArrivalsConfig {
  static constexpr std::string_view kind = "arrivals",
                                    about = "Independent requests that arrive one by one (an open workload).";
  Arrive arrive;
  std::string endpoint;
  Demands demand;
  std::int64_t priority = 1;
  std::optional<std::int64_t> reserve;
  Named<ClassConfig> classes;
  ClientConfig client;
  static constexpr auto fields() {
    using W = ArrivalsConfig;
    return std::tuple{
        required("arrive", &W::arrive, "when requests arrive").such_as("{dist: poisson, rate: 10 /s}"),
        optional("endpoint", &W::endpoint, "which endpoint; needed when there is more than one"),
        optional("demand", &W::demand, "how much each request asks for, where the endpoint's service depends on it"),
        optional("priority", &W::priority, "place in a priority queue; higher first")
            .at_least(1)
            .at_most(10)
            .by_default("1"),
        reserve_field<W>(),
        optional("client", &W::client, "what the caller does with refusals").by_default("no retry"),
        classes_field<ArrivalsConfig>()};
  }
};

}  // namespace busyhour
