/// The voice turn of language.md, one story for each rule. The conversation is that of stories.hpp: the user speaks
/// until 2, the text is ready at 3, a sentence holds its slot for 1.2 s and sounds for 2 s.
#include "stories.hpp"

namespace busyhour::testing {
namespace {

using TurnStory = Story;
INSTANTIATE_TEST_SUITE_P(Told, TurnStory, ::testing::Values(Teller::plain, Teller::model));

// Sentence 1: sent at 3, bytes 3.2 to 4.2, sounds 3.2 to 5.2. Sentence 2: sent at 4.2, bytes 4.4 to 5.4, sounds when
// the first one has ended, 5.2 to 7.2. The gap ends at 8.2; the next text is ready at 11.2.
TEST_P(TurnStory, Undisturbed) {
  Scene scene = one_conversation();
  scene.run.duration = 12s;
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"3: in at 3, bytes 3.2 to 4.2", "4.2: in at 4.2, bytes 4.4 to 5.4",
                                    "11.2: in at 11.2, bytes 11.4 to 12.4"}));
  EXPECT_EQ(turns(story), (Lines{"3: sounds after 1.2, 0 of it added", "11.2: sounds after 1.2, 0 of it added"}));
  EXPECT_EQ(gaps(story), (Lines{"0", "0"}));
}

// Generation at half the speed of playback takes 4 s: bytes 3.2 to 7.2. The sound would end at 5.2, but not before its
// last byte. The second one's first byte comes at 7.4: a silence of 0.2.
TEST_P(TurnStory, PlaybackDoesNotEndBeforeItsLastByte) {
  Scene scene = one_conversation();
  speech(scene).generation_speed = 0.5;
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"3: in at 3, bytes 3.2 to 7.2", "7.2: in at 7.2, bytes 7.4 to 11.4"}));
  EXPECT_EQ(gaps(story), (Lines{"0.2"}));
}

// The gap starts when the last request has ended if that is later than the sound: one sentence, sound 3.2 to 7.2 as its
// last byte comes at 7.2; the next speech begins at 8.2, its sentence is sent at 11.2.
TEST_P(TurnStory, TheGapFollowsWhateverEndsLast) {
  Scene scene = one_conversation();
  speech(scene).generation_speed = 0.5;
  voice(scene).turn.say->sentences = always(1.0);
  scene.run.duration = 12s;
  EXPECT_EQ(requests(told(scene)), (Lines{"3: in at 3, bytes 3.2 to 7.2", "11.2: in at 11.2, bytes 11.4 to 15.4"}));
}

// The slot is taken from 2.9 to 3.7. Sentence 1 is refused at 3 and at 3.5 and given up; sentence 2 is sent then,
// refused, and let in at 4. It makes the turn's first sound at 4.2, one second after the turn's first attempt.
TEST_P(TurnStory, SkipSentence) {
  Scene scene = one_conversation();
  takes(scene, {{2900ms, 800ms}});
  voice(scene).client = retries(500ms, at_most(2));
  const auto story = told(scene);
  EXPECT_EQ(requests(story),
            (Lines{"3: refused 2 times, given up at 3.5", "3.5: refused once, in at 4, bytes 4.2 to 5.2"}));
  EXPECT_EQ(turns(story), (Lines{"3: rejected, sounds after 2.2, 1 of it added"}));
  EXPECT_EQ(gaps(story), Lines{});
}

// The same, but the turn's second sentence is dropped: the turn stays silent and its gap starts at 3.5. The next text
// is ready at 7.5. Its first sentence is the conversation's third: the dropped one has its number too.
TEST_P(TurnStory, SkipTurn) {
  Scene scene = one_conversation();
  takes(scene, {{2900ms, 800ms}});
  voice(scene).client = retries(500ms, at_most(2));
  voice(scene).turn.if_given_up = IfGivenUp::skip_turn;
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"3: refused 2 times, given up at 3.5", "7.5: in at 7.5, bytes 7.7 to 8.7"}));
  EXPECT_EQ(story.requests[1].number, 2U);
  EXPECT_EQ(turns(story), (Lines{"3: rejected, silent", "7.5: sounds after 1.2, 0 of it added"}));
}

