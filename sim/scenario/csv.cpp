#include "csv.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

namespace busyhour {
namespace {

constexpr std::size_t buffer_bytes = 1U << 16U, longest_record = 1U << 20U;

}  // namespace

CsvReader::CsvReader(const std::string& file) : file_{std::fopen(file.c_str(), "rb")}, buffer_(buffer_bytes) {
  if (!file_) throw CsvMistake{0, 0, std::strerror(errno)};
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (refill() && filled_ >= mark.size() && std::string_view{buffer_.data(), mark.size()} == mark) at_ = mark.size();
}

bool CsvReader::refill() {
  at_ = 0;
  filled_ = std::fread(buffer_.data(), 1, buffer_.size(), file_.get());
  if (filled_ == 0 && std::ferror(file_.get())) throw CsvMistake{0, 0, std::strerror(errno)};
  return filled_ > 0;
}

int CsvReader::peek() {
  if (at_ == filled_ && !refill()) return EOF;
  return static_cast<unsigned char>(buffer_[at_]);
}

int CsvReader::get() {
  const int c = peek();
  if (c == EOF) return c;
  ++at_;
  if (c == '\n')
    ++line_, column_ = 1;
  else
    ++column_;
  return c;
}

void CsvReader::fail(std::string says) const { throw CsvMistake{line_, column_, std::move(says)}; }

bool CsvReader::at_line_end() {
  const int c = peek();
  return c == EOF || c == '\n' || c == '\r';
}

void CsvReader::read_quoted() {
  const CsvMistake open{line_, column_, "this quote is never closed"};
  for (int c = get(); c != EOF;) {
    c = get();
    if (c == '"') {
      if (peek() != '"') {
        if (!at_line_end() && peek() != ',') fail("after a closing quote a comma or the end of the line is due");
        return;
      }
      c = get();
    }
    if (c == 0) fail("this is not a text file");
    if (c != EOF) record_ += static_cast<char>(c);
    if (record_.size() > longest_record) throw open;
  }
  throw open;
}

void CsvReader::read_field() {
  columns_.push_back(column_);
  if (peek() == '"') {
    read_quoted();
  } else {
    while (!at_line_end() && peek() != ',') {
      const int c = get();
      if (c == '"') fail("a quote inside a value that does not begin with one");
      if (c == 0) fail("this is not a text file");
      record_ += static_cast<char>(c);
      if (record_.size() > longest_record) fail("a line of more than 1 MiB");
    }
  }
  ends_.push_back(record_.size());
}

bool CsvReader::next(std::vector<Field>& fields) {
  fields.clear();
  while (peek() != EOF) {
    record_.clear(), ends_.clear(), columns_.clear();
    record_line_ = line_;
    read_field();
    while (peek() == ',') (void)get(), read_field();
    if (peek() == '\r' && ((void)get(), peek() != '\n') && peek() != EOF) fail("a carriage return inside a line");
    (void)get();
    if (ends_.size() == 1 && record_.empty()) {
      if (blank_line_ == 0) blank_line_ = record_line_;
      continue;
    }
    if (blank_line_ != 0) throw CsvMistake{blank_line_, 1, "an empty line, but there is more below"};
    for (std::size_t i = 0, begin = 0; i < ends_.size(); begin = ends_[i++])
      fields.push_back({std::string_view{record_}.substr(begin, ends_[i] - begin), columns_[i]});
    return true;
  }
  return false;
}

}  // namespace busyhour
