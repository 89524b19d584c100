#pragma once
/// What a draw is for. Together with the entity and a number it is the draw's place; the numbers count what is the same
/// under every policy, so that two policies see the same callers:
///   conversations: entity = the conversation's place in its workload.
///     start: 0. pause, user_speaks, gap, sentences, think + part: the turn's number (from 0, never restarted).
///     characters, service, service_rest, of a voice turn: the sentence's number, dropped sentences counted too; of a
///     pause turn the turn's number. retry, connection_retry: counts the draws of that purpose of that conversation.
///     turnaround: as characters.
///   calls: entity = the call's number; lasts: 0; all else as conversations.
/// The seed of a workload's draws is seed_of(seed of the run, name of the workload) (random/draw.hpp).
///   arrivals, trace: entity = the request's number; service, service_rest, tokens_in, tokens_out, characters: 0;
///   retry: counts. of_class: 0, of whoever has classes (the conversation, or the request). resample: entity 0, the
///   block's number. barge_in, barge_at: the turn's number. arrival, batch_size: entity 0, the number of the instant of
///   arrival. rate_state: entity 0; 0 the state it begins in, then the lengths of the states in order. A further try of
///   a request (resubmitted, or tried again by the provider) draws at number 2^31 + 1024 number + try.
#include <cstddef>
#include <cstdint>

#include "busyhour/random/draw.hpp"

namespace busyhour::purpose {

inline constexpr Purpose start{1}, pause{2}, user_speaks{3}, sentences{4}, characters{5}, gap{6}, tokens_out{7},
    service{8}, service_rest{9}, retry{10}, connection_retry{11}, turnaround{12}, network{13}, arrival{14}, fails{15},
    delivery{16}, tokens_in{17};
inline constexpr Purpose lasts{30}, batch_size{31}, rate_state{32}, of_class{33}, resample{34}, barge_in{35},
    barge_at{36};
/// The stages of an endpoint follow one another.
inline constexpr std::uint16_t stages{2000};
[[nodiscard]] constexpr Purpose stage(std::size_t i) { return Purpose{static_cast<std::uint16_t>(stages + i)}; }
/// The parts of `think` follow one another.
inline constexpr std::uint16_t think{1000};
[[nodiscard]] constexpr Purpose think_part(std::size_t i) { return Purpose{static_cast<std::uint16_t>(think + i)}; }

}  // namespace busyhour::purpose
