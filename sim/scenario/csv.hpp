#pragma once
/// Comma-separated values as RFC 4180 has them, read as a stream: quotes, CRLF, a byte order mark, blank lines at the
/// end. Nothing is repaired.
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace busyhour {

/// What is wrong with the file, and where in it (1-based, bytes; line 0 means the whole).
struct CsvMistake {
  int line = 0, column = 0;
  std::string says;
};

class CsvReader {
 public:
  struct Field {
    std::string_view text;
    int column = 1;
  };

  /// Throws CsvMistake if the file cannot be opened.
  explicit CsvReader(const std::string& file);
  /// The next record, valid until the next call; false at the end. Throws CsvMistake. Blank lines are skipped if
  /// nothing follows them.
  [[nodiscard]] bool next(std::vector<Field>& fields);
  /// The line on which the last record began.
  [[nodiscard]] int line() const { return record_line_; }

 private:
  struct Closer {
    void operator()(std::FILE* f) const { std::fclose(f); }
  };
  [[nodiscard]] int get();
  [[nodiscard]] int peek();
  [[nodiscard]] bool refill();
  void read_field();
  void read_quoted();
  [[nodiscard]] bool at_line_end();
  [[noreturn]] void fail(std::string says) const;

  std::unique_ptr<std::FILE, Closer> file_;
  std::vector<char> buffer_;
  std::size_t at_ = 0, filled_ = 0;
  std::string record_;             ///< the fields' texts, one after another
  std::vector<std::size_t> ends_;  ///< where each ends
  std::vector<int> columns_;       ///< where each began
  int line_ = 1, column_ = 1, record_line_ = 0, blank_line_ = 0;
};

}  // namespace busyhour
