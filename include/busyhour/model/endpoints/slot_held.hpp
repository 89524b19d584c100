#pragma once
/// Until when an admitted request holds its slot. The most influential choice of all, so an explicit key (providers.md,
/// fact 2).
#include <array>
#include <string>
#include <variant>

#include "busyhour/base/field.hpp"

namespace busyhour {

enum class SlotHeld : std::uint8_t { until_last_byte, generation_only, whole_connection, whole_call };
template <>
struct Words<SlotHeld> {
  static constexpr std::array words{
      Word<SlotHeld>{SlotHeld::until_last_byte, "until_last_byte",
                     "from admission until the provider has sent the last byte"},
      Word<SlotHeld>{
          SlotHeld::generation_only, "generation_only",
          "from admission until the answer is generated: the same instant as the last byte unless delivery is slower"},
      Word<SlotHeld>{SlotHeld::whole_connection, "whole_connection",
                     "from the connection's first request until the connection closes"},
      Word<SlotHeld>{SlotHeld::whole_call, "whole_call",
                     "from the conversation's first request until the conversation ends"}};
};

/// One of the words above.
struct HeldByWord {
  static constexpr std::string_view kind = "word",
                                    about = "until_last_byte, generation_only, whole_connection or whole_call.";
  SlotHeld until = SlotHeld::until_last_byte;
  static constexpr auto written_as = &HeldByWord::until;
  static constexpr Dimension written_dimension = dimension::number;
  static constexpr auto fields() { return std::tuple{}; }
};

/// From the start of one stage to the end of another. A slot is taken at admission, so `from` is the first stage.
struct HeldByStages {
  static constexpr std::string_view kind = "stages", mark = "from",
                                    about = "From the start of the first stage to the end of another.";
  std::string from, to;
  static constexpr auto fields() {
    return std::tuple{
        required("from", &HeldByStages::from, "the first of the endpoint's stages").such_as("queue"),
        required("to", &HeldByStages::to, "the stage at whose end the slot goes back").such_as("postprocess")};
  }
};

using HeldRule = std::variant<HeldByWord, HeldByStages>;
template <>
struct Choice<HeldRule> {
  static constexpr std::string_view key = "", noun = "slot_held";
  static constexpr bool absent_means_first = true;
};

/// The word of a rule; stages end with the request, as the last byte does.
[[nodiscard]] inline SlotHeld word_of(const HeldRule& rule) {
  const auto* word = std::get_if<HeldByWord>(&rule);
  return word ? word->until : SlotHeld::until_last_byte;
}

}  // namespace busyhour
