#pragma once
/// How long an admitted request takes at the provider, and when its first byte comes.
#include <variant>

#include "busyhour/base/field.hpp"
#include "busyhour/random/distribution.hpp"

namespace busyhour {

/// One time, constant or drawn; the first byte is the last.
struct TimedService {
  static constexpr std::string_view kind = "time", about = "A duration, or a distribution of durations.";
  Distribution time;  ///< [s]
  /// Written as the distribution itself (a scalar or a map with `dist`), not as a map with fields.
  static constexpr auto written_as = &TimedService::time;
  static constexpr Dimension written_dimension = dimension::time;
  static constexpr auto fields() { return std::tuple{}; }
};

/// Speech: a first byte, then audio generated at some multiple of playback speed. Audio seconds = characters / speaking
/// rate.
struct SpeechService {
  static constexpr std::string_view kind = "speech", mark = "first_byte";
  static constexpr std::string_view about =
      "Time to the first byte, then audio seconds / `generation_speed`; audio = characters / `speaking_rate` of the "
      "workload.";
  Distribution first_byte;      ///< [s]
  double generation_speed = 1;  ///< audio seconds per wall second
  static constexpr auto fields() {
    return std::tuple{
        required("first_byte", &SpeechService::first_byte, "admission to the first byte")
            .of(dimension::time)
            .at_least(0)
            .such_as("{dist: lognormal, mean: 200 ms, cv: 40%}"),
        required("generation_speed", &SpeechService::generation_speed, "audio seconds generated per second")
            .more_than(0)
            .ratio()
            .such_as("3.3x")};
  }
};

/// Text: a first token, then the others one by one. Time = first_token + per_token * (tokens_out - 1).
struct TokenService {
  static constexpr std::string_view kind = "tokens", mark = "first_token";
  static constexpr std::string_view about =
      "Time to the first token, then `per_token` for each further one of the request's `tokens_out`.";
  Distribution first_token;  ///< [s]
  Distribution per_token;    ///< [s]
  static constexpr auto fields() {
    return std::tuple{required("first_token", &TokenService::first_token, "admission to the first token")
                          .of(dimension::time)
                          .at_least(0)
                          .such_as("450 ms"),
                      required("per_token", &TokenService::per_token, "time for each token after the first")
                          .of(dimension::time)
                          .at_least(0)
                          .such_as("45 ms")};
  }
};

/// No service of its own: the endpoint has stages.
struct NoService {
  static constexpr std::string_view kind = "in_stages", about = "The endpoint says its service in `stages`.";
  static constexpr auto fields() { return std::tuple{}; }
};

using Service = std::variant<TimedService, SpeechService, TokenService, NoService>;
template <>
struct Choice<Service> {
  static constexpr std::string_view key = "", noun = "service";  // no key: told by its mark, else a time
  static constexpr bool absent_means_first = true;
};

}  // namespace busyhour
