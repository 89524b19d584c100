#include <algorithm>

#include "cells.hpp"
#include "format.hpp"

namespace busyhour::logs {
namespace {

class Csv final : public Format {
 public:
  explicit Csv(char separator) : separator_{separator} {}
  [[nodiscard]] const char* called() const override { return "CSV"; }
  [[nodiscard]] const std::vector<std::string>& names() const override { return names_; }
  [[nodiscard]] bool has_header() const override { return true; }

  [[nodiscard]] std::string take_apart(std::string_view line, std::vector<std::string_view>& cells) override {
    if (std::string why = split(line, cells); !why.empty()) return why;
    if (cells.size() == names_.size()) return {};
    return std::to_string(cells.size()) + " values, but the header names " + std::to_string(names_.size());
  }
  [[nodiscard]] std::string split(std::string_view line, std::vector<std::string_view>& cells) {
    cells.clear();
    if (line.find('"') != std::string_view::npos) return split_quoted(line, cells);
    for (std::size_t begin = 0;;) {
      const auto end = line.find(separator_, begin);
      cells.push_back(line.substr(begin, end - begin));
      if (end == std::string_view::npos) return {};
      begin = end + 1;
    }
  }
  std::vector<std::string> names_;

 private:
  /// Quotes as RFC 4180 has them, but no line break within.
  [[nodiscard]] std::string split_quoted(std::string_view line, std::vector<std::string_view>& cells) {
    unquoted_.clear();
    unquoted_.reserve(line.size());  // so that the views stay where they are
    for (std::size_t i = 0;; ++i) {
      if (i < line.size() && line[i] == '"') {
        const std::size_t from = unquoted_.size();
        for (++i;; ++i) {
          if (i == line.size()) return "a quote is never closed";
          if (line[i] == '"' && (i + 1 == line.size() || line[i + 1] != '"')) break;
          if (line[i] == '"') ++i;
          unquoted_ += line[i];
        }
        cells.push_back(std::string_view{unquoted_}.substr(from));
        if (++i < line.size() && line[i] != separator_) return "something stands behind a closing quote";
      } else {
        const auto end = std::min(line.find(separator_, i), line.size());
        cells.push_back(line.substr(i, end - i));
        i = end;
      }
      if (i >= line.size()) return {};
    }
  }
  char separator_;
  std::string unquoted_;
};

}  // namespace

std::unique_ptr<Format> csv_format(const std::string& file, std::string_view header, char& separator) {
  separator = ',';
  for (const char c : {';', '\t'})
    if (std::count(header.begin(), header.end(), c) > std::count(header.begin(), header.end(), separator))
      separator = c;
  auto csv = std::make_unique<Csv>(separator);
  std::vector<std::string_view> cells;
  if (const std::string why = csv->split(header, cells); !why.empty()) throw LogRefused{file + ":1: " + why};
  for (const std::string_view cell : cells) csv->names_.emplace_back(trimmed(cell));
  const auto is_number = [](const std::string& name) {
    const auto x = leading_number(name);
    return x && x->rest.empty();
  };
  if (std::all_of(csv->names_.begin(), csv->names_.end(), is_number))
    throw LogRefused{file + ":1: the first line holds numbers; a line with the names of the columns is due there"};
  return csv;
}

}  // namespace busyhour::logs
