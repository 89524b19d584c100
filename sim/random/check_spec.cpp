#include "check_spec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace busyhour::detail {
namespace {

/// The error in one parameter taken alone, if there is one.
std::optional<FitError> wrong_alone(const FamilyAbout& family, const std::string& name, double value) {
  const auto known = std::find_if(family.parameters.begin(), family.parameters.end(),
                                  [&](const ParameterAbout& p) { return p.name == name; });
  if (known == family.parameters.end()) {
    return FitError{name, fmt::format("{} takes no '{}'", family.name, name),
                    family.parameters.empty() ? std::string{} : fmt::format("it takes {}", names(family.parameters))};
  }
  if (!std::isfinite(value)) return FitError{name, fmt::format("{} must be a finite number", name), ""};
  if (name == "mu") return std::nullopt;
  if (name == "value" || name == "min") {
    if (family.name != "pareto") {
      if (value >= 0.0) return std::nullopt;
      return FitError{name, fmt::format("{} must not be negative", name), "nothing that is drawn is below 0"};
    }
  }
  if (value <= 0.0) {
    return FitError{name, fmt::format("{} must be above 0", name),
                    value == 0.0 ? "for a constant write the value alone" : ""};
  }
  if (name == "p1" && value >= 1.0) return FitError{name, "p1 must be below 1", "with one branch take exponential"};
  if (known->dimension == ParameterDimension::count && (std::floor(value) != value || value > 1e6)) {
    return FitError{name, fmt::format("{} must be a whole number up to 1000000", name),
                    "gamma takes any shape, or mean and cv"};
  }
  return std::nullopt;
}

}  // namespace

const FamilyAbout* about(std::string_view family) {
  const auto all = families();
  const auto found = std::find_if(all.begin(), all.end(), [&](const FamilyAbout& f) { return f.name == family; });
  return found == all.end() ? nullptr : &*found;
}

Errors check_each(const FamilyAbout& family, const DistributionSpec& spec) {
  Errors errors;
  for (std::size_t i = 0; i < spec.parameters.size(); ++i) {
    const auto& [name, value] = spec.parameters[i];
    if (auto error = wrong_alone(family, name, value)) errors.push_back(*std::move(error));
    const auto before = spec.parameters.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::any_of(spec.parameters.begin(), before, [&, n = name](const auto& p) { return p.first == n; })) {
      errors.push_back({name, fmt::format("{} is given twice", name), "keep one"});
    }
  }
  if (!spec.values.empty() && family.name != "discrete") {
    errors.push_back({"values", fmt::format("{} takes no values", family.name), "values belong to discrete"});
  }
  if (!spec.sample.empty() && family.name != "empirical") {
    errors.push_back({"sample", fmt::format("{} takes no sample", family.name), "a sample belongs to empirical"});
  }
  return errors;
}

Errors check_number(const FamilyAbout& family, const DistributionSpec& spec, std::size_t needed,
                    std::string_view word) {
  if (spec.parameters.size() == needed) return {};
  const bool few = spec.parameters.size() < needed;
  const auto& given = spec.parameters;
  return {
      {few || given.empty() ? std::string{} : given[needed].first,
       fmt::format("{} takes exactly {} of its parameters; {}", family.name, word,
                   given.empty() ? "none is given" : "given: " + listed(given, [](const auto& p) { return p.first; })),
       few ? fmt::format("add one of {}, such as {}", names(family.parameters), family.example)
           : "leave out what the others imply"}};
}

}  // namespace busyhour::detail
