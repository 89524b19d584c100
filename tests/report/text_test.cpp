#include "../../sim/report/text.hpp"

#include <gtest/gtest.h>

#include <charconv>
#include <limits>

namespace busyhour::detail {
namespace {

TEST(Text, HtmlHasNoMarkupOfItsOwn) {
  EXPECT_EQ(escape_html("<a href=\"x\">'&amp;"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;amp;");
  EXPECT_EQ(escape_html("line\n\tof text"), "line\n\tof text");
  EXPECT_EQ(escape_html("bell\a, escape\033[2J"), "bell\uFFFD, escape\uFFFD[2J");
}

// Unicode 15, table 3-7: what is well formed; RFC 3629 has the same examples of what is not.
TEST(Text, RubbishBecomesReplacementCharacters) {
  EXPECT_EQ(escape_html("ok é ✓ 𝄞"), "ok é ✓ 𝄞");
  EXPECT_EQ(escape_html("\xC0\xAF"), "\uFFFD\uFFFD");                      // overlong slash
  EXPECT_EQ(escape_html("\xE0\x80\xAF"), "\uFFFD\uFFFD\uFFFD");            // overlong
  EXPECT_EQ(escape_html("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");            // surrogate
  EXPECT_EQ(escape_html("\xF4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD");  // beyond U+10FFFF
  EXPECT_EQ(escape_html("cut \xE2\x9C"), "cut \uFFFD\uFFFD");              // half a character
}

TEST(Text, OneLineHasNoControlsAndNoOverrides) {
  EXPECT_EQ(one_line("  two\r\nlines\tand  a tab "), "two lines and a tab");
  EXPECT_EQ(one_line("a\u202Egpj.exe"), "a\uFFFDgpj.exe");
  EXPECT_EQ(one_line("\033]0;title\a"), "\uFFFD]0;title\uFFFD");
  EXPECT_EQ(one_line("a\u2028b\u2066c"), "a\uFFFDb\uFFFDc");
}

TEST(Text, WidthCountsColumns) {
  EXPECT_EQ(display_width("plain"), 5u);
  EXPECT_EQ(display_width("é"), 1u);
  EXPECT_EQ(display_width("e\u0301"), 1u);
  EXPECT_EQ(display_width("会話"), 4u);
  EXPECT_EQ(display_width("📞"), 2u);
  EXPECT_EQ(display_width("✓ –"), 3u);
}

TEST(Text, ShortensByColumns) {
  EXPECT_EQ(shortened("short", 5), "short");
  EXPECT_EQ(shortened("longer", 5), "long…");
  EXPECT_EQ(shortened("会話会話", 5), "会話…");
  EXPECT_EQ(shortened("会話会話", 4), "会…");
  EXPECT_EQ(shortened("longer", 5, "..."), "lo...");
}

TEST(Text, NumberAndUnitStayTogether) {
  EXPECT_EQ(with_fixed_units("5 %, 300 ms; 4 calls (2 /min)"), "5\u00A0%, 300\u00A0ms; 4 calls (2\u00A0/min)");
  EXPECT_EQ(with_fixed_units("1–2 s."), "1\u2060–\u20602\u00A0s.");
  EXPECT_EQ(with_fixed_units("a s b"), "a s b");
}

TEST(Text, AddressesHoldUnreservedCharactersOnly) {
  EXPECT_EQ(percent_encoded("a-Z_0.~ %\"<\n"), "a-Z_0.~%20%25%22%3C%0A");
}

TEST(Text, CsvFields) {
  EXPECT_EQ(csv_field("plain"), "plain");
  EXPECT_EQ(csv_field("a,\"b\""), "\"a,\"\"b\"\"\"");
  EXPECT_EQ(csv_field("=HYPERLINK(1)"), "'=HYPERLINK(1)");
  EXPECT_EQ(csv_field("two\nlines"), "two lines");
}

TEST(Text, ShellWords) {
  EXPECT_EQ(shell_word("a/b-c.yaml"), "a/b-c.yaml");
  EXPECT_EQ(shell_word("x=3 /min"), "'x=3 /min'");
  EXPECT_EQ(shell_word("it's $(rm)"), "'it'\\''s $(rm)'");
  EXPECT_EQ(shell_word(""), "''");
}

TEST(Text, AsciiSpellsWhatItCan) { EXPECT_EQ(ascii("✓ 1–2 ≤ “x” … é"), "+ 1-2 <= \"x\" ... ?"); }

TEST(Text, ShortestDigitsReadBack) {
  EXPECT_EQ(shortest(0.1), "0.1");
  EXPECT_EQ(shortest(3600), "3600");
  EXPECT_EQ(shortest(5e-324), "5e-324");
  const double third = 1.0 / 3;
  const std::string digits = shortest(third);
  double back = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), back);
  EXPECT_EQ(back, third);
  EXPECT_EQ(shortest(std::numeric_limits<double>::infinity()), "inf");
}

}  // namespace
}  // namespace busyhour::detail
