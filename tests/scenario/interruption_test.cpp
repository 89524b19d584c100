/// Runs that would last for days are left when they are asked to stop, whatever they are busy with.

#include <gtest/gtest.h>

#include "busyhour/model/replication.hpp"
#include "files_for_test.hpp"

namespace busyhour {
namespace {

/// Told until it is asked to stop, which is answered with yes from the n-th time on.
ReplicationResult stopped(const std::string& text, int nth = 1) {
  const Loaded loaded = load_text(text);
  if (!loaded.scenario) throw std::runtime_error{said(loaded)};
  int asked = 0;
  ReplicationPlan plan;
  plan.provider = &loaded.scenario->provider;
  plan.workloads = &loaded.scenario->workloads;
  if (loaded.scenario->run.until == Until::duration) plan.duration = loaded.scenario->run.duration;
  plan.stop_after = loaded.scenario->run.stop_after;
  plan.cut = [&] { return ++asked >= nth; };
  return replicate(plan);
}

const std::string until_done = "{until: workload_done, stop_after: 30 day}",
                  ten_hours = "{duration: 10 h, warm_up: 0 s}";

std::string polling(const std::string& run) {
  return R"(version: 1
provider:
  limits: {rate: {counts: requests, per: 1 s, cap: 1000000, window: fixed, when_full: {action: reject}}}
  endpoints: {run: {service: 3 h}, status: {service: 1 ms}}
workloads: {a: {kind: batch, tasks: 2, endpoint: run, client: {completion: {by: polling, first: 1 ns, endpoint: status}}}}
run: )" + run +
         "\n";
}

TEST(Interruption, OfPollsEveryNanosecond) {
  for (const std::string& run : {until_done, ten_hours}) {
    const ReplicationResult r = stopped(polling(run));
    EXPECT_FALSE(r.complete);
    EXPECT_LT(r.events, 100'000U);
  }
}

// The run is over after about thirty looks; the world runs on for the requests that are open.
TEST(Interruption, WhileTheWorldRunsOn) {
  const ReplicationResult r = stopped(polling("{duration: 60 us, warm_up: 0 s}"), 40);
  EXPECT_FALSE(r.complete);
  EXPECT_FALSE(r.stopped);  // the duration was told to its end
}

TEST(Interruption, OfRetriesEveryNanosecond) {
  for (const std::string& run : {until_done, ten_hours})
    EXPECT_FALSE(stopped(R"(version: 1
provider: {limits: {slots: {counts: requests, cap: 1, when_full: {action: reject}}}, endpoints: {api: {service: 3 h}}}
workloads: {a: {kind: batch, tasks: 2, client: {retry: {kind: constant, pause: 1 ns, attempts: unlimited}}}}
run: )" + run + "\n")
                     .complete);
}

TEST(Interruption, OfALineOfTensOfThousands) {
  const ReplicationResult r = stopped(R"(version: 1
provider: {limits: {slots: {counts: requests, cap: 2, reserve: {b: 1}, when_full: {action: queue, capacity: unlimited}}}, endpoints: {api: {service: 1 us}}}
workloads:
  a: {kind: batch, tasks: 60000}
  b: {kind: arrivals, arrive: {dist: poisson, rate: 1 /day}}
run: )" + ten_hours + "\n");
  EXPECT_FALSE(r.complete);
}

}  // namespace
}  // namespace busyhour
