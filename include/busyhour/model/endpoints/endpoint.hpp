#pragma once
/// One of the provider's addresses: how long it works on a request, until when that holds a slot, and what it costs.
#include <algorithm>

#include "busyhour/base/money.hpp"
#include "busyhour/model/endpoints/service.hpp"
#include "busyhour/model/endpoints/slot_held.hpp"
#include "busyhour/model/limits/when_full.hpp"

namespace busyhour {

/// What an endpoint says about one of the provider's limits in place of the limit's own word.
struct LimitOverride {
  static constexpr std::string_view kind = "override", about = "What this endpoint does otherwise than the limit says.";
  WhenFull when_full;
  static constexpr auto fields() {
    return std::tuple{required("when_full", &LimitOverride::when_full,
                               "what happens to an attempt at this endpoint that finds the limit full")};
  }
};

/// Requests that are admitted, go through all their stages, and fail.
struct Failures {
  static constexpr std::string_view kind = "fails", about = "Requests that are admitted, run to their end and fail.";
  double share = 0;
  bool charged = true;
  static constexpr auto fields() {
    return std::tuple{required("share", &Failures::share, "share of requests that fail").share().such_as("1.5%"),
                      optional("charged", &Failures::charged,
                               "whether a failed request costs; if not, what was taken earlier comes back at its end")
                          .by_default("true")};
  }
};

/// What becomes of an admitted request whose client has stopped waiting for it: a closed connection, a cancel, a kill.
struct Abandoned {
  static constexpr std::string_view kind = "abandoned",
                                    about = "What becomes of a request whose client has stopped waiting for it.";
  bool stops = false;
  std::vector<std::string> in;  ///< stages; empty: all
  bool charged = false;
  static constexpr auto fields() {
    using A = Abandoned;
    return std::tuple{
        required("stops", &A::stops,
                 "whether it is stopped and gives its slot back; if not, it goes on to its end and holds its slot")
            .such_as("true"),
        optional("in", &A::in, "stages in which it can be stopped; in others it goes on to its end")
            .by_default("all")
            .such_as("[queue, service]"),
        optional("charged", &A::charged, "whether a stopped request costs; if not, what was taken earlier comes back")
            .by_default("false")};
  }
};

enum class BetweenTries : std::uint8_t { holds_slot, queues_again };
template <>
struct Words<BetweenTries> {
  static constexpr std::array words{
      Word<BetweenTries>{BetweenTries::holds_slot, "holds_slot", "the slot is held until the last try has ended"},
      Word<BetweenTries>{BetweenTries::queues_again, "queues_again",
                         "the slot goes back, and the next try asks at the door again"}};
};

/// cloro: "up to 5 attempts", synchronous ones hold their slot and start none after 5 minutes (providers.md C12).
struct ProviderRetries {
  static constexpr std::string_view
      kind = "retries",
      about = "The provider tries again by itself when a request fails; the share of `fails` is that of each try.";
  std::int64_t attempts = 1;
  std::optional<Duration> within;
  BetweenTries between = BetweenTries::holds_slot;
  static constexpr auto fields() {
    using R = ProviderRetries;
    return std::tuple{
        required("attempts", &R::attempts, "most tries, the first one included").at_least(1).such_as("5"),
        optional("within", &R::within, "no try starts later than this after admission")
            .of(dimension::time)
            .more_than(0)
            .by_default("any time")
            .such_as("300 s"),
        optional("between", &R::between, "where the request is between two tries").by_default("holds_slot")};
  }
};

struct EndpointConfig {
  static constexpr std::string_view kind = "endpoint", about = "One of the provider's addresses.";
  Service service = NoService{};
  Named<Distribution> stages;  ///< [s]
  HeldRule slot_held;
  Named<LimitOverride> limits;
  std::optional<Money> price;
  std::optional<double> price_per_second, price_per_token, price_per_token_in, price_per_character;  ///< [$]
  std::optional<Failures> fails;
  std::optional<Abandoned> abandoned;
  std::optional<ProviderRetries> retries;
  std::optional<Duration> idle_timeout;
  std::optional<std::int64_t> batch_max;
  static constexpr auto fields() {
    using E = EndpointConfig;
    return std::tuple{
        optional("service", &E::service, "how long an admitted request takes; or write stages")
            .such_as("{dist: exponential, mean: 2.5 s}"),
        optional("stages", &E::stages, "the same in named stages, one after another")
            .of(dimension::time)
            .at_least(0)
            .such_as("{queue: 1 s, assign: 3 s, service: 60 s, postprocess: 2 s}"),
        optional("slot_held", &E::slot_held,
                 "until when an admitted request holds its slot: a word, or {from: stage, to: stage}")
            .by_default("until_last_byte"),
        optional("limits", &E::limits, "overrides of the provider's limits, by name"),
        optional("price", &E::price, "price of a request").of(dimension::money).at_least(0).such_as("$0.13"),
        optional("price_per_second", &E::price_per_second, "and of each second of its service")
            .of(dimension::money / dimension::time)
            .at_least(0)
            .such_as("$0.001 / s"),
        optional("price_per_token", &E::price_per_token, "and of each token of its answer")
            .of(dimension::money / dimension::tokens)
            .at_least(0)
            .such_as("$0.00001 per token"),
        optional("price_per_token_in", &E::price_per_token_in, "and of each token of the question")
            .of(dimension::money / dimension::tokens)
            .at_least(0)
            .such_as("$0.000003 per token"),
        optional("price_per_character", &E::price_per_character, "and of each character")
            .of(dimension::money / dimension::characters)
            .at_least(0)
            .such_as("$0.0001 per char"),
        optional("fails", &E::fails, "share of requests that fail")
            .by_default("none")
            .such_as("{share: 1.5%, charged: false}"),
        optional("abandoned", &E::abandoned, "what becomes of a request whose client has stopped waiting")
            .by_default("it goes on to its end and holds its slot")
            .such_as("{stops: true}"),
        optional("retries", &E::retries, "the provider's own retries of failed requests")
            .by_default("none")
            .such_as("{attempts: 5, within: 300 s}"),
        optional("idle_timeout", &E::idle_timeout,
                 "with connection: per_conversation, the provider closes a connection on which the client has sent "
                 "nothing for so long (not while a request is under way) and takes its slots back; the next request "
                 "must connect again, and a conversation that is then refused has no connection from there on")
            .of(dimension::time)
            .more_than(0)
            .by_default("connections stay open")
            .such_as("60 s"),
        optional(
            "batch_max", &E::batch_max,
            "most tasks of one submission (`together` of a batch); a larger one is refused whole, with status 400, "
            "and not tried again")
            .at_least(1)
            .by_default("any number")
            .such_as("500")};
  }
  [[nodiscard]] std::vector<FieldMistake> mistakes() const {
    const bool timed = !std::holds_alternative<NoService>(service);
    const auto is_stage = [&](const std::string& name) {
      return std::any_of(stages.begin(), stages.end(), [&](const auto& s) { return s.first == name; });
    };
    for (const std::string& stage : abandoned ? abandoned->in : std::vector<std::string>{})
      if (!is_stage(stage)) return {{"abandoned", "there is no stage '" + stage + "'", ""}};
    if (retries && !fails) return {{"retries", "no request ever fails here", "write fails: {share: 5%}"}};
    if (timed && !stages.empty())
      return {{"stages", "'service' and 'stages' are both written", "leave one out; a stage may be called service"}};
    if (!timed && stages.empty())
      return {{"", "'service' is missing: how long an admitted request takes", "such as service: 2.5 s"}};
    const auto* held = std::get_if<HeldByStages>(&slot_held);
    if (!held) return {};
    if (stages.empty()) return {{"slot_held", "slot_held names stages, and there are none", "write stages"}};
    if (!is_stage(held->to)) return {{"slot_held", "there is no stage '" + held->to + "'", ""}};
    if (held->from != stages.front().first)
      return {{"slot_held",
               "a slot is taken at admission: from must be the first stage, '" + stages.front().first + "'", ""}};
    return {};
  }
};

}  // namespace busyhour
