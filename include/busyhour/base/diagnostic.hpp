#pragma once
/// What is wrong with what a user wrote: place, sentence, help. Collected, never thrown one by one.
#include <cstddef>
#include <string>
#include <vector>

namespace busyhour {

/// A place in a file (or in `--set`): 1-based line and column; a line of 0 means the whole.
struct Where {
  std::string source;
  int line = 0, column = 0;
};

enum class Severity : unsigned char { error, warning };

struct Diagnostic {
  Where where;
  std::string says, help;
  std::size_t width = 1;  ///< columns to underline
  Severity severity = Severity::error;
};
using Diagnostics = std::vector<Diagnostic>;

}  // namespace busyhour