// Both sentences refused: a silent turn has its gap too, from 3 to 4. So does the next one: its text is ready at 7.
TEST_P(TurnStory, ASilentTurnHasItsGap) {
  Scene scene = one_conversation();
  takes(scene, {{2900ms, 10s}});
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"3: refused once, given up at 3", "3: refused once, given up at 3",
                                    "7: refused once, given up at 7", "7: refused once, given up at 7"}));
  EXPECT_EQ(turns(story), (Lines{"3: rejected, silent", "7: rejected, silent"}));
}

// Nothing to say: a turn without a request belongs to the end of `think`; it is silent, and nobody rejected it.
TEST_P(TurnStory, ATurnWithoutSentences) {
  Scene scene = one_conversation();
  voice(scene).turn.say->sentences = always(0.0);
  const auto story = told(scene);
  EXPECT_EQ(requests(story), Lines{});
  EXPECT_EQ(turns(story), (Lines{"3: silent", "7: silent"}));
}

// Three sentences, generation at ten times playback (a slot for 0.4 s), each sent one second before the sound before it
// ends: sounds 3.2 to 5.2, 5.2 to 7.2, 7.2 to 9.2; sent at 3, 4.2, 6.2. At 4.6 the second one's bytes are all there
// while the first still sounds: the third waits until one second before the end of the second.
TEST_P(TurnStory, RequestAhead) {
  Scene scene = one_conversation();
  speech(scene).generation_speed = 10;
  voice(scene).turn.say->sentences = always(3.0);
  voice(scene).turn.say->request_ahead = 1s;
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"3: in at 3, bytes 3.2 to 3.4", "4.2: in at 4.2, bytes 4.4 to 4.6",
                                    "6.2: in at 6.2, bytes 6.4 to 6.6"}));
  EXPECT_EQ(gaps(story), (Lines{"0", "0"}));
}

// With generation at half speed the last byte (7.2) is later than one second before the end of the sound.
TEST_P(TurnStory, RequestAheadWaitsForTheLastByte) {
  Scene scene = one_conversation();
  speech(scene).generation_speed = 0.5;
  voice(scene).turn.say->request_ahead = 1s;
  EXPECT_EQ(requests(told(scene)), (Lines{"3: in at 3, bytes 3.2 to 7.2", "7.2: in at 7.2, bytes 7.4 to 11.4"}));
}

// Sentence 1 is given up at 3.25, and nothing has sounded: sentence 2 is sent at once, let in at 3.5, sounds 3.7
// to 5.7; sentence 3 one second before that ends.
TEST_P(TurnStory, RequestAheadSendsAtOnceWhenNothingHasSounded) {
  Scene scene = one_conversation();
  speech(scene).generation_speed = 10;
  takes(scene, {{2900ms, 500ms}});
  voice(scene).client = retries(250ms, at_most(2));
  voice(scene).turn.say->sentences = always(3.0);
  voice(scene).turn.say->request_ahead = 1s;
  EXPECT_EQ(requests(told(scene)),
            (Lines{"3: refused 2 times, given up at 3.25", "3.25: refused once, in at 3.5, bytes 3.7 to 3.9",
                   "4.7: in at 4.7, bytes 4.9 to 5.1"}));
}

// Text at 30 characters a second: the sentences are complete at 4 and at 5. The turn belongs to its first attempt,
// at 4.
TEST_P(TurnStory, TextRate) {
  Scene scene = one_conversation();
  speech(scene).generation_speed = 10;
  voice(scene).turn.say->text_rate = 30;
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"4: in at 4, bytes 4.2 to 4.4", "5: in at 5, bytes 5.2 to 5.4"}));
  EXPECT_EQ(turns(story), (Lines{"4: sounds after 2.2, 0 of it added"}));
  EXPECT_EQ(gaps(story), (Lines{"0"}));
}

