/// Connections of whole conversations, slots held as long as they last, and what belongs to the counted time. The
/// conversations are those of stories.hpp; connections are asked for when they begin, at 0.
#include "stories.hpp"

namespace busyhour::testing {
namespace {

using ConnectionStory = Story;
using EndStory = Story;
INSTANTIATE_TEST_SUITE_P(Told, ConnectionStory, ::testing::Values(Teller::plain, Teller::model));
INSTANTIATE_TEST_SUITE_P(Told, EndStory, ::testing::Values(Teller::plain, Teller::model));

/// Two members, one connection, two slots.
Scene one_connection(WhenFull when_full = Reject{}) {
  Scene scene = conversations(2);
  limit_of(scene).cap = cap(2);
  scene.provider.limits.emplace_back("connections", limit(Counts::connections, 1, std::move(when_full)));
  voice(scene).connection = ConnectionUse::per_conversation;
  return scene;
}

// The second member is refused at 0 and at 0.5 and does not try again. Its turns: speech 0.5 to 2.5, thinking to 3.5,
// gap to 4.5; then to 7.5. It has no connection for all of the 8 s that are counted for each of the two.
TEST_P(ConnectionStory, ARefusedConnection) {
  Scene scene = one_connection();
  voice(scene).client = retries(500ms, at_most(2));
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"3: in at 3, bytes 3.2 to 4.2", "4.2: in at 4.2, bytes 4.4 to 5.4"}));
  EXPECT_EQ(turns(story),
            (Lines{"3: sounds after 1.2, 0 of it added", "3.5: rejected, silent", "7.5: rejected, silent"}));
  EXPECT_EQ(story.members[0], (plain::Members{.unconnected = 8s, .window = 16s}));
  EXPECT_EQ(story.limits[1], (plain::Use{.held = 8s, .cap = 8s, .full = 8s, .window = 8s}));
}

// An open connection counts whether or not it is used; a request over it needs no other.
TEST_P(ConnectionStory, RequestsGoOverTheConnection) {
  Scene scene = one_connection();
  limit_of(scene, 1).cap = cap(2);
  const auto story = told(scene);
  EXPECT_EQ(requests(story).size(), 4U);
  EXPECT_EQ(turns(story), (Lines{"3: sounds after 1.2, 0 of it added", "3: sounds after 1.2, 0 of it added"}));
  EXPECT_EQ(story.limits[1].full, 8s);
  EXPECT_EQ(story.members[0].unconnected, 0s);
}

// All slots are taken from 2.9 to 3.5. The first member's sentence is given up at 3: its conversation ends, its
// connection closes. The second member, refused at 0, 1 and 2, gets it at 3 (its attempt was due then), speaks to 5,
// thinks to 6. The first one's gap ends at 4: the new conversation in its place is refused at 4, 5, 6, 7.
TEST_P(ConnectionStory, EndConversation) {
  Scene scene = one_connection();
  limit_of(scene).cap = cap(1);
  limit_of(scene).when_full = reject(503);  // a request's refusal is not retried, a connection's is
  limit_of(scene, 1).endpoints = {"tts"};
  scene.provider.endpoints.emplace_back("other",
                                        endpoint(TimedService{}));  // who takes the slot opens no connection here
  takes(scene, {{2900ms, 600ms}});
  std::get<TraceConfig>(scene.workloads[1].second).endpoint = "other";
  voice(scene).endpoint = "tts";
  voice(scene).client = retries(1s, unlimited);
  voice(scene).client.retry_on = {"status 429"};
  voice(scene).turn.if_given_up = IfGivenUp::end_conversation;
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"3: refused once, given up at 3", "6: in at 6, bytes 6.2 to 7.2",
                                    "7.2: in at 7.2, bytes 7.4 to 8.4"}));
  EXPECT_EQ(turns(story), (Lines{"3: rejected, silent", "6: sounds after 1.2, 0 of it added"}));
  // Without a connection: the second from 0 to 3, the first from 4 to 8 (in its gap it wants none).
  EXPECT_EQ(story.members[0].unconnected, 7s);
}

