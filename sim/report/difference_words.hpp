#pragma once
/// A comparison in words: what terminal and page say alike.
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "busyhour/experiment/compare.hpp"

namespace busyhour::detail {

[[nodiscard]] std::string_view in_words(MetricDifference::Word);
/// A difference in the unit of what is compared: "+18.5 % (18.1 to 18.9)".
[[nodiscard]] std::string difference_text(const MetricDifference&);
/// The differences of the key numbers, in their order.
[[nodiscard]] std::vector<const MetricDifference*> key_differences(const CompareResult&);
/// How many of them are better, worse, show no difference, are undecided.
[[nodiscard]] std::array<std::size_t, 4> counted(const CompareResult&);
/// The command that gives these numbers again.
[[nodiscard]] std::string command_of(const CompareResult&);

}  // namespace busyhour::detail
