#pragma once
/// Exponential backoff with jitter.
#include <array>

#include "busyhour/model/clients/retry.hpp"
#include "busyhour/random/draw.hpp"

namespace busyhour {

/// What is done to x = min(cap, first * factor^(n-1)). U is uniform.
enum class Jitter : std::uint8_t { none, full, equal, decorrelated, proportional, subtractive };
template <>
struct Words<Jitter> {
  static constexpr std::array words{
      Word<Jitter>{Jitter::none, "none", "x"},
      Word<Jitter>{Jitter::full, "full", "U(0, x), or U(least, x)"},
      Word<Jitter>{Jitter::equal, "equal", "x/2 + U(0, x/2)"},
      Word<Jitter>{Jitter::decorrelated, "decorrelated",
                   "min(cap, U(first, 3 * the pause before)), as if first had gone before; takes no `factor`"},
      Word<Jitter>{Jitter::proportional, "proportional", "x * U(1 - spread, 1 + spread)"},
      Word<Jitter>{Jitter::subtractive, "subtractive", "x * (1 - spread * U(0, 1))"}};
};

/// The n-th pause is min(cap, first * factor^(n-1)), then jitter. Forms: Brooker, "Exponential Backoff And Jitter",
/// 2015.
struct ExponentialRetry : RetryBounds {
  static constexpr std::string_view kind = "exponential",
                                    about = "The n-th pause is min(cap, first * factor^(n-1)), then jitter.",
                                    example =
                                        "{kind: exponential, first: 250 ms, factor: 2x, cap: 8 s, jitter: full, "
                                        "attempts: 6}";
  Duration first{};
  std::optional<double> factor;
  Duration cap{};
  Jitter jitter = Jitter::none;
  std::optional<double> spread;
  std::optional<Duration> least;
  static constexpr auto fields() {
    using R = ExponentialRetry;
    return std::tuple_cat(
        std::tuple{
            required("first", &R::first, "the first pause, before jitter")
                .of(dimension::time)
                .more_than(0)
                .such_as("250 ms"),
            optional("factor", &R::factor, "each pause to the one before; required unless jitter is decorrelated")
                .at_least(1)
                .ratio()
                .such_as("2x"),
            required("cap", &R::cap, "longest pause, before jitter").of(dimension::time).more_than(0).such_as("8 s"),
            required("jitter", &R::jitter, "how the pause is spread at random").such_as("full"),
            optional("spread", &R::spread, "width of proportional and subtractive jitter").share().such_as("25%"),
            optional("least", &R::least, "shortest pause of full jitter")
                .of(dimension::time)
                .at_least(0)
                .by_default("0 s")
                .such_as("1 s"),
            required("attempts", &R::attempts, "most attempts, the first one included").at_least(1).such_as("6"),
            optional("deadline", &R::deadline, "no attempt later than this after the first one")
                .of(dimension::time)
                .more_than(0)
                .by_default("none")},
        retry_after_fields<R>());
  }
  [[nodiscard]] std::vector<FieldMistake> mistakes() const {
    std::vector<FieldMistake> all;
    const bool own_pace = jitter == Jitter::decorrelated,
               spreads = jitter == Jitter::proportional || jitter == Jitter::subtractive;
    if (own_pace && factor)
      all.push_back({"factor", "decorrelated jitter takes no factor", "each pause is drawn from the one before"});
    if (!own_pace && !factor) all.push_back({"factor", "'factor' is missing", "such as factor: 2x"});
    if (spreads && !spread)
      all.push_back({"spread", "'spread' is missing: the width of this jitter", "such as spread: 25%"});
    if (!spreads && spread) all.push_back({"spread", "spread belongs to proportional and subtractive jitter"});
    if (least && jitter != Jitter::full) all.push_back({"least", "least belongs to full jitter"});
    if (least && *least > first) all.push_back({"least", "the shortest pause is longer than the first one"});
    if (cap < first) all.push_back({"cap", "the longest pause is shorter than the first one"});
    return all;
  }
};

}  // namespace busyhour
