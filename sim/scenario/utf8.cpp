#include "utf8.hpp"

#include <string_view>

namespace busyhour {
namespace {

/// The length of the UTF-8 character at `i`, 0 if there is none. Over-long forms, surrogates and control characters are
/// none.
std::size_t character_at(std::string_view t, std::size_t i) {
  const auto byte = [&](std::size_t k) { return k < t.size() ? static_cast<unsigned char>(t[k]) : 0U; };
  const auto follows = [&](std::size_t n) {
    for (std::size_t k = 1; k <= n; ++k)
      if ((byte(i + k) & 0xC0U) != 0x80U) return false;
    return true;
  };
  const unsigned a = byte(i), b = byte(i + 1);
  if (a < 0x80) return a == '\t' || a == '\n' || (a == '\r' && b == '\n') || (a >= 0x20 && a != 0x7F) ? 1 : 0;
  if (a >= 0xC2 && a <= 0xDF) return follows(1) && !(a == 0xC2 && b < 0xA0) ? 2 : 0;
  if ((a & 0xF0U) == 0xE0U) return follows(2) && !(a == 0xE0 && b < 0xA0) && !(a == 0xED && b > 0x9F) ? 3 : 0;
  if (a >= 0xF0 && a <= 0xF4) return follows(3) && !(a == 0xF0 && b < 0x90) && !(a == 0xF4 && b > 0x8F) ? 4 : 0;
  return 0;
}

}  // namespace

bool is_text(const std::string& text, const std::string& name, Diagnostics& out) {
  int line = 1;
  std::size_t line_start = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t n = character_at(text, i);
    if (n == 0) {
      constexpr std::string_view hex = "0123456789abcdef";
      const auto byte = static_cast<unsigned char>(text[i]);
      const std::string shown{'0', 'x', hex[byte >> 4U], hex[byte & 15U]};
      complain(out, {name, line, 0},
               "this is not a text file: byte " + shown + " at column " + std::to_string(i - line_start + 1),
               "scenarios are UTF-8 text");
      return false;
    }
    if (text[i] == '\n') ++line, line_start = i + 1;
    i += n;
  }
  return true;
}

}  // namespace busyhour
