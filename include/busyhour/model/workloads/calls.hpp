#pragma once
/// An open population: conversations that arrive and end.
#include "busyhour/model/workloads/arrive.hpp"
#include "busyhour/model/workloads/conversations.hpp"
#include "busyhour/model/workloads/own_slots.hpp"

namespace busyhour {

/// Until its time is up. Silence, speech of the user and thinking are cut short then; an answer that the agent has
/// begun is heard to its end, the sentences of it that are not sent yet too.
struct LastsTime {
  static constexpr std::string_view kind = "time", about = "A time, from its beginning or from its connection.";
  Distribution time;  ///< [s]
  static constexpr auto written_as = &LastsTime::time;
  static constexpr Dimension written_dimension = dimension::time;
  static constexpr auto fields() { return std::tuple{}; }
};

/// So many turns; it ends when the last one has been heard, without a gap.
struct LastsTurns {
  static constexpr std::string_view kind = "turns", mark = "turns",
                                    about = "A number of turns; it ends when the last one has been heard.";
  Distribution turns;  ///< [count]
  static constexpr auto fields() {
    return std::tuple{required("turns", &LastsTurns::turns, "how many turns a conversation has")
                          .at_least(1)
                          .whole()
                          .such_as("{dist: discrete, values: {4: 50%, 8: 50%}}")};
  }
};

using Lasts = std::variant<LastsTime, LastsTurns>;
template <>
struct Choice<Lasts> {
  static constexpr std::string_view key = "", noun = "length";  // no key: {turns: ...}, else a time
  static constexpr bool absent_means_first = true;
};

struct CallsConfig {
  static constexpr std::string_view kind = "calls", about = "Conversations that arrive and end (an open population).";
  Arrive arrive;
  Lasts lasts;
  ConnectionUse connection = ConnectionUse::per_request;
  std::string endpoint;
  TurnConfig turn;
  std::int64_t priority = 1;
  std::optional<std::int64_t> reserve;
  Named<ClassConfig> classes;
  ClientConfig client;
  static constexpr auto fields() {
    using W = CallsConfig;
    return std::tuple{
        required("arrive", &W::arrive, "when conversations arrive").such_as("{dist: poisson, rate: 60 /h}"),
        required("lasts", &W::lasts,
                 "how long each lasts: a time (the user hangs up then, but hears out an answer that has begun), or "
                 "{turns: n}")
            .such_as("{dist: lognormal, mean: 4 min, cv: 90%}"),
        optional("connection", &W::connection,
                 "what a connection is opened for; a conversation that is refused its own ends at once")
            .by_default("per_request"),
        optional("endpoint", &W::endpoint, "which endpoint; needed when there is more than one"),
        required("turn", &W::turn, "what one turn consists of"),
        optional("priority", &W::priority, "place in a priority queue; higher first")
            .at_least(1)
            .at_most(10)
            .by_default("1"),
        reserve_field<W>(),
        optional("client", &W::client, "what the caller does with refusals").by_default("no retry"),
        classes_field<CallsConfig>()};
  }
};

}  // namespace busyhour
