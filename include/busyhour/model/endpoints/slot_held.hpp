#pragma once
/// Until when an admitted request holds its slot. The most influential choice of all, so an explicit key (providers.md, fact 2).
#include <array>

#include "busyhour/base/field.hpp"

namespace busyhour {

enum class SlotHeld : std::uint8_t { until_last_byte, generation_only, whole_connection, whole_call };
template <>
struct Words<SlotHeld> {
  static constexpr std::array words{
      Word<SlotHeld>{SlotHeld::until_last_byte, "until_last_byte", "from admission until the provider has sent the last byte"},
      Word<SlotHeld>{SlotHeld::generation_only, "generation_only", "from admission until the answer is generated: the same instant as the last byte unless delivery is slower"},
      Word<SlotHeld>{SlotHeld::whole_connection, "whole_connection", "from the connection's first request until the connection closes"},
      Word<SlotHeld>{SlotHeld::whole_call, "whole_call", "from the conversation's first request until the conversation ends"}};
  static constexpr std::string_view later_map = "{from: stage, to: stage} holds a slot over named stages";
};

}  // namespace busyhour
