/// The connection of a conversation: asked for when it begins, closed by the provider when idle, asked for again.
#include <algorithm>
#include <utility>

#include "turn.hpp"

namespace busyhour {

namespace {

/// Asks for a connection by a route. Of a closed population, the time until it is there counts as without one.
Task<bool> ask_for_connection(World& world, Caller& caller, Member& m, const Route& route) {
  if (m.stays) world.observed.say(caller.index, UnconnectedChange{world.calendar.now(), +1});
  Permit permit = co_await connect(world, caller, m.me, route);
  m.refused = !permit;
  if (m.refused) co_return false;
  m.connection.hold(std::move(permit));
  m.has_sent(caller, world.calendar.now());
  if (m.stays) world.observed.say(caller.index, UnconnectedChange{world.calendar.now(), -1});
  co_return true;
}

}  // namespace

Task<void> begin_conversation(World& world, Caller& caller, Member& m, ConnectionUse use) {
  if (use == ConnectionUse::per_request) co_return;
  const TimePoint since = world.calendar.now();
  if (!m.stays) world.observed.begun(since);
  const bool connected = co_await ask_for_connection(world, caller, m, caller.connection);
  if (!m.stays) world.observed.say(ConversationBegun{m.me.who(caller), since, !connected});
}

void end_conversation(World& world, Member& m) {
  world.door.as_one([&] {
    m.kept.release();
    m.connection.release();
  });
  m.closes = TimePoint::max();
  m.lost = false;
}

Task<void> lose_connection(World& world, Member& m) {
  const TimePoint closes = std::exchange(m.closes, TimePoint::max());
  if (closes > world.calendar.now()) co_await world.calendar.until(closes, Phase::release);
  world.door.as_one([&] {
    m.kept.connection_closed();
    m.connection.connection_closed();
  });
  m.lost = true;
}

Task<bool> reconnect(World& world, Caller& caller, Member& m) {
  m.lost = false;
  return ask_for_connection(world, caller, m, caller.reconnection);
}

}  // namespace busyhour
