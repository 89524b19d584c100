#pragma once
/// Classes of requests or conversations inside one workload: shares with services, sizes, prices and priorities of
/// their own.
///
/// The class of a request (of a conversation: of all its requests) is drawn once, by its number. What a class leaves
/// out is as the workload and its endpoint say.
#include <cmath>

#include "busyhour/base/money.hpp"
#include "busyhour/model/endpoints/service.hpp"
#include "busyhour/model/workloads/demand.hpp"

namespace busyhour {

struct ClassConfig {
  static constexpr std::string_view kind = "class", about = "One class: its share, and what is its own.";
  double share = 0;
  std::optional<Service> service;
  std::optional<Demands> demand;
  std::optional<Money> price;
  std::optional<double> price_per_second, price_per_token, price_per_token_in, price_per_character;  ///< [$]
  std::optional<std::int64_t> priority;
  static constexpr auto fields() {
    using C = ClassConfig;
    return std::tuple{
        required("share", &C::share, "how many belong to it; the shares make 100%").share().such_as("20%"),
        optional("service", &C::service, "how long its requests take, in place of the endpoint's service or stages")
            .by_default("as the endpoint says")
            .such_as("{dist: lognormal, mean: 90 s, cv: 30%}"),
        optional("demand", &C::demand, "how much its requests ask for, in place of the workload's demand")
            .by_default("as the workload says")
            .such_as("{tokens_out: 800 tokens}"),
        optional("price", &C::price, "price of a request")
            .of(dimension::money)
            .at_least(0)
            .by_default("as the endpoint says")
            .such_as("$0.29"),
        optional("price_per_second", &C::price_per_second, "and of each second of its service")
            .of(dimension::money / dimension::time)
            .at_least(0)
            .by_default("as the endpoint says")
            .such_as("$0.001 / s"),
        optional("price_per_token", &C::price_per_token, "and of each token of its answer")
            .of(dimension::money / dimension::tokens)
            .at_least(0)
            .by_default("as the endpoint says")
            .such_as("$0.00001 per token"),
        optional("price_per_token_in", &C::price_per_token_in, "and of each token of the question")
            .of(dimension::money / dimension::tokens)
            .at_least(0)
            .by_default("as the endpoint says")
            .such_as("$0.000003 per token"),
        optional("price_per_character", &C::price_per_character, "and of each character")
            .of(dimension::money / dimension::characters)
            .at_least(0)
            .by_default("as the endpoint says")
            .such_as("$0.0001 per char"),
        optional("priority", &C::priority, "place in a priority queue; higher first")
            .at_least(1)
            .at_most(10)
            .by_default("as the workload says")
            .such_as("10")};
  }
};

/// Whether the shares make one, but for rounding.
[[nodiscard]] inline bool are_whole(const Named<ClassConfig>& classes) {
  double sum = 0;
  for (const auto& [name, one] : classes) sum += one.share;
  return std::abs(sum - 1) <= 1e-9;
}

/// The field of a workload that has classes.
template <class Workload>
[[nodiscard]] constexpr auto classes_field() {
  return optional(
             "classes", &Workload::classes,
             "shares with services, sizes, prices and priorities of their own; metrics as calls.<class>.added_delay")
      .by_default("one class")
      .such_as("{short: {share: 80%}, long: {share: 20%, service: 90 s, price: $0.29}}");
}

}  // namespace busyhour
