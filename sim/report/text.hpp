#pragma once
/// Text from anywhere made fit for a terminal, a page, an address. Input is UTF-8 or rubbish; output is always UTF-8.
#include <cstddef>
#include <string>
#include <string_view>

namespace busyhour::detail {

/// For text nodes and double-quoted attributes. Bytes that are not UTF-8, direction overrides and controls other than
/// tab and newline become U+FFFD.
[[nodiscard]] std::string escape_html(std::string_view text);
/// One line without escape sequences or direction overrides: those and all controls become U+FFFD, runs of blanks one
/// blank.
[[nodiscard]] std::string one_line(std::string_view text);
/// A number and its unit stay on one line: the blank between them becomes U+00A0, a dash is glued.
[[nodiscard]] std::string with_fixed_units(std::string_view text);
/// At most `width` columns, the end replaced by an ellipsis when it is longer.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t width, std::string_view ellipsis = "…");
/// Columns on a terminal: 0 for combining marks, 2 for East Asian wide and emoji, else 1.
[[nodiscard]] std::size_t display_width(std::string_view text);
/// RFC 3986: everything but unreserved characters as %XX.
[[nodiscard]] std::string percent_encoded(std::string_view text);
/// One field of a CSV line (RFC 4180). A leading = + - @ of a name is kept as text by a leading apostrophe.
[[nodiscard]] std::string csv_field(std::string_view text);
/// A word for a POSIX shell; quoted only when it must be.
[[nodiscard]] std::string shell_word(std::string_view text);
/// What remains when symbols that ASCII lacks are spelled: "✓" -> "+", "–" -> "-", "×" -> "x"; anything else "?".
[[nodiscard]] std::string ascii(std::string_view text);
/// The shortest digits that read back as the same double.
[[nodiscard]] std::string shortest(double value);

}  // namespace busyhour::detail
