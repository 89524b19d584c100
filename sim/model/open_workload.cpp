#include "busyhour/model/open_workload.hpp"

#include <cmath>

#include "busyhour/model/lone_request.hpp"

namespace busyhour {

namespace {

Order order_of(const TraceConfig& config, const TraceRow& row, const Drawer& me) {
  Order order = order_of(config.demand, me);
  if (config.columns.tokens_out) order.tokens_out = row.tokens_out;
  if (config.columns.characters) order.characters = row.characters;
  if (config.columns.service) order.measured = row.service;
  return order;
}

Distribution gaps(const Arrive& arrive) {
  if (const auto* poisson = std::get_if<PoissonArrivals>(&arrive)) {
    DistributionSpec spec;
    spec.family = "exponential";
    spec.parameters = {{"mean", 1 / poisson->rate}};
    return fitted(spec);
  }
  return std::get<RenewalArrivals>(arrive).gap;
}

}  // namespace

Process arrive(World& world, Caller& caller, const ArrivalsConfig& config) {
  const Distribution gap = gaps(config.arrive);
  const Drawer source = world.drawer(caller, 0);
  for (std::uint32_t n = 0;; ++n) {
    co_await world.calendar.delay(source.duration(gap, purpose::arrival, n));
    const Drawer me = world.drawer(caller, n);
    world.stories->spawn(come(world, caller, order_of(config.demand, me), n));
  }
}

Process replay(World& world, Caller& caller, const TraceConfig& config) {
  std::uint32_t n = 0;
  for (const TraceRow& row : *config.rows) {
    const auto since = static_cast<double>(row.arrives.time_since_epoch().count());
    const TimePoint arrives{Duration{std::llround(since / config.scale)}};
    co_await world.calendar.until(arrives);
    const Drawer me = world.drawer(caller, n);
    world.stories->spawn(come(world, caller, order_of(config, row, me), n));
    ++n;
  }
}

}  // namespace busyhour
