#pragma once
/// The three forms of a log: what a line's cells are.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "busyhour/scenario/log.hpp"

namespace busyhour::logs {

/// One form. A line is taken apart into the cells of `names()`; what is wrong with it is said instead.
class Format {
 public:
  virtual ~Format() = default;
  [[nodiscard]] virtual const char* called() const = 0;
  [[nodiscard]] virtual const std::vector<std::string>& names() const = 0;
  /// Cells are valid until the next call. Empty if the line is sound.
  [[nodiscard]] virtual std::string take_apart(std::string_view line, std::vector<std::string_view>& cells) = 0;
  [[nodiscard]] virtual bool has_header() const { return false; }
};

/// Comma, semicolon or tab, whichever the header has most of; throws LogRefused for a header that is none.
[[nodiscard]] std::unique_ptr<Format> csv_format(const std::string& file, std::string_view header, char& separator);
/// The keys of all the first lines are its columns, those of inner objects with a dot: "usage.total".
[[nodiscard]] std::unique_ptr<Format> json_format(const std::vector<std::string>& first_lines);
/// Apache's and nginx's "combined", the request's time behind it: a bare number, or rt=0.123, request_time=0.123.
[[nodiscard]] std::unique_ptr<Format> access_format();
[[nodiscard]] bool is_access_line(std::string_view line);

}  // namespace busyhour::logs
