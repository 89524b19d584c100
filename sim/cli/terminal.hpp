#pragma once
/// What the terminal can show, and saying things on it.
#include <string>

#include "busyhour/report/report.hpp"

namespace busyhour {

/// Colour: --color, else NO_COLOR, else CLICOLOR_FORCE, else whether `stream` (1: stdout, 2: stderr) is a terminal that
/// is not dumb.
[[nodiscard]] TerminalStyle style_of(int stream, const std::string& color);
[[nodiscard]] bool is_terminal(int stream);

/// All of the text to stdout; throws std::runtime_error if it cannot be written (closed, disk full).
void print(const std::string& text);
/// A line to stderr.
void say(const std::string& line);

}  // namespace busyhour
