#pragma once
/// A conversation, told in order: turns of a user and an agent for ever.
#include "busyhour/kernel/story.hpp"
#include "busyhour/model/request.hpp"
#include "busyhour/model/workloads/conversations.hpp"

namespace busyhour {

/// One member of a closed population. All arguments outlive the story.
[[nodiscard]] Process converse(World& world, Caller& caller, const ConversationsConfig& config, std::uint32_t member);

/// Mean length of a turn nobody holds up: over it conversations without `start` begin. Expected values are used for
/// every part; playback is taken as the longer of the audio and its generation.
[[nodiscard]] Duration mean_cycle(const ConversationsConfig& config, const EndpointConfig& endpoint);

}  // namespace busyhour
