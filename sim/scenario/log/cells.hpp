#pragma once
/// What stands in a cell: numbers with and without units, calendar dates, yes and no.
#include <optional>
#include <string>
#include <string_view>

#include "busyhour/base/unit.hpp"

namespace busyhour::logs {

[[nodiscard]] std::string_view trimmed(std::string_view);
/// A finite number and what follows it; nothing if it does not begin with one.
struct NumberAndRest {
  double value = 0;
  std::string_view rest;
};
[[nodiscard]] std::optional<NumberAndRest> leading_number(std::string_view cell);
/// A unit by its own name or by one that logs use ("sec", "millis", "seconds").
[[nodiscard]] const Unit* unit_in_log(std::string_view word);
/// Seconds since 1970 of "2023-11-16 18:15:46.68", "2023-11-16T18:15:46Z", "...+01:00", "16/Nov/2023:18:15:46 +0000";
/// without an offset as UTC.
[[nodiscard]] std::optional<double> date_in(std::string_view cell);

}  // namespace busyhour::logs
