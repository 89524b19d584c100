#include "busyhour/theory/overload.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "busyhour/model/rate_profile.hpp"
#include "shape.hpp"

namespace busyhour {
namespace {

using namespace recognition;

/// Requests a second for each arrival that the rate counts: the mean of the profile, times that of a batch.
double multiple_of(const ArrivalsConfig& config) {
  return std::visit(
      [](const auto& a) {
        double times = 1;
        if constexpr (requires { a.batch_size; })
          if (a.batch_size) times *= a.batch_size->mean();
        if constexpr (requires { a.profile; })
          if (a.profile) {
            const Duration long_run = std::chrono::hours{24 * 365};
            times *= RateProfile{*a.profile}.area(TimePoint{}, TimePoint{long_run}) / in_seconds(long_run);
          }
        return times;
      },
      config.arrive);
}

/// Whether what finds the door shut waits as long as it takes, or comes again without end.
bool loses_nothing(const Shape& s, const Door& door) {
  if (has_manners(*s.client) || s.client->in_flight) return false;
  if (const Queue* queue = door.queue()) return queue->capacity.unlimited && !queue->patience;
  return s.retries(door) && std::visit(
                                [](const auto& r) {
                                  if constexpr (requires { r.attempts, r.deadline, r.budget; })
                                    return r.attempts.unlimited && !r.deadline && !r.budget;
                                  else
                                    return false;
                                },
                                s.client->retry);
}

/// What a rate limit lets through in a second, in the long run.
std::optional<double> pace_of(const LimitConfig& config, std::int64_t cap) {
  return std::visit(
      [&](const auto& limit) -> std::optional<double> {
        if constexpr (requires { limit.per; })
          if (limit.counts == Counts::requests) return static_cast<double>(cap) / in_seconds(limit.per);
        return std::nullopt;
      },
      config);
}

struct Asked {
  double requests = 0, slots = 0;  ///< a second; at once
};

}  // namespace

std::optional<std::string> overload_of(const Scenario& scenario) {
  const Shape s = shape_of(scenario);
  if (s.streams.empty() || !scenario.provider.changes.empty() || scenario.run.until != Until::duration) return {};
  Asked asked;
  for (std::size_t i = 0; i < s.streams.size(); ++i) {
    const double rate = s.streams[i].rate * multiple_of(std::get<ArrivalsConfig>(scenario.workloads[i].second));
    asked.requests += rate;
    asked.slots += rate * s.streams[i].hold.mean;
  }
  for (const Door& door : s.doors) {
    if (door.cap <= 0 || !door.odd.empty() || !loses_nothing(s, door)) continue;
    const char* what = door.queue() ? "waits as long as it takes" : "comes again without end";
    if (const auto* slots = door.slots(); slots && slots->counts == Counts::requests) {
      if (asked.slots >= static_cast<double>(door.cap) * (1 - 1e-9))
        return fmt::format(
            "{}: {:.4g} requests a second that hold a slot for {:.4g} s on average ask for {:.4g} slots; "
            "there are {}, and what finds them taken {}",
            door.name, asked.requests, asked.slots / asked.requests, asked.slots, door.cap, what);
    } else if (const auto pace = pace_of(*door.config, door.cap); pace && asked.requests >= *pace * (1 - 1e-9)) {
      return fmt::format("{}: {:.4g} requests a second arrive, {:.4g} a second pass, and what is too much {}",
                         door.name, asked.requests, *pace, what);
    }
  }
  return {};
}

}  // namespace busyhour
