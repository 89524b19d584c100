/// Connections that the provider closes when nothing is sent on them: small stories with constants. (providers.md S8:
/// "Connection timed out after 60 seconds of inactivity", reset by the client's messages; `?timeout=N` is another
/// number in the same key.)
#include "told.hpp"

namespace busyhour {
namespace {

/// One caller with a connection of its own: a pause of ten seconds, a request of two, and so on for a minute.
std::string caller(const std::string& endpoint, const std::string& limits, const std::string& more = "") {
  return "version: 1\nprovider:\n  limits: {" + limits + "}\n  endpoints: {tts: {service: 2 s, " + endpoint +
         "}}\nworkloads:\n  a: {kind: conversations, count: 1, connection: per_conversation, start: {over: 0 s}, turn: "
         "{pause: 10 s}}\n" +
         more + "run: {duration: 30 s, warm_up: 0 s}\n";
}
const std::string sockets = "connections: {counts: connections, cap: 1, when_full: {action: reject}}";

/// Instants at which so much is held of a limit: "0: 1, 4: 0". What is held at the end of the run is given back then.
std::string held(const Told& t, std::uint32_t limit = 0) {
  std::string text;
  for (const auto& s : t.door().steps)
    if (s.limit == limit)
      text += (text.empty() ? "" : ", ") + std::to_string(s.at.time_since_epoch() / std::chrono::seconds{1}) + ": " +
              std::to_string(s.held);
  return text;
}

// Opened at 0, closed at 4; opened again for the request at 10, which is a message: closed at 14; and so on. The pause
// after the answer at 12 ends at 22.
TEST(IdleTimeout, ClosesTheConnectionAndTheNextRequestConnectsAgain) {
  const Told t{caller("idle_timeout: 4 s", sockets)};
  EXPECT_EQ(t.lines(), (Lines{"10: in 10, known 12", "22: in 22, known 24"}));
  EXPECT_EQ(held(t), "0: 1, 4: 0, 10: 1, 14: 0, 22: 1, 26: 0");
}

TEST(IdleTimeout, IsStartedAnewByEachMessageAndNeverCutsARequestOff) {
  EXPECT_EQ(held(Told{caller("idle_timeout: 13 s", sockets)}), "0: 1, 30: 0");  // messages at 10 and 22
  EXPECT_EQ(held(Told{caller("idle_timeout: 10500 ms", sockets)}), "0: 1, 20: 0, 22: 1, 30: 0");
  // After the message at 10 it has lasted long enough at 11, but the answer is under way until 12.
  EXPECT_EQ(held(Told{caller("idle_timeout: 1 s", sockets)}), "0: 1, 1: 0, 10: 1, 12: 0, 22: 1, 24: 0");
}

// The second caller tries every three seconds and finds the connection free at 6, two seconds after it was closed. The
// first one comes back at 10, is refused, and has none from there on.
TEST(IdleTimeout, AnotherMayTakeThePlaceMeanwhile) {
  const std::string other =
      "  b: {kind: conversations, count: 1, connection: per_conversation, start: {over: 0 s}, turn: {pause: 1 s}, "
      "client: {retry: {kind: constant, pause: 3 s, attempts: unlimited}}}\n";
  const Told t{caller("idle_timeout: 4 s", sockets, other)};
  EXPECT_EQ(t.lines(0), Lines{});
  EXPECT_EQ(t.lines(1).front(), "7: in 7, known 9");
  for (const Measured& m : t.result().measured) {
    if (m.metric != "conversation_refused" || m.workload != 0) continue;
    const auto& refused = std::get<Ratio>(m.value);  // from 10 s on, of 30
    EXPECT_DOUBLE_EQ(refused.numerator / refused.denominator, 20.0 / 30);
  }
}

// An open population: the call that is refused another connection ends there; until then it has been one.
TEST(IdleTimeout, ACallThatIsRefusedAnotherConnectionEnds) {
  const Told t{R"(version: 1
provider:
  limits:
    connections: {counts: connections, cap: 1, when_full: {action: reject}}
    calls: {counts: calls, cap: 9, when_full: {action: reject}}
  endpoints: {tts: {service: 2 s, idle_timeout: 4 s}}
workloads:
  a: {kind: calls, arrive: {dist: constant, value: 5 s}, lasts: 1 h, connection: per_conversation, turn: {pause: 10500 ms}}
run: {duration: 24 s, warm_up: 0 s}
)"};
  // Calls at 5, 10, 15 and 20, each in the place of the one before, whose connection has been closed 4 s after it
  // began. They come back at 15.5 and 20.5: the first finds the third one's connection open and ends, and so on.
  EXPECT_EQ(t.lines(), Lines{});
  EXPECT_EQ(held(t, 0), "5: 1, 9: 0, 10: 1, 14: 0, 15: 1, 19: 0, 20: 1, 24: 0");
  EXPECT_EQ(held(t, 1), "5: 1, 10: 2, 15: 3, 15: 2, 20: 3, 20: 2, 24: 1, 24: 0");
}

// Slots that are held until the connection closes come back with it; those of the call stay.
TEST(IdleTimeout, GivesBackWhatTheConnectionHoldsAndNotWhatTheCallHolds) {
  const std::string limits =
      "line: {counts: requests, cap: 5, slot_held: whole_connection, when_full: {action: reject}}, "
      "call: {counts: requests, cap: 5, slot_held: whole_call, when_full: {action: reject}}, "
      "request: {counts: requests, cap: 5, when_full: {action: reject}}";
  const Told t{caller("idle_timeout: 4 s", limits)};
  EXPECT_EQ(held(t, 0), "10: 1, 14: 0, 22: 1, 26: 0");
  EXPECT_EQ(held(t, 1), "10: 1, 30: 0");
  EXPECT_EQ(held(t, 2), "10: 1, 12: 0, 22: 1, 24: 0");
}

// A voice turn whose second sentence waits until the first has almost sounded out: twenty seconds of sound, so that the
// connection is closed in between.
TEST(IdleTimeout, InTheMiddleOfATurn) {
  const std::string text = R"(version: 1
provider:
  limits: {connections: {counts: connections, cap: 1, when_full: {action: reject}}}
  endpoints: {tts: {service: {first_byte: 1 s, generation_speed: 10x}, idle_timeout: 9 s}}
workloads:
  a:
    kind: conversations
    count: 1
    connection: per_conversation
    start: {over: 0 s}
    turn: {user_speaks: 5 s, say: {sentences: 2, characters: 300 chars, speaking_rate: 15 chars/s, request_ahead: 2 s}, gap: 1 s}
run: {duration: 50 s, warm_up: 0 s}
)";
  // Sent at 5, sounds from 6 to 26; the connection is closed at 14; the second sentence is sent at 24.
  const Told t{text};
  EXPECT_EQ(held(t), "0: 1, 14: 0, 24: 1, 33: 0");
  EXPECT_EQ(t.lines()[1], "24: in 24, known 27");
  EXPECT_EQ(t.all().size(), 2U);
}

TEST(IdleTimeout, IsSaidToHaveNoEffectWhereNobodyKeepsAConnection) {
  const std::string text = with(caller("idle_timeout: 4 s", sockets), "connection: per_conversation, ", "");
  EXPECT_NE(wrong_with(text).find("idle_timeout has no effect: nobody keeps a connection to 'tts'"), std::string::npos);
}

}  // namespace
}  // namespace busyhour
