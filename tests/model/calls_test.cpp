/// Conversations that arrive and end, one story for each rule. A call comes every 10 s. Its user speaks for 2 s, the
/// text is ready 1 s later; two sentences hold a slot for 1.2 s each and sound for 2 s each, from 3.2 to 7.2 s after
/// the call's beginning; a gap of 1 s follows.
#include <algorithm>

#include "stories.hpp"

namespace busyhour::testing {
namespace {

Scene coming(Lasts lasts) {
  Scene scene = one_conversation();
  CallsConfig calls;
  calls.arrive = RenewalArrivals{always(10s)};
  calls.lasts = std::move(lasts);
  calls.turn = voice(scene).turn;
  scene.workloads[0].second = calls;
  scene.run.duration = 20s;  // one call is counted
  return scene;
}
CallsConfig& calls(Scene& scene) { return std::get<CallsConfig>(scene.workloads[0].second); }

plain::Records told(const Scene& scene) { return counted(tell(Teller::model, scene)); }

const Lines first_turn{"13: in at 13, bytes 13.2 to 14.2", "14.2: in at 14.2, bytes 14.4 to 15.4"};

TEST(CallStory, EndsAfterItsTurns) {
  Scene scene = coming(LastsTurns{always(1.0)});
  EXPECT_EQ(requests(told(scene)), first_turn);
  calls(scene).lasts = LastsTurns{always(2.0)};
  scene.provider.limits.clear();
  scene.run.duration = 40s;
  const auto story = told(scene);          // 13 + 5.2 until the gap has passed + 3
  EXPECT_EQ(requests(story).size(), 10U);  // two calls of two turns, one of one turn begun before 40
  EXPECT_EQ(requests(story)[2], "21.2: in at 21.2, bytes 21.4 to 22.4");
  EXPECT_EQ(requests(story)[3], "22.4: in at 22.4, bytes 22.6 to 23.6");
  EXPECT_EQ(requests(story)[4], "23: in at 23, bytes 23.2 to 24.2");
  EXPECT_EQ(turns(story)[0], "13: sounds after 1.2, 0 of it added");
}

// Time is up at 12.5, while the agent thinks: nothing is ever said.
TEST(CallStory, HangsUpWhileTheAgentThinks) {
  const auto story = told(coming(LastsTime{always(2500ms)}));
  EXPECT_EQ(requests(story), Lines{});
  EXPECT_EQ(turns(story), Lines{});
}

// Time is up at 13, the instant at which the text is ready: the call ends first.
TEST(CallStory, HangsUpAsTheTextIsReady) { EXPECT_EQ(requests(told(coming(LastsTime{always(3s)}))), Lines{}); }

/// For how long connections were held.
Duration held(Scene scene) {
  scene.provider.limits.emplace_back("connections", limit(Counts::connections, 5));
  calls(scene).connection = ConnectionUse::per_conversation;
  return told(scene).limits[1].held;
}

// Time is up at 15 during the first sentence's sound: both are heard to their end at 17.2, and no gap follows.
TEST(CallStory, HearsOutSentencesUnderWay) {
  const Scene scene = coming(LastsTime{always(5s)});
  EXPECT_EQ(requests(told(scene)), first_turn);
  EXPECT_EQ(held(scene), 7200ms);
}

// Time is up at 17.5, in the gap: the call ends there.
TEST(CallStory, HangsUpInTheGap) {
  const Scene scene = coming(LastsTime{always(7500ms)});
  EXPECT_EQ(requests(told(scene)), first_turn);
  EXPECT_EQ(held(scene), 7500ms);
}

// The gap ends at 18.2; time is up at 19, during the user's next speech.
TEST(CallStory, HangsUpWhileTheUserSpeaks) {
  const Scene scene = coming(LastsTime{always(9s)});
  EXPECT_EQ(requests(told(scene)), first_turn);
  EXPECT_EQ(held(scene), 9s);
}

// Calls of 15 s, one connection: the call of 20 finds that of 10 there and is refused for good, that of 30 is let in.
TEST(CallStory, ARefusedConnectionEndsTheCall) {
  Scene scene = coming(LastsTime{always(15s)});
  scene.provider.limits.emplace_back("connections", limit(Counts::connections, 1));
  calls(scene).connection = ConnectionUse::per_conversation;
  scene.run.duration = 45s;
  const auto result = replicate(plan_of(scene));
  const auto found = std::ranges::find_if(
      result.measured, [](const Measured& m) { return m.metric == "conversation_refused" && m.workload == 0; });
  EXPECT_EQ(std::get<Ratio>(found->value), (Ratio{2, 4, RatioKind::share}));  // those of 20 and 40 of 10, 20, 30, 40
  const auto story = told(scene);
  for (const RequestDone& r : story.requests) EXPECT_TRUE(r.who.entity == 0 || r.who.entity == 2) << r.who.entity;
  EXPECT_EQ(turns(story).size(), 4U);  // at 13 and 21.2, at 33 and 41.2
}

// The slot is taken from 12.9 to 13.7: the first sentence is refused and given up, which ends the call at once.
TEST(CallStory, AGivenUpSentenceMayEndTheCall) {
  Scene scene = coming(LastsTurns{always(3.0)});
  takes(scene, {{12900ms, 800ms}});
  calls(scene).turn.if_given_up = IfGivenUp::end_conversation;
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"13: refused once, given up at 13"}));
  EXPECT_EQ(turns(story), (Lines{"13: rejected, silent"}));
}

// whole_call: the slot goes from the call's first request, 13, to its end at 18, in its gap; a caller at 17.9 finds it
// taken, one at 18 is let in.
TEST(CallStory, HoldsAWholeCallSlotUntilItsEnd) {
  Scene scene = coming(LastsTime{always(8s)});
  scene.provider.endpoints[0].second.slot_held = HeldByWord{SlotHeld::whole_call};
  takes(scene, {{17900ms, 10ms}, {18s, 10ms}});
  const auto story = told(scene);
  EXPECT_EQ(requests(story), first_turn);
  EXPECT_EQ(requests(story, 1), (Lines{"17.9: refused once, given up at 17.9", "18: in at 18, bytes 18.01 to 18.01"}));
}

// Pauses instead of speech: a pause of 2 s and a service of 1 s. Time is up at 18.5, in the third service: it is heard
// out; at 17, in the third pause: no third request.
TEST(CallStory, OfPauses) {
  Scene scene = coming(LastsTime{always(8500ms)});
  calls(scene).turn = TurnConfig{};
  calls(scene).turn.pause = always(2s);
  scene.provider.endpoints[0].second.service = TimedService{always(1s)};
  const Lines two{"12: in at 12, bytes 13 to 13", "15: in at 15, bytes 16 to 16"};
  Lines three = two;
  three.emplace_back("18: in at 18, bytes 19 to 19");
  EXPECT_EQ(requests(told(scene)), three);
  calls(scene).lasts = LastsTime{always(7s)};
  EXPECT_EQ(requests(told(scene)), two);
  calls(scene).lasts = LastsTurns{always(2.0)};
  EXPECT_EQ(requests(told(scene)), two);
}

}  // namespace
}  // namespace busyhour::testing
