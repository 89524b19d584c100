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

struct EndpointConfig {
  static constexpr std::string_view kind = "endpoint", about = "One of the provider's addresses.";
  Service service = NoService{};
  Named<Distribution> stages;  ///< [s]
  HeldRule slot_held;
  Named<LimitOverride> limits;
  std::optional<Money> price;
  std::optional<double> price_per_second, price_per_token, price_per_character;  ///< [$]
  std::optional<Failures> fails;
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
        optional("price_per_character", &E::price_per_character, "and of each character")
            .of(dimension::money / dimension::characters)
            .at_least(0)
            .such_as("$0.0001 per char"),
        optional("fails", &E::fails, "share of requests that fail")
            .by_default("none")
            .such_as("{share: 1.5%, charged: false}")};
  }
  [[nodiscard]] std::vector<FieldMistake> mistakes() const {
    const bool timed = !std::holds_alternative<NoService>(service);
    if (timed && !stages.empty())
      return {{"stages", "'service' and 'stages' are both written", "leave one out; a stage may be called service"}};
    if (!timed && stages.empty())
      return {{"", "'service' is missing: how long an admitted request takes", "such as service: 2.5 s"}};
    const auto* held = std::get_if<HeldByStages>(&slot_held);
    if (!held) return {};
    const auto is_stage = [&](const std::string& name) {
      return std::any_of(stages.begin(), stages.end(), [&](const auto& s) { return s.first == name; });
    };
    if (stages.empty()) return {{"slot_held", "slot_held names stages, and there are none", "write stages"}};
    if (!is_stage(held->to)) return {{"slot_held", "there is no stage '" + held->to + "'", ""}};
    if (held->from != stages.front().first)
      return {{"slot_held",
               "a slot is taken at admission: from must be the first stage, '" + stages.front().first + "'", ""}};
    return {};
  }
};

}  // namespace busyhour
