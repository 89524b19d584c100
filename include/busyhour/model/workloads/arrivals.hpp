#pragma once
/// Independent requests that arrive one by one.
#include <variant>

#include "busyhour/model/clients/client.hpp"
#include "busyhour/model/workloads/demand.hpp"

namespace busyhour {

struct PoissonArrivals {
  static constexpr std::string_view kind = "poisson", about = "Independent arrivals at a constant rate.";
  double rate = 0;  ///< [1/s]
  static constexpr auto fields() {
    return std::tuple{required("rate", &PoissonArrivals::rate, "mean arrivals per time")
                          .of(dimension::rate)
                          .more_than(0)
                          .such_as("10 /s"),
                      later("profile", "a rate that changes over the day")};
  }
};

/// Gaps drawn from one distribution: `arrive: {dist: gamma, mean: 2 s, cv: 150%}` gives the gaps themselves.
struct RenewalArrivals {
  static constexpr std::string_view kind = "renewal",
                                    about = "Independent gaps between arrivals: the distribution of the gap itself.";
  Distribution gap;  ///< [s]
  static constexpr auto written_as = &RenewalArrivals::gap;
  static constexpr Dimension written_dimension = dimension::time;
  static constexpr auto fields() { return std::tuple{}; }
};

/// `dist: poisson` gives a rate; any other `dist` (or a constant) is the gap of a renewal process.
using Arrive = std::variant<RenewalArrivals, PoissonArrivals>;
template <>
struct Choice<Arrive> {
  static constexpr std::string_view key = "dist", noun = "arrivals";
  static constexpr bool absent_means_first = true;  // and so does a `dist` that is a family of distributions
};

struct ArrivalsConfig {
  static constexpr std::string_view kind = "arrivals",
                                    about = "Independent requests that arrive one by one (an open workload).";
  Arrive arrive;
  std::string endpoint;
  Demands demand;
  std::int64_t priority = 1;
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
        optional("client", &W::client, "what the caller does with refusals").by_default("no retry"),
        later("classes", "shares with services and prices of their own")};
  }
};

}  // namespace busyhour
