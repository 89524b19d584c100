#pragma once
/// How the client learns that its request has ended.
#include <string>
#include <variant>
#include <vector>

#include "busyhour/base/field.hpp"
#include "busyhour/base/time.hpp"

namespace busyhour {

/// With the answer itself.
struct ByResponse {
  static constexpr std::string_view kind = "response", about = "The answer itself: its last byte.";
  static constexpr auto fields() { return std::tuple{}; }
};

/// By asking again and again: the n-th wait is min(cap, first * factor^(n-1)), the first one counted from admission.
struct ByPolling {
  static constexpr std::string_view
      kind = "polling",
      about = "Polls; the n-th wait is min(cap, first * factor^(n-1)), the first counted from admission.";
  Duration first{};
  double factor = 1;
  std::optional<Duration> cap;
  std::string endpoint = {};  ///< where polls are made; empty: they cost nothing
  static constexpr auto fields() {
    using P = ByPolling;
    return std::tuple{
        required("first", &P::first, "admission to the first poll").of(dimension::time).more_than(0).such_as("3 s"),
        optional("factor", &P::factor, "each wait to the one before")
            .ratio()
            .at_least(1)
            .by_default("1x")
            .such_as("1.5x"),
        optional("cap", &P::cap, "longest wait").of(dimension::time).more_than(0).by_default("none").such_as("30 s"),
        optional("endpoint", &P::endpoint,
                 "polls are attempts at this endpoint and use up its rate limits; one that is refused tells nothing")
            .by_default("polls cost nothing")
            .such_as("status")};
  }
  [[nodiscard]] std::vector<FieldMistake> mistakes() const {
    if (factor > 1 && factor < 1.001) return {{"factor", "these waits hardly grow", "write 1x, or at least 1.001x"}};
    return {};
  }
};

/// Told at once on an open connection.
struct ByWebsocket {
  static constexpr std::string_view kind = "websocket", about = "Told at once on an open connection.";
  static constexpr auto fields() { return std::tuple{}; }
};

/// Told by a call to the client's own server; deliveries may fail and are tried again.
struct ByWebhook {
  static constexpr std::string_view kind = "webhook", about = "Told by a call to the client's own server.";
  double fails = 0;
  std::optional<Duration> retry_first;
  double retry_factor = 2;
  std::int64_t attempts = 1;
  static constexpr auto fields() {
    using W = ByWebhook;
    return std::tuple{
        optional("fails", &W::fails, "share of deliveries that fail").share().by_default("0%").such_as("1%"),
        optional("retry_first", &W::retry_first, "first failed delivery to the second try")
            .of(dimension::time)
            .more_than(0)
            .such_as("2 min"),
        optional("retry_factor", &W::retry_factor, "each wait between tries to the one before")
            .ratio()
            .at_least(1)
            .by_default("2x")
            .such_as("2x"),
        optional("attempts", &W::attempts, "most deliveries; if all fail the client never learns of the end")
            .at_least(1)
            .at_most(60)
            .by_default("1")
            .such_as("5")};
  }
  [[nodiscard]] std::vector<FieldMistake> mistakes() const {
    if (attempts > 1 && !retry_first)
      return {
          {"attempts", "'retry_first' is missing: the wait before the second delivery", "such as retry_first: 2 min"}};
    return {};
  }
};

using Completion = std::variant<ByResponse, ByPolling, ByWebsocket, ByWebhook>;
template <>
struct Choice<Completion> {
  static constexpr std::string_view key = "by", noun = "completion";
  static constexpr bool absent_means_first = false;
};

}  // namespace busyhour
