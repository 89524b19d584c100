#pragma once
/// Small stories with constants, each told by the plain implementation and by the model: who sends what when, and what
/// becomes of it.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tell.hpp"

namespace busyhour::testing {

using namespace std::chrono_literals;

/// Told once by each teller.
class Story : public ::testing::TestWithParam<Teller> {
 protected:
  [[nodiscard]] plain::Records told(const Scene& scene) const { return counted(tell(GetParam(), scene)); }
};

using Lines = std::vector<std::string>;

/// The requests of one workload, a line each, instants in seconds:
///   "3: in at 3, bytes 3.2 to 4.2"   "3: refused 2 times, in at 4, ..."   "3: queued 0.5, in at 3.5, ..."   "3:
///   refused once, given up at 3"
[[nodiscard]] Lines requests(const plain::Records&, std::uint32_t workload = 0);
/// "3: sounds after 1.2, 0 of it added"   "3: rejected, silent"
[[nodiscard]] Lines turns(const plain::Records&, std::uint32_t workload = 0);
/// The silences between sounds [s].
[[nodiscard]] Lines gaps(const plain::Records&, std::uint32_t workload = 0);
[[nodiscard]] std::string in_seconds_exactly(Duration);

/// One conversation from t = 0 before one slot: 2 s of user's speech, 1 s of thinking, two sentences of 30 characters
/// at 15 a second (2 s of sound each), a gap of 1 s. The endpoint: first byte after 200 ms, generation at twice the
/// speed of playback: a sentence holds its slot for 1.2 s. Refusals are not retried. Eight seconds are counted: one
/// turn.
[[nodiscard]] Scene one_conversation();
/// The same with `n` members who all begin at t = 0.
[[nodiscard]] Scene conversations(std::int64_t n);
[[nodiscard]] ConversationsConfig& voice(Scene&);
[[nodiscard]] SpeechService& speech(Scene&);
[[nodiscard]] ConcurrencyLimit& limit_of(Scene&, std::size_t i = 0);

/// Requests at given instants with given services, and nothing else; the first limit has one slot and rejects. Ten
/// seconds are counted.
[[nodiscard]] Scene callers(std::vector<At>, ClientConfig = {});
/// A further workload of that kind: `takes(scene, {{2900ms, 800ms}})` holds a slot from 2.9 to 3.7 s.
void takes(Scene&, std::vector<At>, ClientConfig = {});

/// A refusal with this status and code.
[[nodiscard]] Reject reject(std::int64_t status, std::optional<std::int64_t> code = {});

[[nodiscard]] ClientConfig retries(Duration pause, CountOrUnlimited attempts);

}  // namespace busyhour::testing
