/// Users who interrupt the agent, one story for each rule. The conversation is that of stories.hpp: its text is ready
/// at 3; sentence 1 has its bytes from 3.2 to 4.2 and sounds until 5.2, sentence 2 is sent at 4.2, has its bytes
/// from 4.4 to 5.4 and sounds until 7.2; each holds the slot until its last byte. Speech and thought take 3 s.
#include <boost/math/distributions/binomial.hpp>

#include <algorithm>

#include "stories.hpp"

namespace busyhour::testing {
namespace {

Scene interrupted(Duration after, FreesSlot frees = FreesSlot::at_cancel) {
  Scene scene = one_conversation();
  BargeInConfig user;
  user.share = 1;
  user.frees_slot = frees;
  user.after = always(after);
  voice(scene).turn.barge_in = user;
  return scene;
}

plain::Records told(const Scene& scene) { return counted(tell(Teller::model, scene)); }

// At 3.7, half a second into the first sound: its request ends there, sentence 2 is never a request, the user speaks at
// once. The next text is ready at 6.7, and is cut off at 7.4.
const Lines cut_at_once{"3: in at 3, bytes 3.2 to 3.7", "6.7: in at 6.7, bytes 6.9 to 7.4"};

TEST(BargeIn, CutsARequestOff) {
  const auto story = told(interrupted(500ms));
  EXPECT_EQ(requests(story), cut_at_once);
  EXPECT_EQ(turns(story), (Lines{"3: sounds after 1.2, 0 of it added", "6.7: sounds after 1.2, 0 of it added"}));
  EXPECT_EQ(gaps(story), Lines{});
  EXPECT_EQ(story.requests[1].number, 2U);  // the dropped sentence has its number
  EXPECT_EQ(story.requests[0].outcome, Outcome::completed);
  EXPECT_EQ(story.limits[0].held, 1400ms);  // 3 to 3.7 and 6.7 to 7.4
}

// The provider goes on to the end: 3 to 4.2, and 6.7 to 7.9. A caller at 4.1 finds the slot taken.
TEST(BargeIn, MayLeaveTheSlotTaken) {
  Scene scene = interrupted(500ms, FreesSlot::at_end);
  EXPECT_EQ(requests(told(scene)), cut_at_once);
  EXPECT_EQ(told(scene).limits[0].held, 2400ms);
  takes(scene, {{4100ms, 10ms}, {4250ms, 10ms}});
  EXPECT_EQ(requests(told(scene), 1),
            (Lines{"4.1: refused once, given up at 4.1", "4.25: in at 4.25, bytes 4.26 to 4.26"}));
}

// At 4.8, while sentence 1 still sounds and sentence 2 is generated: it is cut off and never heard.
TEST(BargeIn, CutsTheNextSentenceOff) {
  const auto story = told(interrupted(1600ms));
  EXPECT_EQ(requests(story), (Lines{"3: in at 3, bytes 3.2 to 4.2", "4.2: in at 4.2, bytes 4.4 to 4.8",
                                    "7.8: in at 7.8, bytes 8 to 9"}));
  EXPECT_EQ(gaps(story), Lines{});
}

// At 6.2, after both requests have ended: only playback stops.
TEST(BargeIn, StopsPlayback) {
  Scene scene = interrupted(3s);
  scene.run.duration = 10s;
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"3: in at 3, bytes 3.2 to 4.2", "4.2: in at 4.2, bytes 4.4 to 5.4",
                                    "9.2: in at 9.2, bytes 9.4 to 10.4"}));
  EXPECT_EQ(gaps(story)[0], "0");
}

// After 4 s all has been heard: the gap follows, the next text is ready at 11.2.
TEST(BargeIn, ComesTooLate) {
  Scene scene = interrupted(5s);
  scene.run.duration = 12s;
  EXPECT_EQ(requests(told(scene))[2], "11.2: in at 11.2, bytes 11.4 to 12.4");
}

/// Sentence 2 is sent half a second before the first sound ends, at 4.7, and finds the slot taken from 4.3 to 6.3. The
/// user interrupts at 5.1.
Scene being_tried() {
  Scene scene = interrupted(1900ms);
  voice(scene).turn.say->request_ahead = 500ms;
  takes(scene, {{4300ms, 2s}});
  return scene;
}

