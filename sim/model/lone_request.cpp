#include "busyhour/model/lone_request.hpp"

namespace busyhour {

Order order_of(const Demands& workload, const Drawer& me) {
  const Demands& demand = me.own && me.own->demand ? *me.own->demand : workload;
  Order order;
  order.number = me.at.entity;
  if (demand.tokens_in) order.tokens_in = me.value(*demand.tokens_in, purpose::tokens_in, 0);
  if (demand.tokens_out) order.tokens_out = me.value(*demand.tokens_out, purpose::tokens_out, 0);
  if (demand.characters) order.characters = me.value(*demand.characters, purpose::characters, 0);
  order.speaking_rate = demand.speaking_rate.value_or(1);
  return order;
}

Process come(World& world, Caller& caller, Order order, std::uint32_t number, std::shared_ptr<Submission> submission) {
  order.submission = submission.get();
  Drawer me = world.drawer(caller, number);
  (void)co_await send(world, caller, me, order);
}

}  // namespace busyhour
