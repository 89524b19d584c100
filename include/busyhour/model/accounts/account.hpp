#pragma once
/// A prepaid balance: what is charged to it and when, and how it is filled up again.
#include <array>
#include <vector>

#include "busyhour/base/expression.hpp"
#include "busyhour/base/field.hpp"
#include "busyhour/base/money.hpp"
#include "busyhour/base/time.hpp"

namespace busyhour {

/// When a request's price is charged.
enum class ChargeWhen : std::uint8_t { on_submit, on_start, on_success, on_end };
template <>
struct Words<ChargeWhen> {
  static constexpr std::array words{
      Word<ChargeWhen>{ChargeWhen::on_submit, "on_submit", "at admission"},
      Word<ChargeWhen>{ChargeWhen::on_start, "on_start", "when its service begins"},
      Word<ChargeWhen>{ChargeWhen::on_success, "on_success", "at its end, if it succeeded"},
      Word<ChargeWhen>{ChargeWhen::on_end, "on_end", "at its end, however it ended"}};
};

struct ChargeConfig {
  static constexpr std::string_view kind = "charge", about = "When a request's price is charged.";
  ChargeWhen when = ChargeWhen::on_success;
  static constexpr auto fields() {
    return std::tuple{required("when", &ChargeConfig::when, "at which moment of a request").such_as("on_success")};
  }
};

/// The period of `$500 / day`: a day. Nothing if the text does not end in one.
[[nodiscard]] std::optional<Duration> period_of(const Formula& money_per_time);

/// Money put in when a condition holds, or at regular times.
struct TopUpConfig {
  static constexpr std::string_view kind = "top_up",
                                    about = "Money put into the account: when the balance falls, or at regular times.";
  Formula when;  ///< over `balance`
  std::optional<Duration> every;
  Money add;
  Duration takes{};
  Formula at_most;  ///< [money / time]
  static constexpr auto fields() {
    using T = TopUpConfig;
    return std::tuple{
        optional("when", &T::when, "asked whenever the balance changes; one top-up is under way at a time")
            .of(dimension::truth)
            .such_as("balance < $40"),
        optional("every", &T::every, "the first one after this time").of(dimension::time).more_than(0).such_as("1 day"),
        required("add", &T::add, "how much").of(dimension::money).more_than(0).such_as("$100"),
        optional("takes", &T::takes, "from the order to the money")
            .of(dimension::time)
            .at_least(0)
            .by_default("0 s")
            .such_as("2 min"),
        optional(
            "at_most", &T::at_most,
            "most money in each period of the clock, from 0: a day, 6 h ...; an order that would exceed it waits for "
            "the next one")
            .of(dimension::money / dimension::time)
            .by_default("no bound")
            .such_as("$500 / day")};
  }
  [[nodiscard]] std::vector<FieldMistake> mistakes() const;
};

struct AccountConfig {
  static constexpr std::string_view kind = "account", about = "A prepaid balance and what is charged to it.";
  Money balance;
  ChargeConfig charge;
  std::optional<TopUpConfig> top_up;
  static constexpr auto fields() {
    using A = AccountConfig;
    return std::tuple{required("balance", &A::balance, "money at the start").of(dimension::money).such_as("$100"),
                      optional("charge", &A::charge, "when requests are charged").by_default("on_success"),
                      optional("top_up", &A::top_up, "money put in later").by_default("none")};
  }
};

}  // namespace busyhour
