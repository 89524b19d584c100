#pragma once
/// How much a request asks for: tokens or characters, where its endpoint's service depends on them.
#include "busyhour/base/field.hpp"
#include "busyhour/random/distribution.hpp"

namespace busyhour {

struct Demands {
  static constexpr std::string_view kind = "demand", about = "How much a request asks for.";
  std::optional<Distribution> tokens_in;   ///< [tokens]
  std::optional<Distribution> tokens_out;  ///< [tokens]
  std::optional<Distribution> characters;  ///< [characters]
  std::optional<double> speaking_rate;     ///< [characters / s]
  static constexpr auto fields() {
    return std::tuple{optional("tokens_in", &Demands::tokens_in, "tokens of the question")
                          .of(dimension::tokens)
                          .at_least(0)
                          .by_default("0 tokens")
                          .such_as("1500 tokens"),
                      optional("tokens_out", &Demands::tokens_out, "tokens of the answer")
                          .of(dimension::tokens)
                          .at_least(0)
                          .such_as("{dist: lognormal, mean: 210 tokens, cv: 80%}"),
                      optional("characters", &Demands::characters, "characters to be spoken")
                          .of(dimension::characters)
                          .at_least(0)
                          .such_as("75 chars"),
                      optional("speaking_rate", &Demands::speaking_rate, "speed of the voice")
                          .of(dimension::character_rate)
                          .more_than(0)
                          .such_as("15 chars/s")};
  }
};

}  // namespace busyhour
