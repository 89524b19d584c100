#pragma once
/// The words of the expression grammar: numbers, names, units, and what to say of a character that is none of them.
#include <string>
#include <string_view>

#include "busyhour/base/expression.hpp"

namespace busyhour::detail {

[[nodiscard]] inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] inline bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
[[nodiscard]] inline bool is_space(char c) { return c == ' ' || c == '\t'; }

/// Goes through one text from left to right. What it cannot read it throws as a Mistake.
class TextScanner {
 protected:
  explicit TextScanner(std::string_view text) : text_{text} {}

  [[noreturn]] static void fail(std::size_t column, std::size_t width, std::string says, std::string help);
  /// At the character that is next.
  [[noreturn]] void unexpected(const std::string& due) const;

  /// `1_000.5e3`
  [[nodiscard]] double number_text();
  /// Letters, digits, '.' and inner '-': a name with its dots.
  [[nodiscard]] std::string_view word();
  /// Letters, and bytes beyond ASCII so that `5 µs` is told what to write.
  [[nodiscard]] std::string_view unit_word();

  void skip();
  [[nodiscard]] bool take(char c);
  void need(char c);

  std::string_view text_;
  std::size_t at_ = 0;

 private:
  void digits_into(std::string& digits);
};

}  // namespace busyhour::detail
