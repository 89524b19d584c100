#pragma once
/// The sections of the page, each as HTML; empty when there is nothing to say.
#include <string>
#include <vector>

#include "busyhour/experiment/results.hpp"
#include "charts/chart.hpp"

namespace busyhour::detail {

/// A name from a file: on one line, without direction overrides, at most `width` columns, isolated from the text around
/// it.
[[nodiscard]] std::string name_html(std::string_view text, std::size_t width = 160);
[[nodiscard]] std::string badge_html(Verdict);
[[nodiscard]] std::string table_html(const DataTable&);

[[nodiscard]] std::string banner_section(const RunResult&);
[[nodiscard]] std::string warnings_section(const RunResult&);
[[nodiscard]] std::string tiles_section(const RunResult&);
[[nodiscard]] std::string rules_section(const RunResult&);
[[nodiscard]] std::string charts_section(const std::vector<Chart>&);
[[nodiscard]] std::string percentiles_section(const RunResult&);
[[nodiscard]] std::string assumptions_section(const RunResult&);
[[nodiscard]] std::string reproduce_section(const RunResult&);
[[nodiscard]] std::string data_section(const RunResult&);
[[nodiscard]] std::string reading_section(const RunResult&);

}  // namespace busyhour::detail
