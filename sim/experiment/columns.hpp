#pragma once
/// How numbers, texts and units stand in CSV files.
#include <string>

#include "busyhour/experiment/results.hpp"

namespace busyhour {

/// Shortest digits that read back the same; empty where there is no number.
[[nodiscard]] std::string digits(double x);
/// RFC 4180: quoted where needed.
[[nodiscard]] std::string cell(const std::string& text);
[[nodiscard]] std::string unit_of(const MetricAbout& about, Statistic statistic);

}  // namespace busyhour
