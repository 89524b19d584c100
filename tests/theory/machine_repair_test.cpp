#include "busyhour/theory/machine_repair.hpp"

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <limits>

#include "busyhour/theory/engset.hpp"
#include "busyhour/theory/erlang.hpp"
#include "theory/support.hpp"

namespace busyhour {
namespace {

using testing::Digits;

TEST(MachineRepair, AgreesWithPublishedValues) {
  // PDQ, README: 400 users on 300 threads, no think time.
  const QueueFigures tomcat = machine_repair({300, 400, .444, 0});
  EXPECT_NEAR(tomcat.throughput, 675.6757, 5e-5);
  EXPECT_NEAR(tomcat.response_time, .5920, 5e-5);
  EXPECT_NEAR(tomcat.mean_queue, 100, 1e-11);
  EXPECT_NEAR(tomcat.slot_use, 1, 1e-15);
  // PDQ, demo mm1n.
  EXPECT_NEAR(machine_repair({1, 100, .63, 300}).throughput, .33245315, 5e-9);
  EXPECT_NEAR(machine_repair({1, 100, .63, 300}).response_time, .79425969, 5e-9);
  // Two machines, one repairman, as long to repair as to fail: shares 1/5, 2/5, 2/5.
  EXPECT_WITHIN(1e-15, 2 / 5.0, machine_repair({1, 2, 1, 1}).mean_queue);
  EXPECT_WITHIN(1e-15, 1 / 2.0, machine_repair({1, 2, 1, 1}).queue_wait);
}

/// Exact mean value analysis with the slots' shares of time (Reiser & Lavenberg, JACM 27, 1980), source by source; it
/// loses digits, so it has a hundred.
struct MeanValues {
  Digits throughput, wait;
};
MeanValues mean_values(const ClosedSystem& system) {
  const Digits hold{system.hold}, think{system.think};
  const auto c = static_cast<std::size_t>(system.slots);
  std::vector<Digits> inside(static_cast<std::size_t>(system.sources) + 1);  // shares of n inside
  inside[0] = 1;
  MeanValues values;
  for (std::size_t n = 1; n < inside.size(); ++n) {
    Digits response = 0;
    for (std::size_t j = 1; j <= n; ++j) response += Digits{j} * hold / std::min(j, c) * inside[j - 1];
    values.throughput = Digits{n} / (think + response);
    for (std::size_t j = n; j > 0; --j) inside[j] = values.throughput * hold / std::min(j, c) * inside[j - 1];
    inside[0] = 1;
    for (std::size_t j = 1; j <= n; ++j) inside[0] -= inside[j];
    values.wait = response - hold;
  }
  return values;
}

const std::vector<ClosedSystem> systems{{1, 4, 1, 9},  {4, 8, 2.5, 7.5}, {25, 100, 1, 4},
                                        {3, 40, 2, 1}, {7, 7, 1, 1},     {5, 20, 3, 0}};

TEST(MachineRepair, IsMeanValueAnalysis) {
  for (const ClosedSystem& system : systems) {
    const MeanValues values = mean_values(system);
    const QueueFigures figures = machine_repair(system);
    EXPECT_WITHIN(1e-13, values.throughput, figures.throughput);
    if (system.sources > system.slots) {
      EXPECT_WITHIN(1e-13, values.wait, figures.queue_wait);
    } else {
      EXPECT_EQ(figures.queue_wait, 0);
    }
    EXPECT_WITHIN(1e-13, figures.throughput * figures.response_time, figures.mean_inside);  // Little
  }
}

/// What arrivals find is counted in the chain itself: share of n times the requests made there.
TEST(MachineRepair, WaitsOfWhatRequestsFind) {
  for (const ClosedSystem& system : systems) {
    if (system.think == 0) continue;
    const auto c = system.slots, sources = system.sources;
    for (const std::int64_t line : {std::int64_t{0}, std::int64_t{2}, sources}) {
      const std::int64_t highest = std::min(sources, c + line);
      const auto shares = testing::chain(
          highest, [&](std::int64_t n) { return (sources - n) / Digits{system.think}; },
          [&](std::int64_t n) { return std::min(n, c) / Digits{system.hold}; });
      Digits made = 0, let_in = 0, queued = 0, late = 0, in_line = 0, held = 0;
      for (std::int64_t n = 0; n <= highest; ++n) {
        const Digits found = shares[static_cast<std::size_t>(n)] * (sources - n);
        made += found;
        held += std::min(n, c) * shares[static_cast<std::size_t>(n)];
        if (n > c) in_line += (n - c) * shares[static_cast<std::size_t>(n)];
        if (n == c + line) continue;
        let_in += found;
        if (n < c) continue;
        queued += found;
        late += found * testing::erlang_above(n - c + 1, Digits{c} / Digits{system.hold}, Digits{.6});
      }
      const QueueFigures figures = machine_repair(system, line);
      EXPECT_WITHIN(1e-13, Digits{1 - let_in / made}, figures.rejected);
      EXPECT_WITHIN(1e-13, Digits{queued / let_in}, figures.queued);
      EXPECT_WITHIN(1e-13, Digits{held / system.hold}, figures.throughput);
      EXPECT_WITHIN(1e-13, Digits{in_line * system.hold / held}, figures.queue_wait);
      EXPECT_WITHIN(1e-12, Digits{late / let_in}, machine_repair_wait_above(system, .6, line));
    }
  }
}

TEST(MachineRepair, WithoutALineIsEngset) {
  const EngsetFigures lost = engset(4, 8, 1 / 3.0);
  const QueueFigures figures = machine_repair({4, 8, 2.5, 7.5}, 0);
  EXPECT_WITHIN(1e-14, lost.call_congestion, figures.rejected);
  EXPECT_WITHIN(1e-14, lost.time_congestion, figures.full_time);
  EXPECT_WITHIN(1e-14, lost.carried_load, figures.slot_use * 4);
  EXPECT_EQ(figures.queue_wait, 0);
  EXPECT_EQ(machine_repair_wait_above({4, 8, 2.5, 7.5}, 0, 0), 0);
}

TEST(MachineRepair, WaitsHaveTheirMeanAndTheirPercentiles) {
  using Quadrature = boost::math::quadrature::gauss_kronrod<double, 31>;
  for (const ClosedSystem& system : systems) {
    const double mean = Quadrature::integrate([&](double t) { return machine_repair_wait_above(system, t); }, 0.0,
                                              std::numeric_limits<double>::infinity(), 12, 1e-12);
    EXPECT_NEAR(mean, machine_repair(system).queue_wait, 1e-10 * machine_repair(system).queue_wait);
  }
  const ClosedSystem system{4, 8, 2.5, 7.5};
  for (const double share : {.95, .99, .99999})
    EXPECT_WITHIN(1e-10, 1 - share, machine_repair_wait_above(system, machine_repair_wait_percentile(system, share)));
  EXPECT_EQ(machine_repair_wait_percentile(system, .5), 0);
}

TEST(MachineRepair, ManySources) {
  const auto shares = testing::chain(
      20'000, [](std::int64_t n) { return Digits{20'000 - n}; },
      [](std::int64_t n) { return Digits{std::min<std::int64_t>(n, 10'000)}; });
  Digits line = 0;
  for (std::size_t n = 10'000; n < shares.size(); ++n) line += Digits{n - 10'000} * shares[n];
  EXPECT_WITHIN(1e-13, line, machine_repair({10'000, 20'000, 1, 1}).mean_queue);
  // Saturated: the line holds what the slots do not, and a wait is that over the speed, to one part in its own root.
  EXPECT_NEAR(machine_repair({100'000, 300'000, 1, 1}).queue_wait, 1, 1e-12);
  EXPECT_NEAR(machine_repair_wait_percentile({100'000, 300'000, 1, 1}, .5), 1, 1e-4);
  // Many sources that ask rarely are a Poisson stream.
  EXPECT_WITHIN(1e-4, mmc({10, 9, 1}).queue_wait, machine_repair({10, 10'000'000, 1, 1e7 / 9}).queue_wait);
}

TEST(MachineRepair, Saturation) {
  // A duty of a quarter: four conversations a slot.
  EXPECT_EQ(saturation({5, 1, 2.5, 7.5}), 20);
}

TEST(MachineRepair, RefusesWhatHasNoAnswer) {
  EXPECT_REFUSED(machine_repair({0, 4, 1, 1}));
  EXPECT_REFUSED(machine_repair({1, 0, 1, 1}));
  EXPECT_REFUSED(machine_repair({1, 4, 0, 1}));
  EXPECT_REFUSED(machine_repair({1, 4, 1, -1}));
  EXPECT_REFUSED(machine_repair({1, 4, 1, std::nan("")}));
  EXPECT_REFUSED(machine_repair({1, 4, 1, 1}, -1));
  EXPECT_REFUSED(machine_repair({1, 4, 1, 0}, 2));  // refused and back at once, for ever
  EXPECT_REFUSED(machine_repair_wait_above({1, 4, 1, 1}, -1));
  EXPECT_REFUSED(machine_repair_wait_percentile({1, 4, 1, 1}, 1));
}

}  // namespace
}  // namespace busyhour
