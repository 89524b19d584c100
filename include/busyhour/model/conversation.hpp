#pragma once
/// A conversation, told in order: turns of a user and an agent, for ever or until it ends.
#include "busyhour/kernel/story.hpp"
#include "busyhour/model/request.hpp"
#include "busyhour/model/workloads/calls.hpp"

namespace busyhour {

/// One member of a closed population. All arguments outlive the story.
[[nodiscard]] Process converse(World& world, Caller& caller, const ConversationsConfig& config, std::uint32_t member);
/// One conversation that has arrived, until it ends. All arguments outlive the story.
[[nodiscard]] Process call(World& world, Caller& caller, const CallsConfig& config, std::uint32_t number);
/// Conversations that arrive for ever. All arguments outlive the story.
[[nodiscard]] Process take_calls(World& world, Caller& caller, const CallsConfig& config);

/// Mean length of a turn nobody holds up: over it conversations without `start` begin. Expected values are used for
/// every part; playback is taken as the longer of the audio and its generation.
[[nodiscard]] Duration mean_cycle(const ConversationsConfig& config, const EndpointConfig& endpoint);

}  // namespace busyhour
