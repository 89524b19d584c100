/// The model against exact answers, in closed populations of N sources before c slots: loss (Engset), retry
/// (finite-source retrial chain) and the provider's queue (machine repair).
///
/// Each comparison is a t test of the ratio of sums over replications (delta method) against the exact value. A family
/// of m comparisons raises a false alarm with probability 0.1 % at most: each is held to 0.1 % / m (Bonferroni). Seeds
/// are fixed.
#include <gtest/gtest.h>

#include <cmath>

#include "chains.hpp"
#include "comparisons.hpp"

namespace busyhour::testing {
namespace {

struct Setting {
  int c, N;
  double h, Z;
  double alpha() const { return h / Z; }
};

std::string in_words(const Setting& s) {
  return std::to_string(s.N) + " sources, " + std::to_string(s.c) + " slots, service " + std::to_string(s.h) +
         " s, thinking " + std::to_string(s.Z) + " s";
}

Scene closed(const Setting& s, Distribution service, WhenFull when_full, Retry retry) {
  Scene scene;
  scene.provider.limits.emplace_back("requests", limit(Counts::requests, s.c, std::move(when_full)));
  scene.provider.endpoints.emplace_back("api", endpoint(TimedService{std::move(service)}));
  ConversationsConfig calls;
  calls.count = s.N;
  calls.turn.pause = exponential(s.Z);
  calls.client.retry = std::move(retry);
  scene.workloads.emplace_back("calls", calls);
  const double cycle = s.h + s.Z;
  scene.run.warm_up = seconds(100 * cycle);
  scene.run.duration = seconds(100 * cycle + 20000 * cycle / s.N);  // about 20,000 requests
  return scene;
}

Retry again(double mean) {
  ConstantRetry rule;
  rule.pause = exponential(mean);
  rule.attempts = unlimited;
  return rule;
}

/// Slots from 1 to 12, load from light to hopeless, thinking from half a second to a minute.
const std::vector<Setting> settings{{1, 2, 1, 9},    {1, 4, 1, 9},     {1, 8, 1.2, 9},   {2, 5, 2.5, 7.5},
                                    {2, 12, .7, 4},  {3, 4, 3, 2},     {4, 8, 2.5, 7.5}, {4, 20, 1, 9},
                                    {5, 30, 1.7, 8}, {8, 40, .2, 1.5}, {12, 60, 4, 15},  {3, 9, 20, 60}};

TEST(Exact, LossIsEngset) {
  std::vector<Comparison> family;
  for (const Setting& s : settings) {
    const Simulated run{in_words(s), closed(s, exponential(s.h), Reject{}, NoRetry{})};
    family.push_back(run.ratio("first_attempt_rejected", engset(s.alpha(), s.c, s.N)));
    family.push_back(run.ratio("full_time", engset_time(s.alpha(), s.c, s.N)));
  }
  expect_agreement(family, 2);
}

// Loss does not depend on the service law but through its mean.
TEST(Exact, LossIsInsensitiveToTheServiceLaw) {
  std::vector<Comparison> family;
  for (const Setting& s :
       {Setting{1, 4, 1, 9}, Setting{2, 5, 2.5, 7.5}, Setting{4, 8, 2.5, 7.5}, Setting{8, 40, .2, 1.5}}) {
    for (const Distribution& service : {exponential(s.h), always(s.h), law("lognormal", s.h, 2)}) {
      const Simulated run{in_words(s) + " " + std::string{service.family()}, closed(s, service, Reject{}, NoRetry{})};
      family.push_back(run.ratio("first_attempt_rejected", engset(s.alpha(), s.c, s.N)));
      family.push_back(run.ratio("full_time", engset_time(s.alpha(), s.c, s.N)));
    }
  }
  expect_agreement(family, 2);
}

// A turn of the closed population is Engset's cycle whatever the pause's law.
TEST(Exact, LossIsInsensitiveToThePauseLaw) {
  std::vector<Comparison> family;
  for (const Setting& s : {Setting{1, 4, 1, 9}, Setting{4, 8, 2.5, 7.5}}) {
    for (const Distribution& pause : {law("lognormal", s.Z, 2), law("uniform", s.Z, .5), law("gamma", s.Z, 1.5)}) {
      Scene scene = closed(s, exponential(s.h), Reject{}, NoRetry{});
      std::get<ConversationsConfig>(scene.workloads[0].second).turn.pause = pause;
      const Simulated run{in_words(s) + " pause " + std::string{pause.family()}, scene};
      family.push_back(run.ratio("first_attempt_rejected", engset(s.alpha(), s.c, s.N)));
    }
  }
  expect_agreement(family, 1);
}

TEST(Exact, RetryIsTheRetrialChain) {
  std::vector<Comparison> family;
  for (std::size_t i = 0; i < settings.size(); ++i) {
    const Setting& s = settings[i];
    const double b = std::vector{.5, .1, 3.0}[i % 3];
    const Retrial exact = retrial(s.c, s.N, s.h, s.Z, b);
    const Simulated run{in_words(s) + ", backoff " + std::to_string(b),
                        closed(s, exponential(s.h), Reject{}, again(b))};
    family.push_back(run.ratio("first_attempt_rejected", exact.first_rejected));
    family.push_back(run.ratio("attempt_rejected", exact.attempt_rejected));
    family.push_back(run.mean("added_delay", exact.delay));
    family.push_back(run.ratio("slot_use", exact.slot_use));
    family.push_back(run.ratio("full_time", exact.full));
  }
  expect_agreement(family, 5);
}

TEST(Exact, QueueIsMachineRepair) {
  std::vector<Comparison> family;
  for (const Setting& s : settings) {
    const Repair exact{s.c, s.N, s.h, s.Z};
    const double t = s.h / s.c;
    const Simulated run{in_words(s), closed(s, exponential(s.h), queue(), NoRetry{}), seconds(t)};
    family.push_back(run.mean("added_delay", exact.wait()));
    family.push_back(run.longer(exact.longer(t)));
    family.push_back(run.ratio("slot_use", exact.slot_use()));
  }
  expect_agreement(family, 3);
}

// Retry and queue do depend on the service law: the same means, other answers. One slot has exact answers for any law.
TEST(Exact, RetryAndQueueAreSensitiveToTheServiceLaw) {
  const Setting s{1, 4, 1, 9};
  const double b = .5;
  struct Law {
    Distribution drawn;
    ServiceLaw exact;
  };
  std::vector<Comparison> family;
  for (const Law& service :
       {Law{always(1.0), constant_service(1)}, Law{law("lognormal", 1, 2), lognormal_service(1, 2)}}) {
    const OneSlot retried = one_slot(s.N, service.exact, s.Z, b), queued = one_slot(s.N, service.exact, s.Z, 0);
    const Simulated retry{"retry, " + std::string{service.drawn.family()},
                          closed(s, service.drawn, Reject{}, again(b))};
    const Simulated line{"queue, " + std::string{service.drawn.family()}, closed(s, service.drawn, queue(), NoRetry{})};
    family.push_back(retry.mean("added_delay", retried.delay));
    family.push_back(retry.ratio("first_attempt_rejected", retried.first_rejected));
    family.push_back(line.mean("added_delay", queued.delay));
    // The answers for exponential service lie far outside: more than ten standard errors.
    EXPECT_GT(std::abs(retry.mean("added_delay", retrial(s.c, s.N, s.h, s.Z, b).delay).t), 10);
    EXPECT_GT(std::abs(line.mean("added_delay", Repair{s.c, s.N, s.h, s.Z}.wait()).t), 10);
  }
  expect_agreement(family, 1);
}

}  // namespace
}  // namespace busyhour::testing
