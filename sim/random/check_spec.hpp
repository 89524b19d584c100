#pragma once
/// What can be wrong with a spec before any law is fitted to it.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "busyhour/random/distribution.hpp"

namespace busyhour::detail {

using Errors = std::vector<FitError>;

/// The family of this name, or null.
[[nodiscard]] const FamilyAbout* about(std::string_view family);

/// "a, b, c" of what `name` gives for each.
template <class Range, class Name>
[[nodiscard]] std::string listed(const Range& range, Name name) {
  std::string all;
  for (const auto& one : range) {
    if (!all.empty()) all += ", ";
    all += name(one);
  }
  return all;
}
/// The names of families or of parameters.
template <class About>
[[nodiscard]] std::string names(std::span<const About> all) {
  return listed(all, [](const About& one) { return one.name; });
}

/// Unknown, doubled and impossible parameters; values and samples where none belong.
[[nodiscard]] Errors check_each(const FamilyAbout& family, const DistributionSpec& spec);

/// The error of a number of parameters other than the one needed, which `word` spells.
[[nodiscard]] Errors check_number(const FamilyAbout& family, const DistributionSpec& spec, std::size_t needed,
                                  std::string_view word);

}  // namespace busyhour::detail
