/// The model against exact answers where callers come from outside: M(t)/G/infinity, and Erlang B for conversations
/// that arrive, hold a slot or a connection, and end. The tests are those of comparisons.hpp.
#include <gtest/gtest.h>

#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "busyhour/model/rate_profile.hpp"
#include "comparisons.hpp"

namespace busyhour::testing {
namespace {

using namespace std::chrono_literals;

/// Erlang's loss formula by its recursion.
double erlang_b(double load, int slots) {
  double b = 1;
  for (int n = 1; n <= slots; ++n) b = load * b / (n + load * b);
  return b;
}

// Requests of constant length D: the number in service at t is a Poisson number with mean rate x area(t - D, t)
// (Eick, Massey and Whitt, Operations Research 41(4), 1993, theorem 1). For exponential service of mean s the integral
// of exp(-(t - u) / s) factor(u) is taken by Simpson's rule. 400 replications, three instants, two services; 0.1 % in
// all.
TEST(OpenExact, InfiniteServersFollowTheProfile) {
  const Profile written = SineProfile{60s, 0.8, 20s};
  const RateProfile profile{written};
  const double rate = 5, D = 7;
  for (const bool constant : {true, false}) {
    Scene scene;
    scene.provider.endpoints.emplace_back("api", endpoint(TimedService{constant ? always(D) : exponential(D)}));
    ArrivalsConfig clicks;
    PoissonArrivals arrive;
    arrive.rate = rate;
    arrive.profile = written;
    clicks.arrive = arrive;
    scene.workloads.emplace_back("clicks", clicks);
    scene.run.duration = 100s;
    const std::vector<double> instants{45.0, 70.0, 95.0};
    std::vector<double> seen(instants.size());
    const int runs = 400;
    for (int r = 0; r < runs; ++r) {
      scene.run.replication = static_cast<std::uint32_t>(r);
      for (const RequestDone& one : tell(Teller::model, scene).requests)
        for (std::size_t i = 0; i < instants.size(); ++i) {
          const TimePoint t{seconds(instants[i])};
          seen[i] += one.admitted <= t && t < one.last_byte ? 1 : 0;
        }
    }
    for (std::size_t i = 0; i < instants.size(); ++i) {
      const double t = instants[i];
      double mean = rate * profile.area(TimePoint{seconds(t - D)}, TimePoint{seconds(t)});
      if (!constant) {
        const int steps = 20000;
        double sum = 0;
        for (int k = 0; k <= steps; ++k) {
          const double u = t * k / steps;
          const double weight = k == 0 || k == steps ? 1 : k % 2 == 1 ? 4 : 2;
          sum += weight * std::exp(-(t - u) / D) * profile.at(TimePoint{seconds(u)});
        }
        mean = rate * sum * t / steps / 3;
      }
      const double due = mean * runs, z = (seen[i] - due) / std::sqrt(due);
      EXPECT_LT(std::abs(z), quantile(boost::math::normal{}, 1 - family_alarm / 12))
          << t << ": " << seen[i] << " " << due;
    }
  }
}

CallsConfig calls(double rate, Lasts lasts) {
  CallsConfig c;
  PoissonArrivals arrive;
  arrive.rate = rate;
  c.arrive = arrive;
  c.lasts = std::move(lasts);
  return c;
}

// A connection is held as long as the call lasts (its requests take no time): Erlang B whatever the law of that time.
TEST(OpenExact, ConnectionsOfCallsAreErlangB) {
  std::vector<Comparison> family;
  for (const auto& [slots, load] : {std::pair{1, 0.7}, {5, 3.0}, {12, 14.0}})
    for (const Distribution& time :
         {exponential(100), always(100.0), law("lognormal", 100, 2), law("gamma", 100, 1.5)}) {
      Scene scene;
      scene.provider.limits.emplace_back("connections", limit(Counts::connections, slots));
      scene.provider.endpoints.emplace_back("api", endpoint(TimedService{always(0.0)}));
      CallsConfig c = calls(load / 100, LastsTime{time});
      c.connection = ConnectionUse::per_conversation;
      c.turn.pause = exponential(30);
      scene.workloads.emplace_back("calls", c);
      scene.run.warm_up = 2000s;
      scene.run.duration = 2000s + seconds(10000 * 100 / load);
      const Simulated run{std::to_string(slots) + " connections, " + std::string{time.family()}, scene};
      const double b = erlang_b(load, slots);
      family.push_back(run.ratio("conversation_refused", b));
      family.push_back(run.ratio("full_time", b));
      family.push_back(run.ratio("slot_use", load * (1 - b) / slots));
    }
  expect_agreement(family, 3);
}

// With whole_call a slot is held from the call's first request to the end of its last, pauses included: of n turns
// n services and n - 1 pauses. A call whose first request is refused ends. Slots see Poisson arrivals (each a pause
// after a Poisson instant): Erlang B.
TEST(OpenExact, WholeCallSlotsAreErlangB) {
  std::vector<Comparison> family;
  for (const auto& [slots, load] : {std::pair{2, 1.5}, {6, 5.0}})
    for (const bool alike : {true, false}) {
      Scene scene;
      scene.provider.limits.emplace_back("requests", limit(Counts::requests, slots));
      EndpointConfig api = endpoint(TimedService{alike ? always(10.0) : law("lognormal", 10, 1)});
      api.slot_held = HeldByWord{SlotHeld::whole_call};
      scene.provider.endpoints.emplace_back("api", api);
      const double turns = 4, held = 4 * 10 + 3 * 20;
      CallsConfig c = calls(load / held, LastsTurns{always(turns)});
      c.turn.pause = alike ? always(20.0) : exponential(20);
      c.turn.if_given_up = IfGivenUp::end_conversation;
      scene.workloads.emplace_back("calls", c);
      scene.run.warm_up = 2000s;
      scene.run.duration = 2000s + seconds(10000 * held / load);
      const Simulated run{std::to_string(slots) + " slots, " + (alike ? "constants" : "drawn"), scene};
      const double b = erlang_b(load, slots);
      family.push_back(run.ratio("full_time", b));
      family.push_back(run.ratio("slot_use", load * (1 - b) / slots));
      family.push_back(run.ratio("first_attempt_rejected", b / (b + turns * (1 - b))));
    }
  expect_agreement(family, 3);
}

}  // namespace
}  // namespace busyhour::testing
