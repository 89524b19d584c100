#pragma once
/// The lines of a text file, plain or gzip, without their ends (\n or \r\n) and without a byte order mark.
#include <zlib.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace busyhour::logs {

class Lines {
 public:
  /// Throws LogRefused.
  explicit Lines(const std::string& file);
  /// The next line, valid until the call after; false at the end. A line beyond 1 MiB is cut there: `too_long()`.
  [[nodiscard]] bool next(std::string_view& line);
  [[nodiscard]] bool too_long() const { return too_long_; }
  [[nodiscard]] std::int64_t number() const { return number_; }  ///< of the last line, from 1
  [[nodiscard]] bool compressed() const { return compressed_; }

 private:
  struct Closer {
    void operator()(gzFile_s* f) const { gzclose(f); }
  };
  [[nodiscard]] bool refill();
  void keep(std::string_view part);
  [[nodiscard]] std::string_view ended(std::string_view line);

  std::string name_;
  std::unique_ptr<gzFile_s, Closer> file_;
  std::vector<char> buffer_;
  std::string split_;  ///< a line that runs over the end of the buffer
  std::size_t at_ = 0, filled_ = 0;
  std::int64_t number_ = 0;
  bool too_long_ = false, compressed_ = false;
};

}  // namespace busyhour::logs