// The provider lets connections wait: nobody is refused, the second member never begins.
TEST_P(ConnectionStory, AConnectionMayWait) {
  const auto story = told(one_connection(queue()));
  EXPECT_EQ(turns(story), (Lines{"3: sounds after 1.2, 0 of it added"}));
  EXPECT_EQ(story.members[0].unconnected, 8s);
}

// A tenth of a second each way: asked for at 0, at the door at 0.1, open at 0.2; a sentence set out at 3.2. The refused
// member knows at 0.2 and thinks until 3.2.
TEST_P(ConnectionStory, AHandshakeIsARoundTrip) {
  Scene scene = one_connection();
  scene.provider.network = always(100ms);
  const auto story = told(scene);
  EXPECT_EQ(turns(story),
            (Lines{"3.3: sounds after 1.4, 0 of it added", "3.2: rejected, silent", "7.2: rejected, silent"}));
  EXPECT_EQ(story.members[0].unconnected, 8200ms);
  EXPECT_EQ(story.limits[1].held, 7900ms);
}

// `pause` alone, and no connection: pause after pause, each a rejected turn without a request.
TEST_P(ConnectionStory, PausesWithoutAConnection) {
  Scene scene = one_connection();
  scene.provider.endpoints[0].second.service = TimedService{always(500ms)};
  voice(scene).turn = {};
  voice(scene).turn.pause = always(3s);
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"3: in at 3, bytes 3.5 to 3.5", "6.5: in at 6.5, bytes 7 to 7"}));
  EXPECT_EQ(turns(story), (Lines{"3: no voice", "6.5: no voice", "3: rejected, no voice", "6: rejected, no voice"}));
}

// One slot for the whole call, from its first request on: the first member holds it from 3 and never asks again; the
// second one's sentences are all refused.
TEST_P(ConnectionStory, WholeCall) {
  Scene scene = conversations(2);
  limit_of(scene).slot_held = SlotHeld::whole_call;
  const auto story = told(scene);
  EXPECT_EQ(turns(story), (Lines{"3: sounds after 1.2, 0 of it added", "3: rejected, silent", "7: rejected, silent"}));
  EXPECT_EQ(story.limits[0].held, 5s);
}

// With a connection of its own each request's slot goes back with the connection, at its last byte.
TEST_P(ConnectionStory, WholeConnection) {
  Scene scene = one_conversation();
  limit_of(scene).slot_held = SlotHeld::whole_connection;
  EXPECT_EQ(told(scene).limits[0].held, 2400ms);
  voice(scene).connection = ConnectionUse::per_conversation;
  EXPECT_EQ(told(scene).limits[0].held, 5s);
}

// What is held for the whole call are the slots of requests. A request's own connection closes with its last byte.
TEST_P(ConnectionStory, WholeCallKeepsNoConnectionOpen) {
  Scene scene = one_conversation();
  scene.provider.endpoints[0].second.slot_held = HeldByWord{SlotHeld::whole_call};
  scene.provider.limits.emplace_back("connections", limit(Counts::connections, 2));
  const auto story = told(scene);
  EXPECT_EQ(story.limits[0].held, 5s);
  EXPECT_EQ(story.limits[1].held, 2400ms);
}

// A conversation that ends gives its slot back. The first member holds the one slot `call` from 3, but its second
// sentence, at 4.2, is refused by `requests` (another has come before it): the conversation ends. The second member's
// first sentence, given up at 3, ended its own; its new conversation's gap is over at 4, its text ready at 7: it gets
// the call.
TEST_P(ConnectionStory, EndConversationGivesTheCallBack) {
  Scene scene = conversations(2);
  scene.provider.endpoints.emplace_back("other", endpoint(TimedService{}));
  scene.provider.limits.emplace_back("call", limit(Counts::requests, 1));
  limit_of(scene, 1).slot_held = SlotHeld::whole_call;
  limit_of(scene, 1).endpoints = {"tts"};
  takes(scene, {{4100ms, 700ms}}, retries(100ms, at_most(2)));
  std::get<TraceConfig>(scene.workloads[1].second).endpoint = "other";
  voice(scene).endpoint = "tts";
  voice(scene).turn.if_given_up = IfGivenUp::end_conversation;
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"3: in at 3, bytes 3.2 to 4.2", "4.2: refused once, given up at 4.2",
                                    "3: refused once, given up at 3", "7: in at 7, bytes 7.2 to 8.2"}));
  EXPECT_EQ(story.limits[1].held, 2200ms);  // 3 to 4.2 and 7 to 8
}

