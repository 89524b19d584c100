#pragma once
/// One turn of a conversation, told: the sentences of a voice turn, or the one request that follows a pause.
#include "busyhour/kernel/story.hpp"
#include "busyhour/model/request.hpp"
#include "busyhour/model/workloads/conversations.hpp"

namespace busyhour {

/// A conversation: where its draws stand, how far it has come, and when it is over.
struct Member {
  Drawer me;
  std::uint32_t turn = 0;       ///< turns told so far
  std::uint32_t sentences = 0;  ///< sentences planned so far, the dropped ones too
  Kept connection{}, kept{};
  bool stays = true;                      ///< one of a closed population: without a connection, or ended, it goes on
  bool refused = false;                   ///< it has asked for a connection, in vain
  bool lost = false;                      ///< its connection was closed: the next request must connect again
  TimePoint closes = TimePoint::max();    ///< when the provider closes its connection if nothing is sent until then
  TimePoint hangs_up = TimePoint::max();  ///< when its time is up
  std::uint32_t turns = 0;                ///< how many it has; 0: no matter
  [[nodiscard]] bool was_last_turn() const { return turn + 1 == turns; }
  /// The client has sent something on its connection.
  void has_sent(const Caller& caller, TimePoint at) {
    const auto& timeout = me.endpoint(caller).idle_timeout;
    if (timeout && connection.first) closes = at + *timeout;
  }
};

/// How a voice turn left things.
struct TurnEnd {
  TimePoint gap_starts;
  bool conversation_ended = false;
  bool interrupted = false;  ///< the user speaks already
};

/// Asks for the connection of a conversation that begins, if it needs one.
[[nodiscard]] Task<void> begin_conversation(World& world, Caller& caller, Member& m, ConnectionUse use);
/// It gives back all that it holds.
void end_conversation(World& world, Member& m);
/// The provider closes a connection on which nothing was sent for too long.
[[nodiscard]] Task<void> lose_connection(World& world, Member& m);
/// Asks for a connection in place of the one that was lost; answers whether it has one.
[[nodiscard]] Task<bool> reconnect(World& world, Caller& caller, Member& m);

/// The sentences of one turn, from the end of `think`. `spoken` is when the user fell silent. All arguments outlive it.
[[nodiscard]] Task<TurnEnd> say_all(World& world, Caller& caller, Member& m, const TurnConfig& config,
                                    TimePoint spoken);
/// The request that follows one pause, or none if it has lost its connection and is refused another; answers whether it
/// was given up or failed. All arguments outlive it.
[[nodiscard]] Task<bool> ask_once(World& world, Caller& caller, Member& m);
/// One turn of a conversation that has no connection: nothing is sent, nothing is heard.
void without_connection(World& world, const Caller& caller, const Member& m, bool has_voice);

}  // namespace busyhour
