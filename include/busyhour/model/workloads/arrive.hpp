#pragma once
/// When requests or conversations arrive: the register of arrival processes.
#include <algorithm>
#include <optional>
#include <variant>

#include "busyhour/model/workloads/profile.hpp"
#include "busyhour/random/distribution.hpp"

namespace busyhour {

struct PoissonArrivals {
  static constexpr std::string_view kind = "poisson",
                                    about = "Independent arrivals at a rate that is constant or follows a profile.";
  double rate = 0;  ///< [1/s]
  std::optional<Profile> profile = {};
  std::optional<Distribution> batch_size = {};  ///< [count]
  static constexpr auto fields() {
    using A = PoissonArrivals;
    return std::tuple{required("rate", &A::rate, "mean arrivals per time, where the profile is 1x")
                          .of(dimension::rate)
                          .more_than(0)
                          .such_as("10 /s"),
                      optional("profile", &A::profile, "a rate that changes, over the day or otherwise")
                          .by_default("constant")
                          .such_as("{kind: steps, every: 1 h, levels: [0.2x, 1x, 0.5x]}"),
                      optional("batch_size", &A::batch_size, "how many arrive at each instant; `rate` counts instants")
                          .at_least(1)
                          .whole()
                          .by_default("1")
                          .such_as("{dist: discrete, values: {1: 90%, 20: 10%}}")};
  }
};

/// One state of a modulated process.
struct RateState {
  static constexpr std::string_view kind = "state", about = "One state: its rate, and how long it lasts on average.";
  double rate = 0;   ///< [1/s]
  Duration lasts{};  ///< mean of an exponential time
  static constexpr auto fields() {
    return std::tuple{required("rate", &RateState::rate, "mean arrivals per time while it lasts; 0 /s is silence")
                          .of(dimension::rate)
                          .at_least(0)
                          .such_as("20 /s"),
                      required("lasts", &RateState::lasts, "its mean length, exponentially distributed")
                          .of(dimension::time)
                          .more_than(0)
                          .such_as("10 s")};
  }
};

/// A Markov-modulated Poisson process that goes through its states in order, for ever. It begins in its stationary law:
/// in a state with probability proportional to the state's mean length. Source: Fischer and Meier-Hellstern, "The
/// Markov-modulated Poisson process cookbook", Performance Evaluation 18(2), 1993.
struct ModulatedArrivals {
  static constexpr std::string_view
      kind = "mmpp",
      about = "Bursts: a Poisson process whose rate goes through states in order, again and again (Markov-modulated).";
  Named<RateState> states;
  std::optional<Profile> profile = {};
  std::optional<Distribution> batch_size = {};  ///< [count]
  static constexpr auto fields() {
    using A = ModulatedArrivals;
    return std::tuple{
        required("states", &A::states, "the states by name, in the order in which they follow one another")
            .such_as("{calm: {rate: 2 /s, lasts: 1 min}, storm: {rate: 20 /s, lasts: 10 s}}"),
        optional("profile", &A::profile, "multiplies the rates of all states over the day or otherwise")
            .by_default("constant")
            .such_as("{kind: sine, period: 24 h, swing: 60%, peak: 14 h}"),
        optional("batch_size", &A::batch_size, "how many arrive at each instant; rates count instants")
            .at_least(1)
            .whole()
            .by_default("1")
            .such_as("3")};
  }
  [[nodiscard]] std::vector<FieldMistake> mistakes() const {
    if (states.size() < 2)
      return {{"states", "bursts take at least two states", "with one rate only, write dist: poisson"}};
    if (std::all_of(states.begin(), states.end(), [](const auto& s) { return s.second.rate == 0; }))
      return {{"states", "every state is silent: nothing would ever arrive", "let one rate be more than 0 /s"}};
    return {};
  }
};

/// Gaps drawn from one distribution: `arrive: {dist: gamma, mean: 2 s, cv: 150%}` gives the gaps themselves.
struct RenewalArrivals {
  static constexpr std::string_view kind = "renewal",
                                    about = "Independent gaps between arrivals: the distribution of the gap itself.";
  Distribution gap;  ///< [s]
  static constexpr auto written_as = &RenewalArrivals::gap;
  static constexpr Dimension written_dimension = dimension::time;
  static constexpr auto fields() { return std::tuple{}; }
};

/// `dist: poisson` gives a rate, `dist: mmpp` states; any other `dist` (or a constant) is the gap of a renewal process.
using Arrive = std::variant<RenewalArrivals, PoissonArrivals, ModulatedArrivals>;
template <>
struct Choice<Arrive> {
  static constexpr std::string_view key = "dist", noun = "arrivals";
  static constexpr bool absent_means_first = true;  // and so does a `dist` that is a family of distributions
};

}  // namespace busyhour
