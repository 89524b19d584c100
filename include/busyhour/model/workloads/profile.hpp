#pragma once
/// A rate that changes over time, as a factor of the rate written beside it; every profile repeats for ever.
///
/// The factor never falls below 0 and is above 0 somewhere. The mean rate is `rate` times the factor's mean over one
/// period.
#include <algorithm>
#include <string_view>
#include <variant>
#include <vector>

#include "busyhour/base/field.hpp"
#include "busyhour/base/time.hpp"

namespace busyhour {

/// What is wrong with the levels of a profile.
[[nodiscard]] inline std::vector<FieldMistake> mistakes_of_levels(const std::vector<double>& levels) {
  if (levels.empty()) return {{"levels", "no level is written here", "such as levels: [0.2x, 1x, 0.5x]"}};
  if (std::all_of(levels.begin(), levels.end(), [](double x) { return x == 0; }))
    return {{"levels", "every level is 0: nothing would ever arrive", "let one be more than 0x"}};
  return {};
}

/// Constant for `every`, then the next level, and after the last the first again.
struct StepsProfile {
  static constexpr std::string_view kind = "steps",
                                    about = "Constant levels one after another; after the last the first again.";
  Duration every{};
  std::vector<double> levels;
  static constexpr auto fields() {
    using P = StepsProfile;
    return std::tuple{
        required("every", &P::every, "how long each level lasts").of(dimension::time).more_than(0).such_as("1 h"),
        required("levels", &P::levels, "the rate in each step, as a multiple of `rate`; the first step begins at 0")
            .ratio()
            .at_least(0)
            .such_as("[0.2x, 1x, 0.5x]")};
  }
  [[nodiscard]] std::vector<FieldMistake> mistakes() const { return mistakes_of_levels(levels); }
};

/// Straight lines between levels, from the last one back to the first.
struct LinesProfile {
  static constexpr std::string_view kind = "lines",
                                    about = "Straight lines from level to level, from the last back to the first.";
  Duration every{};
  std::vector<double> levels;
  static constexpr auto fields() {
    using P = LinesProfile;
    return std::tuple{
        required("every", &P::every, "time from one level to the next").of(dimension::time).more_than(0).such_as("1 h"),
        required("levels", &P::levels, "the rate at 0, `every`, 2 `every` and so on, as a multiple of `rate`")
            .ratio()
            .at_least(0)
            .such_as("[0.2x, 1x, 0.5x]")};
  }
  [[nodiscard]] std::vector<FieldMistake> mistakes() const { return mistakes_of_levels(levels); }
};

/// 1 + swing cos(2 pi (t - peak) / period).
struct SineProfile {
  static constexpr std::string_view kind = "sine",
                                    about = "A wave: rate (1 + swing cos(2 pi (t - peak) / period)); its mean is rate.";
  Duration period{};
  double swing = 0;
  Duration peak{};
  static constexpr auto fields() {
    using P = SineProfile;
    return std::tuple{
        required("period", &P::period, "peak to peak").of(dimension::time).more_than(0).such_as("24 h"),
        required("swing", &P::swing, "how far the rate rises above its mean and falls below it").share().such_as("60%"),
        optional("peak", &P::peak, "an instant of the highest rate").of(dimension::time).at_least(0).by_default("0 s")};
  }
};

using Profile = std::variant<StepsProfile, LinesProfile, SineProfile>;
template <>
struct Choice<Profile> {
  static constexpr std::string_view key = "kind", noun = "profile";
  static constexpr bool absent_means_first = false;
};

}  // namespace busyhour
