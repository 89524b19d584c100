#pragma once
/// Distributions of durations, sizes and counts: a value that knows its exact mean and draws from an engine it is
/// handed.
///
/// Everything is in base units (seconds, characters, tokens, dollars or plain numbers) and never negative. The moments,
/// the cdf and the quantiles are those of the very law that is drawn from: nothing is truncated or repaired. Draws and
/// fits use the functions of `elementary.hpp`, so they are the same bits on every machine.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "busyhour/base/time.hpp"
#include "busyhour/random/families.hpp"

namespace busyhour {

/// What a scenario says about a distribution; units already resolved to base units.
struct DistributionSpec {
  std::string family;
  std::vector<std::pair<std::string, double>> parameters;  ///< in the order written
  std::vector<std::pair<double, double>> values;  ///< discrete: a value and its share; shares sum to 1 within 1e-9
  std::vector<double> sample;                     ///< empirical: drawn with replacement, each equally likely, any order
};

/// What is wrong with a spec: the key to point at (empty for the whole), what is wrong, and what to write instead.
struct FitError {
  std::string parameter;
  std::string says;
  std::string help;
};

/// A law one can draw from. Copies are cheap: long tables are shared.
class Distribution {
 public:
  /// The constant 0.
  Distribution() = default;
  explicit Distribution(detail::Law law) : law_{std::move(law)} {}
  /// Always `x`; refuses what is negative or not finite with std::domain_error.
  [[nodiscard]] static Distribution constant(double x);

  /// One value. `Engine` gives uniform 64-bit words, as `Draw` does; one word is usually enough.
  template <class Engine>
  [[nodiscard]] double operator()(Engine& draw) const {
    if (const auto* const law = std::get_if<detail::Exponential>(&law_)) return (*law)(draw);
    const detail::Drawn<Engine> drawn = of_another_law(draw);
    draw = drawn.draw;
    return drawn.value;
  }

  [[nodiscard]] double mean() const;
  [[nodiscard]] double variance() const;  ///< infinite for a Pareto whose shape is at most 2
  [[nodiscard]] double cdf(double x) const;
  /// The smallest x with cdf(x) >= p; refuses p outside [0, 1]; quantile(1) is max(). Of n empirical values the ceil(n
  /// p)-th smallest.
  [[nodiscard]] double quantile(double p) const;
  [[nodiscard]] double min() const;  ///< the lower end of the support
  [[nodiscard]] double max() const;  ///< the upper end of the support, often infinity
  [[nodiscard]] bool is_constant() const;
  /// Whether every value that can be drawn is a whole number, as a count must be.
  [[nodiscard]] bool is_whole() const;
  [[nodiscard]] std::string_view family() const;

 private:
  /// Apart, so that the commonest law is short enough to be part of the story that draws.
  template <class Engine>
  [[nodiscard]] [[gnu::noinline]] detail::Drawn<Engine> of_another_law(Engine draw) const {
    const double value = std::visit([&draw](const auto& law) { return law(draw); }, law_);
    return {value, draw};
  }
  detail::Law law_;
};

/// The law that a spec describes, or everything that is wrong with it. Of two laws that fit, the one with the smaller
/// cv.
[[nodiscard]] std::variant<Distribution, std::vector<FitError>> fit(const DistributionSpec& spec);

/// The same for code that knows its parameters to be right; throws std::invalid_argument with all the errors.
[[nodiscard]] Distribution fitted(const DistributionSpec& spec);

/// A draw of a law in seconds, rounded to the nanosecond; throws std::domain_error beyond 146 years.
template <class Engine>
[[nodiscard]] Duration draw_duration(const Distribution& law, Engine& draw) {
  return seconds(law(draw));
}

/// The dimension of a parameter: that of what is drawn, a plain number or share, one over what is drawn, or a whole
/// number.
enum class ParameterDimension : std::uint8_t { same, number, rate, count };

struct ParameterAbout {
  std::string_view name;
  ParameterDimension dimension;
  std::string_view about;
};

struct FamilyAbout {
  std::string_view name;
  std::string_view about;
  std::string_view example;  ///< as written in a scenario file
  std::span<const ParameterAbout> parameters;
};

/// Every family that `fit` knows, with the parameters it accepts: for the schema, `explain` and suggestions.
[[nodiscard]] std::span<const FamilyAbout> families();

}  // namespace busyhour
