#include "text_scanner.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "busyhour/base/diagnostic.hpp"

namespace busyhour::detail {

void TextScanner::fail(std::size_t column, std::size_t width, std::string says, std::string help) {
  throw Mistake{column, std::max<std::size_t>(width, 1), std::move(says), std::move(help)};
}

void TextScanner::unexpected(const std::string& due) const {
  if (at_ >= text_.size()) fail(at_, 1, "something is missing at the end", due);
  std::size_t width = 1;  // of the whole character
  while (at_ + width < text_.size() && (static_cast<unsigned char>(text_[at_ + width]) & 0xC0) == 0x80) ++width;
  fail(at_, width, "unexpected " + in_quotes(text_.substr(at_, width)), due);
}

void TextScanner::digits_into(std::string& digits) {
  const auto is_digit_at = [&](std::size_t i) { return i < text_.size() && is_digit(text_[i]); };
  while (is_digit_at(at_) ||
         (at_ < text_.size() && text_[at_] == '_' && is_digit_at(at_ - 1) && is_digit_at(at_ + 1))) {
    if (text_[at_] != '_') digits += text_[at_];
    ++at_;
  }
}

double TextScanner::number_text() {
  const std::size_t start = at_;
  std::string digits;
  digits_into(digits);
  if (at_ + 1 < text_.size() && text_[at_] == '.' && is_digit(text_[at_ + 1])) {
    digits += text_[at_++];
    digits_into(digits);
  }
  if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
    const std::size_t sign = at_ + 1 < text_.size() && (text_[at_ + 1] == '+' || text_[at_ + 1] == '-') ? 2 : 1;
    if (at_ + sign < text_.size() && is_digit(text_[at_ + sign])) {
      digits += text_[at_ + 1] == '-' ? "e-" : "e";
      at_ += sign;
      digits_into(digits);
    }
  }
  double x = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), x);
  if (error != std::errc{} || end != digits.data() + digits.size())
    fail(start, at_ - start, "the number " + in_quotes(text_.substr(start, at_ - start)) + " is too large or too small",
         "");
  return x;
}

std::string_view TextScanner::word() {
  const std::size_t start = at_;
  const auto inside = [&](std::size_t i) {
    return i < text_.size() && (is_letter(text_[i]) || is_digit(text_[i]) || text_[i] == '.');
  };
  while (inside(at_) || (at_ < text_.size() && text_[at_] == '-' && at_ > start && inside(at_ + 1))) ++at_;
  return text_.substr(start, at_ - start);
}

std::string_view TextScanner::unit_word() {
  const std::size_t start = at_;
  if (at_ < text_.size() && is_digit(text_[at_])) return {};
  const auto inside = [](char c) { return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80; };
  while (at_ < text_.size() && inside(text_[at_])) ++at_;
  return text_.substr(start, at_ - start);
}

void TextScanner::skip() {
  while (at_ < text_.size() && is_space(text_[at_])) ++at_;
}

bool TextScanner::take(char c) {
  skip();
  return at_ < text_.size() && text_[at_] == c && ++at_;
}

void TextScanner::need(char c) {
  if (!take(c)) unexpected(std::string("'") + c + "' was due here");
}

}  // namespace busyhour::detail
