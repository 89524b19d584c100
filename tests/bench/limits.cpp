/// What more rules at the door cost: a scenario with three limits and two workloads against the plain concurrency model
/// (one limit, one workload), in turn, so that both meet the same machine. `ratio` is events a second of the one to
/// those of the other; it must not fall below 0.5.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <ctime>
#include <stdexcept>
#include <string>
#include <vector>

#include "busyhour/model/replication.hpp"
#include "scenario/files_for_test.hpp"

namespace busyhour::bench {
namespace {

const std::string plain = R"(version: 1
provider:
  limits: {requests: {counts: requests, cap: 40, when_full: {action: reject}}}
  endpoints: {tts: {service: {dist: exponential, mean: 2.5 s}}}
workloads:
  calls:
    kind: conversations
    count: 150
    turn: {pause: {dist: exponential, mean: 7.5 s}}
    client: {retry: {kind: constant, pause: {dist: exponential, mean: 1 s}, attempts: unlimited}}
run: {duration: 20 min, warm_up: 1 min}
)";

const std::string full = R"(version: 1
provider:
  limits:
    rate: {counts: requests, per: 1 s, cap: 60, window: fixed, counts_rejected: true, when_full: {action: reject}}
    requests: {counts: requests, cap: 40, when_full: {action: reject}}
    connections: {counts: connections, cap: 200, when_full: {action: reject}}
  endpoints: {tts: {service: {dist: exponential, mean: 2.5 s}}}
workloads:
  calls:
    kind: conversations
    count: 100
    connection: per_conversation
    turn: {pause: {dist: exponential, mean: 7.5 s}}
    client: {retry: {kind: constant, pause: {dist: exponential, mean: 1 s}, attempts: unlimited}}
  clips:
    kind: arrivals
    arrive: {dist: poisson, rate: 5 /s}
    client: {retry: {kind: constant, pause: {dist: exponential, mean: 1 s}, attempts: unlimited}}
run: {duration: 20 min, warm_up: 1 min}
)";

Loaded loaded(const std::string& text) {
  Loaded made = load_text(text);
  if (!made.scenario) throw std::runtime_error{render(made.diagnostics, made.sources)};
  return made;
}

double used() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

/// Events a second of processor time in one replication.
class Model {
 public:
  explicit Model(const std::string& text) : loaded_{loaded(text)} {
    plan_.provider = &loaded_.scenario->provider;
    plan_.workloads = &loaded_.scenario->workloads;
    plan_.duration = loaded_.scenario->run.duration;
    plan_.warm_up = *loaded_.scenario->run.warm_up;
  }
  double speed() {
    const double start = used();
    const ReplicationResult result = replicate(plan_);
    ++plan_.replication;
    return static_cast<double>(result.events) / (used() - start);
  }

 private:
  Loaded loaded_;
  ReplicationPlan plan_;
};

double median(std::vector<double> all) {
  std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end());
  return all[all.size() / 2];
}

void three_limits_and_two_workloads(benchmark::State& state) {
  Model one{plain}, three{full};
  std::vector<double> plain_speeds, full_speeds, ratios;
  for (auto _ : state) {
    plain_speeds.push_back(one.speed());
    full_speeds.push_back(three.speed());
    ratios.push_back(full_speeds.back() / plain_speeds.back());
  }
  state.counters["plain_Mevents_s"] = median(plain_speeds) / 1e6;
  state.counters["full_Mevents_s"] = median(full_speeds) / 1e6;
  state.counters["ratio"] = median(ratios);
}
BENCHMARK(three_limits_and_two_workloads)->Iterations(25)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace busyhour::bench

BENCHMARK_MAIN();
