#pragma once
/// A concurrency limit: at most `cap` held at one instant.
#include <array>
#include <string>
#include <vector>

#include "busyhour/base/expression.hpp"
#include "busyhour/base/money.hpp"
#include "busyhour/model/endpoints/slot_held.hpp"
#include "busyhour/model/limits/counts.hpp"
#include "busyhour/model/limits/slots.hpp"
#include "busyhour/model/limits/when_full.hpp"

namespace busyhour {

/// At most `cap` requests, connections or tasks held at one instant. Invariant: held <= cap of the moment of admission.
/// With Poisson arrivals and rejection it is M/G/c/c (Erlang B); with a closed population and rejection, Engset.
struct ConcurrencyLimit {
  using State = Slots;
  static constexpr std::string_view kind = "concurrency", about = "At most `cap` held at one instant.",
                                    example = "{counts: requests, cap: 20, when_full: {action: reject, status: 429}}";
  Counts counts = Counts::requests;
  Formula cap;
  WhenFull when_full;
  LimitKey key = LimitKey::account;
  std::vector<std::string> endpoints;
  std::optional<SlotHeld> slot_held;
  Formula unlimited_when;
  std::optional<Money> at_least;
  Named<std::int64_t> reserve;
  static constexpr bool counts_rejected = false;
  [[nodiscard]] Slots state(std::int64_t most, const Window& counted) const { return Slots{most, counted}; }

  static constexpr auto fields() {
    using L = ConcurrencyLimit;
    return std::tuple{
        required("counts", &L::counts, "what is counted"),
        optional("cap", &L::cap,
                 "most held at one instant: a whole number, or a formula over other values and `balance`, read at each "
                 "attempt; while it comes to less than 1 nothing is admitted, and one that divides by nothing ends the "
                 "run")
            .at_least(1)
            .whole()
            .such_as("5 * provider.limits.requests.cap"),
        required("when_full", &L::when_full, "what happens to an attempt that finds it full"),
        optional("key", &L::key, "whose counter it is").by_default("account"),
        optional("endpoints", &L::endpoints, "only these endpoints are counted").by_default("all").such_as("[monitor]"),
        optional("slot_held", &L::slot_held, "until when a slot is held; overrides the endpoint's word")
            .by_default("as the endpoint says"),
        optional("reserve", &L::reserve,
                 "slots kept for workloads, by name: nobody else takes them, even while they are idle; beyond them a "
                 "workload may take what is shared")
            .at_least(1)
            .by_default("none")
            .such_as("{inbound: 5}"),
        optional("unlimited_when", &L::unlimited_when, "while this holds there is no limit")
            .of(dimension::truth)
            .such_as("balance > $250"),
        optional("at_least", &L::at_least, "with `counts: balance`: the least balance that lets an attempt pass")
            .of(dimension::money)
            .such_as("$0.50")};
  }
  [[nodiscard]] std::vector<FieldMistake> mistakes() const {
    const bool money = counts == Counts::balance;
    if (money && !at_least) return {{"counts", "'at_least' is missing: the least balance", "such as at_least: $0.50"}};
    if (money && cap) return {{"cap", "a limit on the balance has no cap", "write at_least: $0.50"}};
    if (!money && !cap) return {{"", "'cap' is missing: most held at one instant", "such as cap: 5"}};
    if (money && !reserve.empty()) return {{"reserve", "a limit on the balance has no slots to keep"}};
    if (!reserve.empty() && key == LimitKey::workload)
      return {{"reserve", "each workload has a counter of its own here", "leave out key, or reserve"}};
    if (!money && at_least) return {{"at_least", "at_least belongs to counts: balance", "write cap"}};
    return {};
  }
};

}  // namespace busyhour