// A client that stops waiting leaves the call what it holds: its second attempt does not ask for that again.
TEST_P(ConnectionStory, WhoLeavesARequestKeepsItsCall) {
  Scene scene = one_conversation();
  ConcurrencyLimit call = limit(Counts::requests, 1);
  call.slot_held = SlotHeld::whole_call;
  scene.provider.limits.emplace_back("call", call);
  limit_of(scene).cap = cap(2);
  voice(scene).client = retries(500ms, at_most(2));
  voice(scene).client.timeout = 1s;
  voice(scene).client.retry_on = {"timeout"};
  const auto story = told(scene);
  EXPECT_EQ(story.requests[0].attempts, 2U);  // at 3 and 4.5, each left after a second of its 1.2
  EXPECT_EQ(story.requests[0].rejected, 0U);
  EXPECT_EQ(story.requests[0].outcome, Outcome::failed);
  EXPECT_EQ(story.requests[0].known, TimePoint{5500ms});
  EXPECT_EQ(story.limits[1].held, 5s);  // from 3 to 8
}

// The sentences are sent at 3 and 4.2; those of the next turn at 11.2 and 12.4. From 4 to 12 only 4.2 and 11.2 are
// counted. The first turn belongs to 3, with all it has; the second one is counted whole.
TEST_P(EndStory, ARequestBelongsToItsFirstAttempt) {
  Scene scene = one_conversation();
  scene.run.warm_up = 4s;
  scene.run.duration = 12s;
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"4.2: in at 4.2, bytes 4.4 to 5.4", "11.2: in at 11.2, bytes 11.4 to 12.4"}));
  EXPECT_EQ(turns(story), (Lines{"11.2: sounds after 1.2, 0 of it added"}));
  EXPECT_EQ(gaps(story), (Lines{"0"}));
}

// Three sentences, and the end falls into the first: the world runs on until the turn is whole, and its silences are
// all there.
TEST_P(EndStory, TheWorldRunsOn) {
  Scene scene = one_conversation();
  voice(scene).turn.say->sentences = always(3.0);
  scene.run.duration = 3500ms;
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"3: in at 3, bytes 3.2 to 4.2"}));
  EXPECT_EQ(gaps(story), (Lines{"0", "0"}));
}

// But not longer than it has lasted: a request that is still refused at 8, twice the duration, is given up. It has come
// at 3, 3.5 .. 7.5.
TEST_P(EndStory, NotLongerThanItHasLasted) {
  Scene scene = one_conversation();
  takes(scene, {{2900ms, 100s}});
  voice(scene).client = retries(500ms, unlimited);
  scene.run.duration = 4s;
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"3: refused 10 times, given up at 8"}));
  EXPECT_EQ(turns(story), (Lines{"3: rejected, silent"}));
}

// Nor does it wait longer in the provider's queue, and what it has waited counts.
TEST_P(EndStory, WhatIsWaitedInAQueueCountsHoweverItEnds) {
  Scene scene = one_conversation();
  takes(scene, {{2900ms, 100s}});
  limit_of(scene).when_full = queue();
  scene.run.duration = 4s;
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"3: queued 5, given up at 8"}));
}

// Until the trace is resolved: its last request, refused at 3, is given up at 4. That is the counted time.
TEST_P(EndStory, WorkloadDone) {
  Scene scene = callers({{0s, 5s}});
  takes(scene, {{1s, 1s}, {3s, 1s}}, retries(500ms, at_most(3)));
  scene.workloads.erase(scene.workloads.begin());
  takes(scene, {{2900ms, 2s}});
  std::swap(scene.workloads[0], scene.workloads[1]);
  scene.run.duration.reset();
  const auto story = told(scene);
  EXPECT_EQ(requests(story, 1), (Lines{"1: in at 1, bytes 2 to 2", "3: refused 3 times, given up at 4"}));
  EXPECT_EQ(requests(story, 0), (Lines{"2.9: in at 2.9, bytes 4.9 to 4.9"}));
  EXPECT_EQ(story.to, TimePoint{4900ms});
}

}  // namespace
}  // namespace busyhour::testing
