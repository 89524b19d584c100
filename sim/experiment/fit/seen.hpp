#pragma once
/// Requests as a log and a simulation have them alike, so that both are measured by the same code.
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "gather.hpp"

namespace busyhour::fitting {

struct SeenRequest {
  double arrives = 0;                                         ///< [s]
  double wait = 0;                                            ///< [s] before service
  double service = std::numeric_limits<double>::quiet_NaN();  ///< [s] not a number: the log does not say
  double holds =
      service;  ///< [s] how long it surely holds its slot: what follows begins then, but for a log's rounding
  bool refused = false;
  bool ended_well = true;  ///< of others the service holds a slot, but says nothing of the law
  [[nodiscard]] double begins() const { return arrives + wait; }
};

/// What is measured of those that arrive in [from, to], and of the time between; not a number where nothing is known.
enum class Told : std::uint8_t {
  rate,
  refused,
  mean_wait,
  p95_wait,
  mean_duration,
  p95_duration,
  mean_in_flight,
  p95_in_flight,  ///< exceeded a twentieth of the time
  most_in_flight
};
inline constexpr std::size_t told_kinds = 9;
using ToldNumbers = std::array<double, told_kinds>;

/// `requests` may begin before `from`: what is still going on then is in flight.
[[nodiscard]] ToldNumbers measured(std::span<const SeenRequest> requests, double from, double to);

/// The rows of a log that say when they came, in the order of time.
[[nodiscard]] std::vector<SeenRequest> seen_in(const Gathered& log);

/// The limit on concurrency that a log shows by its refusals (else by its waits): so many were in service at nearly
/// every one of them. Nothing if fewer than 10 are there, or less than nine in ten agree within 2%. `requests` are in
/// the order of time.
[[nodiscard]] std::optional<SeenLimit> limit_in(std::span<const SeenRequest> requests);

}  // namespace busyhour::fitting
