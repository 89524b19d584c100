#pragma once
/// A scenario as Python hands it over, and what is wrong with it as Python is told.
#include <nanobind/nanobind.h>

#include <optional>
#include <string>
#include <vector>

#include "busyhour/scenario/load.hpp"

namespace busyhour::python {

/// Raises busyhour.ScenarioError with all of them.
[[noreturn]] void refuse(const Diagnostics&, const Sources&);
/// One error that has no place.
[[noreturn]] void refuse(const std::string& says, const std::string& help);
/// A list of tuples (source, line, column, message, help, severity).
[[nodiscard]] nanobind::list told(const Diagnostics&);

/// Reads a file, or the text that stands for it, with the `--set`s. Warnings become Python's; errors are raised.
[[nodiscard]] Loaded read(const std::string& file, const std::optional<std::string>& text,
                          const std::vector<std::string>& sets);

}  // namespace busyhour::python
