#include "busyhour/model/open_workload.hpp"

#include <cmath>

#include "busyhour/model/arrival_times.hpp"
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

}  // namespace

Process arrive(World& world, Caller& caller, const ArrivalsConfig& config) {
  ArrivalTimes times{config.arrive, world.drawer(caller, 0)};
  for (std::uint32_t n = 0;;) {
    const ArrivalTimes::Instant next = times.next();
    co_await world.calendar.until(next.at);
    for (std::int64_t i = 0; i < next.together; ++i, ++n) {
      const Drawer me = world.drawer(caller, n);
      world.stories->spawn(come(world, caller, order_of(config.demand, me), n));
    }
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
