#pragma once
/// One turn of a conversation: either a plain pause and one request, or the full voice turn.
#include <array>
#include <string>

#include "busyhour/base/field.hpp"
#include "busyhour/base/time.hpp"
#include "busyhour/random/distribution.hpp"

namespace busyhour {

/// What is spoken in a turn: sentences, each one request.
struct Say {
  static constexpr std::string_view kind = "say", about = "The sentences of a turn, in order; each is one request.";
  Distribution sentences;     ///< [count]
  Distribution characters;    ///< [characters] of a sentence
  double speaking_rate = 15;  ///< [characters / s]
  std::optional<Duration> request_ahead;
  std::optional<double> text_rate;  ///< [characters / s]
  static constexpr auto fields() {
    return std::tuple{
        required("sentences", &Say::sentences, "how many sentences a turn has")
            .at_least(0)
            .whole()
            .such_as("{dist: discrete, values: {1: 30%, 2: 40%, 3: 30%}}"),
        required("characters", &Say::characters, "length of a sentence")
            .of(dimension::characters)
            .at_least(0)
            .such_as("{dist: lognormal, mean: 75 chars, cv: 50%}"),
        required("speaking_rate", &Say::speaking_rate, "speed of the voice: audio seconds = characters / speaking_rate")
            .of(dimension::character_rate)
            .more_than(0)
            .such_as("15 chars/s"),
        optional("request_ahead", &Say::request_ahead,
                 "send the next sentence this long before the sound that is playing ends, not before the last byte of "
                 "the one before")
            .of(dimension::time)
            .at_least(0)
            .by_default("at the last byte")
            .such_as("1 s"),
        optional("text_rate", &Say::text_rate, "speed at which the text becomes ready after `think`")
            .of(dimension::character_rate)
            .more_than(0)
            .by_default("all text at once")
            .such_as("200 chars/s")};
  }
};

enum class IfGivenUp : std::uint8_t { skip_sentence, skip_turn, end_conversation };
template <>
struct Words<IfGivenUp> {
  static constexpr std::array words{
      Word<IfGivenUp>{IfGivenUp::skip_sentence, "skip_sentence", "the turn goes on with its next sentence"},
      Word<IfGivenUp>{IfGivenUp::skip_turn, "skip_turn", "the turn's other sentences are dropped"},
      Word<IfGivenUp>{IfGivenUp::end_conversation, "end_conversation",
                      "the conversation ends; of a closed population a new one takes its place after the gap"}};
};

enum class FreesSlot : std::uint8_t { at_cancel, at_end };
template <>
struct Words<FreesSlot> {
  static constexpr std::array words{
      Word<FreesSlot>{FreesSlot::at_cancel, "at_cancel", "the client cancels, and the slot comes back at once"},
      Word<FreesSlot>{FreesSlot::at_end, "at_end", "the provider generates to the end and holds the slot until then"}};
};

/// Users who interrupt the agent. Playback stops, the turn's other sentences are dropped, one that is being tried is
/// given up, one under way counts as completed (and costs as if it had ended). The user speaks at once: no gap.
struct BargeInConfig {
  static constexpr std::string_view kind = "barge_in",
                                    about = "Users who interrupt the agent: playback stops, the rest is dropped.";
  double share = 0;
  FreesSlot frees_slot = FreesSlot::at_cancel;
  std::optional<Distribution> after;  ///< [s]
  static constexpr auto fields() {
    using B = BargeInConfig;
    return std::tuple{
        required("share", &B::share, "share of turns that are interrupted").share().such_as("15%"),
        required("frees_slot", &B::frees_slot, "when a request under way gives its slot back").such_as("at_cancel"),
        optional(
            "after", &B::after,
            "from the turn's first sound to the interruption; a turn that has been heard by then is not interrupted")
            .of(dimension::time)
            .at_least(0)
            .by_default("uniform over the length of the turn's sound")
            .such_as("{dist: exponential, mean: 3 s}")};
  }
};

struct TurnConfig {
  static constexpr std::string_view kind = "turn",
                                    about =
                                        "One round of a conversation: `pause` alone, or user_speaks, think, say, gap.";
  std::optional<Distribution> pause;        ///< [s]
  std::optional<Distribution> user_speaks;  ///< [s]
  Named<Distribution> think;                ///< [s], summed; a single distribution is one part named "think"
  std::optional<Say> say;
  std::optional<Distribution> gap;  ///< [s]
  IfGivenUp if_given_up = IfGivenUp::skip_sentence;
  std::optional<BargeInConfig> barge_in;
  static constexpr auto fields() {
    using T = TurnConfig;
    return std::tuple{
        optional("pause", &T::pause, "all of the cycle that is not a request; stands alone")
            .of(dimension::time)
            .at_least(0)
            .such_as("{dist: exponential, mean: 7.5 s}"),
        optional("user_speaks", &T::user_speaks, "the user's speech")
            .of(dimension::time)
            .at_least(0)
            .by_default("no time")
            .such_as("{dist: lognormal, mean: 4 s, cv: 80%}"),
        optional("think", &T::think,
                 "end of the user's speech to the first sentence to be spoken; the sum of its parts")
            .of(dimension::time)
            .at_least(0)
            .by_default("no time")
            .such_as("{endpointing: 500 ms, reply: {dist: lognormal, mean: 450 ms, cv: 60%}}"),
        optional("say", &T::say, "what the agent says"),
        optional("gap", &T::gap, "end of playback to the user's next speech")
            .of(dimension::time)
            .at_least(0)
            .by_default("no time")
            .such_as("600 ms"),
        optional("if_given_up", &T::if_given_up, "what a sentence that was given up or failed does to the rest")
            .by_default("skip_sentence"),
        optional("barge_in", &T::barge_in, "users who interrupt the agent")
            .by_default("nobody does")
            .such_as("{share: 15%, frees_slot: at_cancel}")};
  }
  [[nodiscard]] std::vector<FieldMistake> mistakes() const {
    const bool voice = user_speaks || !think.empty() || say || gap || barge_in;
    if (pause && voice)
      return {{"pause", "'pause' stands alone: it is all of the cycle that is not a request",
               "leave out pause, or user_speaks, think, say and gap"}};
    if (!pause && !voice)
      return {{"", "a turn is a pause, or user_speaks, think, say and gap", "such as turn: {pause: 8 s}"}};
    if (voice && !say) return {{"say", "'say' is missing: what the agent says", "or write pause alone"}};
    return {};
  }
};

}  // namespace busyhour
