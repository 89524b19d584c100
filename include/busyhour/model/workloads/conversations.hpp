#pragma once
/// A closed population: so many conversations for ever.
#include "busyhour/model/clients/client.hpp"
#include "busyhour/model/workloads/classes.hpp"
#include "busyhour/model/workloads/own_slots.hpp"
#include "busyhour/model/workloads/turn.hpp"

namespace busyhour {

enum class Spread : std::uint8_t { uniform };
template <>
struct Words<Spread> {
  static constexpr std::array words{Word<Spread>{Spread::uniform, "uniform", "each at a uniform instant"}};
};

struct StartConfig {
  static constexpr std::string_view kind = "start", about = "When the conversations begin.";
  Spread spread = Spread::uniform;
  Duration over{};
  static constexpr auto fields() {
    return std::tuple{optional("spread", &StartConfig::spread, "how the beginnings are spread").by_default("uniform"),
                      required("over", &StartConfig::over, "length of the interval from 0 in which they begin")
                          .of(dimension::time)
                          .at_least(0)
                          .such_as("2 min")};
  }
};

enum class ConnectionUse : std::uint8_t { per_request, per_conversation };
template <>
struct Words<ConnectionUse> {
  static constexpr std::array words{
      Word<ConnectionUse>{ConnectionUse::per_request, "per_request",
                          "each request opens its own connection and closes it with its last byte"},
      Word<ConnectionUse>{ConnectionUse::per_conversation, "per_conversation",
                          "one connection for the whole conversation"}};
};

struct ConversationsConfig {
  static constexpr std::string_view kind = "conversations",
                                    about = "So many conversations for ever (a closed population).";
  std::int64_t count = 1;
  std::optional<StartConfig> start;
  ConnectionUse connection = ConnectionUse::per_request;
  std::string endpoint;
  TurnConfig turn;
  std::int64_t priority = 1;
  std::optional<std::int64_t> reserve;
  Named<ClassConfig> classes;
  ClientConfig client;
  static constexpr auto fields() {
    using W = ConversationsConfig;
    return std::tuple{
        required("count", &W::count, "how many conversations at once").at_least(1).at_most(1e6).such_as("4"),
        optional("start", &W::start, "when they begin").by_default("uniform over one mean uncontended cycle"),
        optional("connection", &W::connection, "what a connection is opened for").by_default("per_request"),
        optional("endpoint", &W::endpoint, "which endpoint; needed when there is more than one"),
        required("turn", &W::turn, "what one turn consists of"),
        optional("priority", &W::priority, "place in a priority queue; higher first")
            .at_least(1)
            .at_most(10)
            .by_default("1"),
        reserve_field<W>(),
        optional("client", &W::client, "what the caller does with refusals").by_default("no retry"),
        classes_field<ConversationsConfig>()};
  }
};

}  // namespace busyhour
