#pragma once
/// Results as JSON and back: every number reads back as the same bits. Reading throws what nlohmann-json throws, or
/// std::runtime_error, for a text that is no such result. Include from .cpp only.
#include <nlohmann/json.hpp>

#include "busyhour/experiment/results.hpp"

namespace busyhour::stored {

using Json = nlohmann::json;

[[nodiscard]] Json json_of(double);
[[nodiscard]] double number_of(const Json&);
[[nodiscard]] Json json_of(const Estimate&);
[[nodiscard]] Estimate estimate_of(const Json&);
[[nodiscard]] Json json_of(const MetricAbout&);
[[nodiscard]] MetricAbout about_of(const Json&);
[[nodiscard]] Json json_of(const MetricRef&);
[[nodiscard]] MetricRef ref_of(const Json&);
[[nodiscard]] Json json_of(const RuleResult&);
[[nodiscard]] RuleResult rule_of(const Json&);
[[nodiscard]] Json json_of(const PrecisionResult&);
[[nodiscard]] PrecisionResult precision_of(const Json&);
[[nodiscard]] Json json_of(const ScenarioEcho&);
[[nodiscard]] ScenarioEcho echo_of(const Json&);
/// Everything but the result's folder, which is where it is read from.
[[nodiscard]] Json json_of(const RunResult&);
[[nodiscard]] RunResult run_of(const Json&);

/// A word of an enum that counts up from 0 to `last`; anything else is refused.
template <class Enum>
[[nodiscard]] Enum word_of(const Json& j, Enum last) {
  const int value = j.get<int>();
  if (value < 0 || value > static_cast<int>(last)) throw std::runtime_error{"a word that is not known"};
  return static_cast<Enum>(value);
}
template <class T>
[[nodiscard]] Json all_of(const std::vector<T>& list) {
  Json out = Json::array();
  for (const T& one : list) out.push_back(json_of(one));
  return out;
}

}  // namespace busyhour::stored
