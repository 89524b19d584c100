/// Blocks of a trace.
#include <cmath>
#include <set>

#include "busyhour/model/open_workload.hpp"
#include "stories.hpp"

namespace busyhour::testing {
namespace {

TraceConfig hundred() {
  std::vector<At> rows;
  for (int i = 0; i < 100; ++i) rows.push_back({i * 1s, (i + 1) * 1ms});  // the service tells the row
  TraceConfig config = trace(std::move(rows));
  config.resample = Resample{10s};
  return config;
}
Drawer source(std::uint32_t replication) { return {Place{seed_of(20261122, "trace"), replication, 0}}; }

// Blocks of ten rows a second apart: within a block the rows follow one another, round the end to the beginning.
TEST(Resample, KeepsBlocksTogether) {
  const TraceConfig config = hundred();
  const auto rows = rows_of(config, source(3));
  ASSERT_GE(rows->size(), 90U);
  std::size_t joints = 0;
  for (std::size_t i = 1; i < rows->size(); ++i) {
    EXPECT_GE((*rows)[i].arrives, (*rows)[i - 1].arrives);
    const auto step = ((*rows)[i].service - (*rows)[i - 1].service) / 1ms;
    if (step != 1 && step != -99) ++joints;
  }
  EXPECT_LE(joints, 9U);
  EXPECT_LE(rows->back().arrives, TimePoint{99s + 1ns});
}

// Every row comes once on average: over 2,000 replications each row's count is tested against 1, its variance at most
// that of ten independent blocks (10 x 0.1 x 0.9); 0.1 % over all 100 rows, normal law: 4.4 standard errors.
TEST(Resample, EachRowComesOnceOnAverage) {
  const TraceConfig config = hundred();
  std::vector<double> times(100);
  const int runs = 2000;
  for (int r = 0; r < runs; ++r) {
    const auto rows = rows_of(config, source(static_cast<std::uint32_t>(r)));
    for (const TraceRow& row : *rows) ++times[static_cast<std::size_t>(row.service / 1ms - 1)];
  }
  for (const double n : times) EXPECT_LT(std::abs(n / runs - 1) / std::sqrt(0.9 / runs), 4.4) << n;
}

TEST(Resample, DiffersFromReplicationToReplication) {
  Scene scene;
  scene.provider.endpoints.emplace_back("api", endpoint(TimedService{}));
  scene.workloads.emplace_back("trace", hundred());
  std::set<std::size_t> seen;
  for (std::uint32_t r = 0; r < 3; ++r) {
    scene.run.replication = r;
    const auto story = tell(Teller::model, scene).requests;
    EXPECT_EQ(story.size(), rows_of(hundred(), {Place{seed_of(scene.run.seed, "trace"), r, 0}})->size());
    std::size_t first = 0;
    for (std::size_t i = 0; i < 10; ++i)
      first = first * 131 + static_cast<std::size_t>((story[i].last_byte - story[i].admitted) / 1ms);
    seen.insert(first);
  }
  EXPECT_EQ(seen.size(), 3U);
}

}  // namespace
}  // namespace busyhour::testing
