#include <array>

#include "cells.hpp"
#include "format.hpp"

namespace busyhour::logs {
namespace {

/// The text between two signs behind `from`; `from` moves on.
std::string_view between(std::string_view line, char open, char close, std::size_t& from) {
  const auto begin = line.find(open, from);
  if (begin == std::string_view::npos) return from = std::string_view::npos, std::string_view{};
  auto end = line.find(close, begin + 1);
  while (close == '"' && end != std::string_view::npos && line[end - 1] == '\\') end = line.find(close, end + 1);
  if (end == std::string_view::npos) return from = end, std::string_view{};
  from = end + 1;
  return line.substr(begin + 1, end - begin - 1);
}

std::string_view word(std::string_view line, std::size_t& from) {
  const auto begin = line.find_first_not_of(' ', from);
  if (begin == std::string_view::npos) return from = begin, std::string_view{};
  const auto end = std::min(line.find(' ', begin), line.size());
  from = end;
  return line.substr(begin, end - begin);
}

/// The last number of the line, or what stands behind rt= or request_time=.
std::string_view time_in(std::string_view rest) {
  for (const std::string_view key : {"request_time=", "rt="})
    if (auto at = rest.find(key); at != std::string_view::npos && (at == 0 || rest[at - 1] == ' ')) {
      at += key.size();
      std::string_view value = word(rest, at);
      if (value.starts_with('"')) value = value.substr(1, value.find('"', 1) - 1);
      return value;
    }
  const std::string_view line = trimmed(rest);
  const auto blank = line.rfind(' ');
  const std::string_view last = blank == std::string_view::npos ? line : line.substr(blank + 1);
  return leading_number(last) ? last : std::string_view{};
}

class Access final : public Format {
 public:
  [[nodiscard]] const char* called() const override { return "access log"; }
  [[nodiscard]] const std::vector<std::string>& names() const override { return names_; }

  [[nodiscard]] std::string take_apart(std::string_view line, std::vector<std::string_view>& cells) override {
    std::size_t at = 0;
    const std::string_view stamp = between(line, '[', ']', at);
    if (at == std::string_view::npos) return "no time in [ ]";
    (void)between(line, '"', '"', at);
    if (at == std::string_view::npos) return "no request in quotes";
    const std::string_view status = word(line, at);
    if (at == std::string_view::npos) return "no status";
    (void)word(line, at);  // bytes sent
    if (at == std::string_view::npos) return "nothing behind the bytes sent";
    for (int quoted = 0; quoted < 2; ++quoted) {  // referrer and browser, if they are there
      const auto next = line.find_first_not_of(' ', at);
      if (next != std::string_view::npos && line[next] == '"') (void)between(line, '"', '"', at);
      if (at == std::string_view::npos) return "a quote is never closed";
    }
    const std::string_view took = time_in(line.substr(std::min(at, line.size())));
    if (took.empty()) return "no time of the request behind it";
    cells.assign({stamp, status, took});
    return {};
  }

 private:
  const std::vector<std::string> names_{"stamp", "status", "request_time"};
};

}  // namespace

std::unique_ptr<Format> access_format() { return std::make_unique<Access>(); }

bool is_access_line(std::string_view line) {
  std::size_t at = 0;
  const std::string_view stamp = between(line, '[', ']', at);
  return at != std::string_view::npos && date_in(stamp).has_value();
}

}  // namespace busyhour::logs
