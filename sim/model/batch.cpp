#include "busyhour/model/batch.hpp"

#include "busyhour/model/lone_request.hpp"

namespace busyhour {

Process submit_all(World& world, Caller& caller, const BatchConfig& config) {
  for (std::uint32_t n = 0; n < static_cast<std::uint32_t>(config.tasks); ++n) {
    const Drawer me = world.drawer(caller, n);
    world.stories->spawn(come(world, caller, order_of(config.demand, me), n));
  }
  co_return;
}

Process work(World& world, Caller& caller, const WorkersConfig& config) {
  while (caller.next_task < static_cast<std::uint32_t>(config.tasks)) {
    Drawer me = world.drawer(caller, caller.next_task++);
    const Order order = order_of(config.demand, me);
    (void)co_await send(world, caller, me, order);
    // The slot came back first: whoever arrives at this instant is asked before the next task of this worker.
    const TimePoint next = world.calendar.now() + me.duration(config.client.turnaround, purpose::turnaround, 0);
    co_await world.calendar.until(next);
  }
}

}  // namespace busyhour
