#pragma once
/// What is wrong with what a user wrote: place, sentence, help. Collected, never thrown one by one.
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace busyhour {

/// A place in a file (or in a `--set`): 1-based line and column, the column counted in bytes; a line of 0 means the
/// whole.
struct Where {
  std::string source;
  int line = 0, column = 0;
};

enum class Severity : unsigned char { error, warning };

struct Diagnostic {
  Where where;
  std::string says, help;
  std::size_t width = 1;  ///< bytes to underline
  Severity severity = Severity::error;
};
using Diagnostics = std::vector<Diagnostic>;

[[nodiscard]] bool any_error(const Diagnostics&);
/// Adds one.
void complain(Diagnostics& out, Where where, std::string says, std::string help = {}, std::size_t width = 1,
              Severity = Severity::error);

/// The texts that diagnostics point into, by name: files as they were read, and each `--set`.
using Sources = std::vector<std::pair<std::string, std::string>>;

/// `file:line:column: error: ...` with the line, a caret and the help. At most 20, then how many more. Columns are
/// shown in characters, a tab is one; a long line is cut around the caret.
[[nodiscard]] std::string render(const Diagnostics&, const Sources&);

/// The known word that a wrong one was probably meant to be, by Damerau-Levenshtein distance <= max(1, length / 3);
/// empty if none.
[[nodiscard]] std::string_view nearest(std::string_view wrong, std::span<const std::string_view> known);
/// "did you mean 'x'?", or nothing.
[[nodiscard]] std::string did_you_mean(std::string_view wrong, std::span<const std::string_view> known);

/// A word from a file, fit to stand in a message: cut to 60 bytes, control characters shown as '?'.
[[nodiscard]] std::string in_quotes(std::string_view word);

}  // namespace busyhour