TEST(BargeIn, GivesUpWhatIsBeingTried) {
  Scene scene = being_tried();
  voice(scene).client = retries(250ms, unlimited);
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"3: in at 3, bytes 3.2 to 4.2", "4.7: refused 2 times, given up at 5.1"}));
  EXPECT_EQ(turns(story), (Lines{"3: rejected, sounds after 1.2, 0 of it added"}));
}

TEST(BargeIn, LeavesTheProvidersQueue) {
  Scene scene = being_tried();
  limit_of(scene).when_full = queue();
  scene.run.duration = 9s;
  const auto story = told(scene);
  EXPECT_EQ(requests(story)[1], "4.7: queued 0.4, given up at 5.1");
  EXPECT_EQ(requests(story)[2], "8.1: in at 8.1, bytes 8.3 to 9.3");
}

// A slot that the whole call holds is not given back for an interruption.
TEST(BargeIn, KeepsAWholeCallSlot) {
  Scene scene = interrupted(500ms);
  scene.provider.endpoints[0].second.slot_held = HeldByWord{SlotHeld::whole_call};
  takes(scene, {{5s, 10ms}});
  const auto story = told(scene);
  EXPECT_EQ(requests(story), cut_at_once);
  EXPECT_EQ(requests(story, 1), (Lines{"5: refused once, given up at 5"}));
}

// The request's own slot is held until its end, 3 to 4.2 and 6.7 to 7.9; what the call holds stays with the call.
TEST(BargeIn, AtEndTheRequestHoldsItsOwnSlotAndTheCallItsOwn) {
  Scene scene = interrupted(500ms, FreesSlot::at_end);
  ConcurrencyLimit call = limit(Counts::requests, 5);
  call.slot_held = SlotHeld::whole_call;
  scene.provider.limits.emplace_back("call", call);
  takes(scene, {{4100ms, 10ms}, {4250ms, 10ms}});
  for (const Teller teller : {Teller::plain, Teller::model}) {
    const auto story = counted(tell(teller, scene));
    EXPECT_EQ(requests(story), cut_at_once);
    EXPECT_EQ(requests(story, 1),
              (Lines{"4.1: refused once, given up at 4.1", "4.25: in at 4.25, bytes 4.26 to 4.26"}));
    EXPECT_EQ(story.limits[0].held, 2410ms);
    EXPECT_EQ(story.limits[1].held, 5010ms);  // from 3 on, eight seconds are counted
  }
}

// The connection is closed by the call that ends with its first turn; the request that was cut off goes on to 4.2.
TEST(BargeIn, AtEndARequestMayOutlastItsCall) {
  Scene scene = interrupted(500ms, FreesSlot::at_end);
  ConcurrencyLimit line = limit(Counts::requests, 5);
  line.slot_held = SlotHeld::whole_connection;
  scene.provider.limits.emplace_back("line", line);
  CallsConfig calls;
  calls.arrive.emplace<RenewalArrivals>().gap = always(7s);
  calls.lasts = LastsTurns{always(1.0)};
  calls.connection = ConnectionUse::per_conversation;
  calls.turn = voice(scene).turn;
  scene.workloads[0].second = calls;
  scene.run.duration = 13s;
  for (const Teller teller : {Teller::plain, Teller::model}) {
    const auto story = counted(tell(teller, scene));
    EXPECT_EQ(requests(story), (Lines{"10: in at 10, bytes 10.2 to 10.7"}));
    EXPECT_EQ(story.limits[0].held, 1200ms);
    EXPECT_EQ(story.limits[1].held, 700ms);
  }
}

// A fifth of the turns, at a uniform instant of their sound: of about 2,500 turns as many as a binomial law allows,
// both tails together 0.1 %. A turn that is cut off in its sentence 1 (in the first 1 of 4 s of sound) shows it: a
// twentieth.
TEST(BargeIn, HasItsShare) {
  Scene scene = interrupted(0s);
  voice(scene).turn.barge_in->share = 0.2;
  voice(scene).turn.barge_in->after.reset();
  scene.run.duration = 20000s;
  const auto story = told(scene);
  const auto cut = std::ranges::count_if(
      story.requests, [](const RequestDone& r) { return r.number % 2 == 0 && r.last_byte - r.first_byte < 1s; });
  const auto turns = static_cast<double>(story.turns.size());
  const boost::math::binomial law{turns, 0.05};
  EXPECT_GT(turns, 2000);
  EXPECT_GE(cut, quantile(law, 0.0005));
  EXPECT_LE(cut, quantile(complement(law, 0.0005)));
}

}  // namespace
}  // namespace busyhour::testing
