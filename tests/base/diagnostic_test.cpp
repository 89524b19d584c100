#include "busyhour/base/diagnostic.hpp"

#include <gtest/gtest.h>

#include <array>

#include "busyhour/base/sha256.hpp"

namespace busyhour {
namespace {

using namespace std::string_view_literals;

std::string shown(const std::string& text, int line, int column, std::size_t width) {
  Diagnostics all;
  complain(all, {"f.yaml", line, column}, "wrong", "do right", width);
  return render(all, {{"f.yaml", text}});
}

TEST(Diagnostic, ShowsPlaceLineCaretAndHelp) {
  EXPECT_EQ(shown("a: 1\nthik: 8 s\n", 2, 1, 4),
            "f.yaml:2:1: error: wrong\n"
            "    2 | thik: 8 s\n"
            "      | ^^^^\n"
            "      = help: do right\n");
}

TEST(Diagnostic, ColumnsAreCharactersAndATabIsOne) {
  // 'é' has two bytes: byte 6 is the fifth character.
  EXPECT_EQ(shown("\tn\xC3\xA9: x", 1, 7, 1).substr(0, 38),
            "f.yaml:1:6: error: wrong\n    1 |  n\xC3\xA9: x"sv.substr(0, 38));
}

TEST(Diagnostic, ALongLineIsCutAroundTheCaret) {
  const std::string out = shown(std::string(5000, 'a') + "HERE" + std::string(5000, 'b'), 1, 5001, 4);
  EXPECT_NE(out.find("HERE"), std::string::npos);
  EXPECT_LT(out.size(), 500U);
}

TEST(Diagnostic, PlacesOutsideTheTextDoNoHarm) {
  EXPECT_FALSE(shown("a", 900, 5, 7).empty());
  EXPECT_FALSE(shown("a", 1, 900, 70000).empty());
  EXPECT_FALSE(shown("", 1, 1, 1).empty());
}

TEST(Diagnostic, ControlCharactersDoNotReachTheTerminal) {
  EXPECT_EQ(shown("a\x1B[31m", 1, 1, 1).find('\x1B'), std::string::npos);
  EXPECT_EQ(in_quotes("a\x1B"), "'a?'");
}

TEST(Diagnostic, TwentyAreShownAndTheRestCounted) {
  Diagnostics all;
  for (int i = 0; i < 25; ++i) complain(all, {"f", 1, 1}, "wrong");
  const std::string out = render(all, {{"f", "x"}});
  EXPECT_NE(out.find("and 5 more"), std::string::npos);
}

TEST(Nearest, TakesLettersExchangedLostAndAdded) {
  constexpr std::array known{"count"sv, "client"sv, "turnaround"sv};
  EXPECT_EQ(nearest("cuont", known), "count");
  EXPECT_EQ(nearest("coun", known), "count");
  EXPECT_EQ(nearest("clinet", known), "client");
  EXPECT_EQ(nearest("turnarund", known), "turnaround");
  EXPECT_EQ(nearest("price", known), "");
}

TEST(Sha256, AgreesWithTheStandard) {
  // FIPS 180-2, appendix B, and the empty message.
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  Sha256 million;
  for (int i = 0; i < 1000; ++i) million.add(std::string(1000, 'a'));
  EXPECT_EQ(million.hex(), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

}  // namespace
}  // namespace busyhour
