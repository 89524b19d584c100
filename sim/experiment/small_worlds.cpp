#include "small_worlds.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace busyhour::detail {

NamedLaw law(const std::string& family, double mean, double cv) {
  if (family == "constant") return {family, Distribution::constant(mean)};
  DistributionSpec spec{family, {{"mean", mean}}, {}, {}};
  if (family != "exponential") spec.parameters.emplace_back("cv", cv);
  return {family == "exponential" ? family : fmt::format("{} cv {}", family, cv), fitted(spec)};
}
NamedLaw exponential(double mean) { return law("exponential", mean, 1); }

Formula whole(std::int64_t n) {
  const std::string text = std::to_string(n);
  return {text, Expression::read(text, [](std::string_view) { return std::nullopt; })};
}

Queue line(std::optional<std::int64_t> most) {
  Queue queue;
  queue.capacity = {most.value_or(0), !most};
  return queue;
}

Retry again(double mean) {
  ConstantRetry rule;
  rule.pause = exponential(mean).law;
  rule.attempts = {0, true};
  return rule;
}

Scenario world(LimitConfig limit, const std::string& limit_name, Distribution service, WorkloadConfig workload) {
  Scenario s;
  s.provider.limits.emplace_back(limit_name, std::move(limit));
  EndpointConfig endpoint;
  endpoint.service = TimedService{std::move(service)};
  s.provider.endpoints.emplace_back("api", std::move(endpoint));
  s.workloads.emplace_back("load", std::move(workload));
  return s;
}

ConcurrencyLimit slots(std::int64_t cap, WhenFull when_full) {
  ConcurrencyLimit limit;
  limit.cap = whole(cap);
  limit.when_full = std::move(when_full);
  return limit;
}

void run_for(Scenario& s, double requests, double pace, double cycle) {
  const double counted = requests / pace, warm_up = std::max(counted / 10, 100 * cycle);
  s.run.warm_up = seconds(warm_up);
  s.run.duration = seconds(warm_up + counted);
}

Scenario closed_world(std::int64_t c, std::int64_t n, const NamedLaw& hold, const NamedLaw& think, WhenFull when_full,
                      Retry retry) {
  ConversationsConfig load;
  load.count = n;
  load.turn.pause = think.law;
  load.client.retry = std::move(retry);
  return world(slots(c, std::move(when_full)), "slots", hold.law, load);
}

Scenario open_world(std::int64_t c, double rate, const NamedLaw& hold, WhenFull when_full, Retry retry) {
  ArrivalsConfig load;
  load.arrive = PoissonArrivals{rate};
  load.client.retry = std::move(retry);
  return world(slots(c, std::move(when_full)), "slots", hold.law, load);
}

}  // namespace busyhour::detail
