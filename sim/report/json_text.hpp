#pragma once
/// JSON as it leaves the program: doubles with the shortest digits that read back, infinity as "inf", undefined as
/// null. Include from .cpp only: nlohmann/json.hpp costs seconds a unit.
#include <nlohmann/json.hpp>
#include <string>

#include "busyhour/experiment/results.hpp"

namespace busyhour::detail {

/// Infinity is the string "inf" or "-inf"; not a number is null.
[[nodiscard]] nlohmann::ordered_json number(double value);
/// Two blanks an indent, objects and arrays of plain values on one line if they are short; ends with a newline.
[[nodiscard]] std::string pretty(const nlohmann::ordered_json& document);
/// On one line; with `<`, `>`, `&`, U+2028 and U+2029 escaped so that it may stand in a script element.
[[nodiscard]] std::string compact(const nlohmann::ordered_json& document);

/// A value as a scenario writes it: `5` and `0.25` as numbers, anything else as its text.
[[nodiscard]] nlohmann::ordered_json written_value(const std::string& text);
/// The block `scenario`: name, hash, file.
[[nodiscard]] nlohmann::ordered_json scenario_of(const ScenarioEcho& scenario);
/// The blocks `metrics` and `slo` of a run's document.
[[nodiscard]] nlohmann::ordered_json metrics_of(const RunResult& run);
[[nodiscard]] nlohmann::ordered_json rules_of(const RunResult& run);
/// What speaks against one steady state.
[[nodiscard]] nlohmann::ordered_json stability_of(const RunResult& run);
/// Which precision was asked for, and what was reached.
[[nodiscard]] nlohmann::ordered_json precision_of(const std::vector<PrecisionResult>&);

}  // namespace busyhour::detail
