#pragma once
/// Logs of requests and conversations, read as a stream: CSV (comma, semicolon or tab), JSON lines, access logs that
/// end in the request's time; plain or gzip. Lines that cannot be used are counted and the first of them kept; nothing
/// is repaired.
#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "busyhour/base/diagnostic.hpp"

namespace busyhour {

/// What a column says of a request or of a turn. Numbers come first, words after them.
enum class LogRole : std::uint8_t {
  arrives,       ///< [s] since any instant
  ends,          ///< [s] since the same
  duration,      ///< [s] in service
  wait,          ///< [s] before it
  first_byte,    ///< [s] to the first token or byte
  audio,         ///< [s] of sound made
  gap,           ///< [s] between a turn and the one before
  tokens_in,     ///< [tokens]
  tokens_out,    ///< [tokens]
  characters,    ///< [characters]
  slots,         ///< [count]
  turn,          ///< [count]
  censored,      ///< 1: it was still going on when the log ended
  inside_other,  ///< 1: said while the other one speaks
  class_name,
  status,
  conversation,
  speaker,
  unused
};
inline constexpr std::size_t log_numbers = 14, log_words = 4;

[[nodiscard]] std::string_view name_of(LogRole role);

struct LogColumn {
  std::string name;
  LogRole role = LogRole::unused;
  std::string unit;    ///< as in the language; empty for words, counts and dates
  double size = 1;     ///< of the unit, in base units; not a number where each cell says its own
  bool dates = false;  ///< its cells are calendar dates
};

/// One line that could be used. What the line does not say is not a number, or empty.
struct LogRow {
  std::array<double, log_numbers> number;
  std::array<std::string_view, log_words> word;  ///< valid until the next row
  std::int64_t line = 0;
  [[nodiscard]] double operator[](LogRole role) const { return number[static_cast<std::size_t>(role)]; }
  [[nodiscard]] std::string_view text(LogRole role) const { return word[static_cast<std::size_t>(role) - log_numbers]; }
};

struct LogOptions {
  std::vector<std::string> columns;  ///< NAME=UNIT, NAME=ROLE, NAME=ROLE:UNIT
  std::vector<std::string> only;     ///< NAME=VALUE: other lines are left out
};

struct BadLine {
  std::int64_t line = 0;
  std::string says;  ///< "'x' is not a number (duration_s)"
};

/// What was read, beside the rows.
struct LogFile {
  std::string file;
  std::string format;    ///< "CSV", "JSON lines", "access log"
  char separator = ',';  ///< of CSV
  bool compressed = false;
  bool stamped_at_end = false;  ///< an access log that is stamped when the answer was sent: arrivals were moved back
  std::vector<LogColumn> columns;
  std::int64_t rows = 0, bad = 0, left_out = 0;  ///< used; unusable; other than `only`
  std::vector<BadLine> first_bad;                ///< at most five
  [[nodiscard]] const LogColumn* find(LogRole role) const;
  [[nodiscard]] bool has(LogRole role) const { return find(role) != nullptr; }
};

/// The log cannot be used at all, and why: `what()` is fit to print.
struct LogRefused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Reads a log and gives each good line to `row`. Throws LogRefused: no such file, not text, empty, a header only, no
/// column that is known, a unit that is not evident, more bad lines than good ones.
[[nodiscard]] LogFile read_log(const std::string& file, const LogOptions& options,
                               const std::function<void(const LogRow&)>& row);

}  // namespace busyhour