// A tenth of a second each way: sent at 3, at the door at 3.1, first byte away at 3.3 and heard at 3.4, last byte heard
// at 4.4. The next sentence is sent then.
TEST_P(TurnStory, TheNetworkTakesTime) {
  Scene scene = one_conversation();
  scene.provider.network = always(100ms);
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"3.1: in at 3.1, bytes 3.4 to 4.4", "4.5: in at 4.5, bytes 4.8 to 5.8"}));
  EXPECT_EQ(turns(story), (Lines{"3.1: sounds after 1.4, 0 of it added"}));
  EXPECT_EQ(gaps(story), (Lines{"0"}));
}

// The slot is held from 2.9 to 3.7 by one who was sent at 2.8. A refusal at 3.1 is known at 3.2; half a second later
// the second attempt sets out and comes to the door at 3.8.
TEST_P(TurnStory, ARefusalCostsARoundTrip) {
  Scene scene = one_conversation();
  scene.provider.network = always(100ms);
  takes(scene, {{2800ms, 800ms}});
  voice(scene).client = retries(500ms, at_most(2));
  const auto story = told(scene);
  EXPECT_EQ(requests(story).front(), "3.1: refused once, in at 3.8, bytes 4.1 to 5.1");
  EXPECT_EQ(turns(story), (Lines{"3.1: rejected, sounds after 2.1, 0.7 of it added"}));
}

// A rival is refused at 3.5 and tries again just after 4.2: the conversation has re-taken the slot that its first
// sentence freed.
TEST_P(TurnStory, ASentenceRetakesItsOwnSlot) {
  Scene scene = one_conversation();
  takes(scene, {{3500ms, 1s}}, retries(700001us, at_most(2)));
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"3: in at 3, bytes 3.2 to 4.2", "4.2: in at 4.2, bytes 4.4 to 5.4"}));
  EXPECT_EQ(requests(story, 1), (Lines{"3.5: refused 2 times, given up at 4.200001"}));
}

// But one whose attempt was set for that very instant before comes first.
TEST_P(TurnStory, WhoWasDueAtThatInstantBeforeComesFirst) {
  Scene scene = one_conversation();
  takes(scene, {{3500ms, 1s}}, retries(700ms, at_most(2)));
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"3: in at 3, bytes 3.2 to 4.2", "4.2: refused once, given up at 4.2"}));
  EXPECT_EQ(requests(story, 1), (Lines{"3.5: refused once, in at 4.2, bytes 5.2 to 5.2"}));
}

// A turnaround of a tenth lets others in between: at 4.25 the slot is free.
TEST_P(TurnStory, Turnaround) {
  Scene scene = one_conversation();
  takes(scene, {{4250ms, 1s}});
  voice(scene).client.turnaround = always(100ms);
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"3: in at 3, bytes 3.2 to 4.2", "4.3: refused once, given up at 4.3"}));
  EXPECT_EQ(requests(story, 1), (Lines{"4.25: in at 4.25, bytes 5.25 to 5.25"}));
}

// The provider queues: sentence 1 waits from 3 to 3.7 and nobody has rejected it. Its sound comes 0.7 later.
TEST_P(TurnStory, AQueueDelaysTheFirstSound) {
  Scene scene = one_conversation();
  limit_of(scene).when_full = queue();
  takes(scene, {{2900ms, 800ms}});
  const auto story = told(scene);
  EXPECT_EQ(requests(story).front(), "3: queued 0.7, in at 3.7, bytes 3.9 to 4.9");
  EXPECT_EQ(turns(story), (Lines{"3: sounds after 1.9, 0.7 of it added"}));
}

// `pause` alone: 2 s, a request of 1.5 s, 2 s, a request of 1.5 s.
TEST_P(TurnStory, PauseStandsForAllButTheRequest) {
  Scene scene = one_conversation();
  voice(scene).turn = {};
  voice(scene).turn.pause = always(2s);
  scene.provider.endpoints[0].second.service = TimedService{always(1500ms)};
  const auto story = told(scene);
  EXPECT_EQ(requests(story), (Lines{"2: in at 2, bytes 3.5 to 3.5", "5.5: in at 5.5, bytes 7 to 7"}));
  EXPECT_EQ(turns(story), (Lines{"2: no voice", "5.5: no voice"}));
}

}  // namespace
}  // namespace busyhour::testing
