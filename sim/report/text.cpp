#include "text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <span>
#include <utility>

namespace busyhour::detail {
namespace {

constexpr char32_t replacement = 0xFFFD;

/// Takes one character off the front; rubbish counts as U+FFFD and takes one byte.
char32_t take(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  const std::size_t size = first < 0x80                    ? 1
                           : first >= 0xC2 && first < 0xE0 ? 2
                           : first >= 0xE0 && first < 0xF0 ? 3
                           : first >= 0xF0 && first < 0xF5 ? 4
                                                           : 0;
  const auto broken = [&] {
    text.remove_prefix(1);
    return replacement;
  };
  if (size == 0 || size > text.size()) return broken();
  char32_t c = size == 1 ? first : first & (0x7Fu >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return broken();
    c = c << 6 | (byte(i) & 0x3Fu);
  }
  const bool overlong = (size == 3 && c < 0x800) || (size == 4 && c < 0x10000);
  if (overlong || (c >= 0xD800 && c < 0xE000) || c > 0x10FFFF) return broken();
  text.remove_prefix(size);
  return c;
}

void put(std::string& out, char32_t c) {
  const auto byte = [&](char32_t b) { out.push_back(static_cast<char>(b)); };
  if (c < 0x80) return byte(c);
  if (c < 0x800) return byte(0xC0 | c >> 6), byte(0x80 | (c & 0x3F));
  if (c < 0x10000) return byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F));
  byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 0x3F)), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F));
}

bool control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }
/// Direction marks, embeddings, overrides, isolates, line and paragraph separators (Unicode TR 9, TR 36).
bool turns_text(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

struct Range {
  char32_t first, last;
};
bool within(std::span<const Range> ranges, char32_t c) {
  return std::ranges::any_of(ranges, [c](const Range& r) { return c >= r.first && c <= r.last; });
}
/// Combining marks, joiners and variation selectors of the common blocks (Unicode 15, general categories Mn, Me, Cf).
constexpr std::array no_width{Range{0x0300, 0x036F}, Range{0x0483, 0x0489}, Range{0x0591, 0x05BD},
                              Range{0x0610, 0x061A}, Range{0x064B, 0x065F}, Range{0x1AB0, 0x1AFF},
                              Range{0x1DC0, 0x1DFF}, Range{0x200B, 0x200F}, Range{0x202A, 0x202E},
                              Range{0x2060, 0x206F}, Range{0x20D0, 0x20F0}, Range{0xFE00, 0xFE0F},
                              Range{0xFE20, 0xFE2F}, Range{0xFEFF, 0xFEFF}, Range{0xE0100, 0xE01EF}};
/// Wide and full-width blocks (Unicode 15, East Asian Width W and F).
constexpr std::array two_columns{Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0x33FF},
                                 Range{0x3400, 0x4DBF},   Range{0x4E00, 0x9FFF},   Range{0xA000, 0xA4CF},
                                 Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE4F},
                                 Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x1F300, 0x1F64F},
                                 Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD}};

std::size_t columns(char32_t c) { return within(no_width, c) ? 0 : within(two_columns, c) ? 2 : 1; }

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    const char32_t c = take(text);
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        put(out, turns_text(c) || (control(c) && c != '\n' && c != '\t') ? replacement : c);
    }
  }
  return out;
}

std::string one_line(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const char32_t c = take(text);
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
      if (!out.empty() && out.back() != ' ') out.push_back(' ');
    } else {
      put(out, control(c) || turns_text(c) ? replacement : c);
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string with_fixed_units(std::string_view text) {
  constexpr std::array units{"%", "ms", "s", "min", "h", "d", "/s", "/min", "/h"};
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto rest = text.substr(i + 1);
    const auto word = rest.substr(0, std::min(rest.find_first_of(" ,.;:)"), rest.size()));
    const bool number = text[i] == ' ' && i > 0 && text[i - 1] >= '0' && text[i - 1] <= '9';
    const bool dash = text.substr(i).starts_with("–");
    if (number && std::ranges::find(units, word) != units.end())
      out += "\u00A0";
    else if (dash)
      out += "\u2060–\u2060", i += 2;
    else
      out.push_back(text[i]);
  }
  return out;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) width += columns(take(text));
  return width;
}

std::string shortened(std::string_view text, std::size_t width, std::string_view ellipsis) {
  if (display_width(text) <= width) return std::string{text};
  const std::size_t room = width - std::min(width, display_width(ellipsis));
  std::string out;
  for (std::size_t used = 0; !text.empty();) {
    const char32_t c = take(text);
    if ((used += columns(c)) > room) break;
    put(out, c);
  }
  return out.append(ellipsis);
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF", plain = "-._~,:;@/+=$!*'()";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool kept =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || plain.find(c) != plain.npos;
    if (kept)
      out.push_back(c);
    else
      out.append({'%', digits[byte >> 4], digits[byte & 15]});
  }
  return out;
}

std::string csv_field(std::string_view text) {
  std::string line = one_line(text);
  if (!line.empty() && std::string_view{"=+-@"}.find(line.front()) != std::string_view::npos) line.insert(0, 1, '\'');
  if (line.find_first_of("\",") == line.npos) return line;
  std::string out = "\"";
  for (const char c : line) out.append(c == '"' ? 2 : 1, c);
  return out + '"';
}

std::string shell_word(std::string_view text) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@%+=:,./_-";
  if (!text.empty() && text.find_first_not_of(plain) == text.npos) return std::string{text};
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return out + "'";
}

std::string ascii(std::string_view text) {
  using Spelling = std::pair<char32_t, std::string_view>;
  constexpr std::array spelled{Spelling{U'✓', "+"},  Spelling{U'✗', "x"},  Spelling{U'×', "x"},   Spelling{U'–', "-"},
                               Spelling{U'—', "-"},  Spelling{U'·', "-"},  Spelling{U'…', "..."}, Spelling{U'≤', "<="},
                               Spelling{U'≥', ">="}, Spelling{U'“', "\""}, Spelling{U'”', "\""},  Spelling{U'’', "'"},
                               Spelling{U'µ', "u"},  Spelling{U'−', "-"},  Spelling{U'◐', "~"},   Spelling{U'‘', "'"}};
  std::string out;
  while (!text.empty()) {
    const char32_t c = take(text);
    const auto at = std::ranges::find(spelled, c, &Spelling::first);
    if (c < 0x80)
      put(out, c);
    else
      out += at == spelled.end() ? "?" : at->second;
  }
  return out;
}

std::string shortest(double value) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  return {digits.data(), end.ptr};
}

}  // namespace busyhour::detail
