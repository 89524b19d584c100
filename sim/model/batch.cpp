#include "busyhour/model/batch.hpp"

#include <algorithm>

#include "busyhour/model/lone_request.hpp"
#include "submission.hpp"

namespace busyhour {

namespace {

/// The tasks from this one on that are submitted in one call.
std::shared_ptr<Submission> submission_of(World& world, const Caller& caller, const BatchConfig& config,
                                          std::uint32_t first) {
  auto made = std::make_shared<Submission>(world.drawer(caller, first).at);
  const auto end = std::min(config.tasks, static_cast<std::int64_t>(first) + config.together);
  for (std::uint32_t n = first; n < static_cast<std::uint32_t>(end); ++n) {
    const Drawer me = world.drawer(caller, n);
    made->add(me, order_of(config.demand, me));
  }
  return made;
}

}  // namespace

Process submit_all(World& world, Caller& caller, const BatchConfig& config) {
  const auto tasks = static_cast<std::uint32_t>(config.tasks), together = static_cast<std::uint32_t>(config.together);
  std::shared_ptr<Submission> submission;
  for (std::uint32_t n = 0; n < tasks; ++n) {
    const Drawer me = world.drawer(caller, n);
    if (together > 1 && n % together == 0) submission = submission_of(world, caller, config, n);
    world.stories->spawn(come(world, caller, order_of(config.demand, me), n, submission));
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
