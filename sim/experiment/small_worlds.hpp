#pragma once
/// Small worlds with one limit and one endpoint, as `validate` needs them by the hundred.
#include <optional>
#include <string>

#include "busyhour/scenario/scenario.hpp"

namespace busyhour::detail {

struct NamedLaw {
  std::string name;
  Distribution law;
};

/// Of a mean [s]; constant and exponential laws take no notice of the coefficient of variation.
[[nodiscard]] NamedLaw law(const std::string& family, double mean, double cv);
[[nodiscard]] NamedLaw exponential(double mean);

[[nodiscard]] Formula whole(std::int64_t n);
/// First come, first served; endless if no capacity is given.
[[nodiscard]] Queue line(std::optional<std::int64_t> most = std::nullopt);
/// For ever, after exponential pauses of that mean [s].
[[nodiscard]] Retry again(double mean);

/// One limit, one endpoint `api`, one workload `load`.
[[nodiscard]] Scenario world(LimitConfig limit, const std::string& limit_name, Distribution service,
                             WorkloadConfig workload);
[[nodiscard]] ConcurrencyLimit slots(std::int64_t cap, WhenFull when_full);
/// Long enough to count so many requests, of which `pace` come a second; the warm-up is a tenth, and a hundred cycles
/// at least.
void run_for(Scenario& s, double requests, double pace, double cycle);

/// n conversations on c slots, and requests that arrive at a rate [1/s]; the length of the run is left to the caller.
[[nodiscard]] Scenario closed_world(std::int64_t c, std::int64_t n, const NamedLaw& hold, const NamedLaw& think,
                                    WhenFull when_full, Retry retry = NoRetry{});
[[nodiscard]] Scenario open_world(std::int64_t c, double rate, const NamedLaw& hold, WhenFull when_full,
                                  Retry retry = NoRetry{});

}  // namespace busyhour::detail
