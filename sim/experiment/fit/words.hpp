#pragma once
/// Quantities and distributions as a scenario writes them.
#include <string>
#include <vector>

#include "busyhour/base/dimension.hpp"
#include "busyhour/experiment/fit.hpp"

namespace busyhour::fitting {

/// Five digits: "3.22".
[[nodiscard]] std::string digits(double x);
/// "322 ms", "75.5 chars", "1.83"; a fitting unit of time.
[[nodiscard]] std::string amount(double x, const Dimension& d);
[[nodiscard]] std::string percent(double share);
/// Shares that make 100% to the last digit: "12.3456%".
[[nodiscard]] std::vector<std::string> shares_text(const std::vector<double>& counts);
/// "{dist: gamma, mean: 3.22 s, cv: 87%}"; of a constant the value alone.
[[nodiscard]] std::string law_text(const FittedFamily& family, const Dimension& d);
/// A parameter with its unit, as a scenario writes it.
[[nodiscard]] std::string parameter_text(std::string_view name, double value, const Dimension& d);
/// A sorted sample as values and how often each is there.
struct Weighed {
  double value = 0, weight = 1;
};
/// Values that are the same, as one.
[[nodiscard]] std::vector<Weighed> weighed(const std::vector<double>& sorted);
/// "{dist: discrete, values: {...}}" of whole numbers as they were seen, at most 60 of them, else 50 equal parts.
[[nodiscard]] std::string counts_text(const std::vector<Weighed>& sorted);
/// The same as a change of `base`'s text: maps merge, so values that do not occur any more are taken out.
[[nodiscard]] std::string counts_text(const std::vector<Weighed>& sorted, const std::vector<Weighed>& base);
/// The sample in 50 parts, each one's mean as likely as any other's, and where there are enough values the last part in
/// 10 and the last of those in 10 again: the mean is the sample's, and the tail nearly.
[[nodiscard]] std::string parts_text(const std::vector<Weighed>& sorted, const Dimension& d);

}  // namespace busyhour::fitting
