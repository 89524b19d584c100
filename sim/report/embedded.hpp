#pragma once
/// The files of sim/report that are linked into the program: what a page needs to draw itself.
#include <string>
#include <string_view>

namespace busyhour::detail {

struct Embedded {
  std::string_view text;
  std::string integrity;  ///< SHA-256 in base 64, as a content security policy wants it; empty where none is needed
};
[[nodiscard]] Embedded chart_library();
/// How the page draws its charts, and how labels find room.
[[nodiscard]] Embedded page_script();
/// What draws charts as files: Vega, and the same care for labels.
[[nodiscard]] std::string drawing_library();
[[nodiscard]] Embedded page_style();

}  // namespace busyhour::detail
