#include "embedded.hpp"

#include <cstdint>

#include "busyhour/base/sha256.hpp"

extern "C" {
extern const char busyhour_report_vega_begin[], busyhour_report_vega_end[];
extern const char busyhour_report_labels_begin[], busyhour_report_labels_end[];
extern const char busyhour_report_page_begin[], busyhour_report_page_end[];
extern const char busyhour_report_style_begin[], busyhour_report_style_end[];
}

namespace busyhour::detail {
namespace {

std::string_view between(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }

std::uint32_t value_of(char digit) { return static_cast<std::uint32_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10); }

/// 32 bytes as 64 hexadecimal digits; three of those are two digits of base 64.
std::string base64(std::string_view hex) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < hex.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) bits = bits << 4 | (i + k < hex.size() ? value_of(hex[i + k]) : 0);
    out.append({digits[bits >> 6], digits[bits & 63]});
  }
  out.back() = '=';  // the 256th bit ends in the 43rd digit
  return out;
}

Embedded with_integrity(std::string_view text) { return {text, base64(sha256(text))}; }

std::string_view labels() { return between(busyhour_report_labels_begin, busyhour_report_labels_end); }

}  // namespace

Embedded chart_library() { return with_integrity(between(busyhour_report_vega_begin, busyhour_report_vega_end)); }
Embedded page_script() {
  static const std::string both =
      std::string{labels()}.append(between(busyhour_report_page_begin, busyhour_report_page_end));
  return with_integrity(both);
}
std::string drawing_library() { return std::string{chart_library().text}.append("\n").append(labels()); }
Embedded page_style() { return {between(busyhour_report_style_begin, busyhour_report_style_end), ""}; }

}  // namespace busyhour::detail
