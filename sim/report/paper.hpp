#pragma once
/// What a terminal table is made of: ink, cells, columns.
#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "busyhour/report/report.hpp"
#include "text.hpp"

namespace busyhour::detail {

enum class Ink { plain, faint, good, bad, unsure };

/// Lines of text with ink; knows the width and whether colour and Unicode may be used.
class Paper {
 public:
  explicit Paper(const TerminalStyle& style) : style_{style} {}
  [[nodiscard]] std::string in(Ink ink, const std::string& text) const {
    constexpr std::array codes{"", "\033[2m", "\033[1;32m", "\033[1;31m", "\033[1;33m"};
    if (!style_.colour || ink == Ink::plain || text.empty()) return text;
    return fmt::format("{}{}\033[0m", codes[static_cast<std::size_t>(ink)], text);
  }
  /// Made fit for this terminal: no controls, ASCII if it must be.
  [[nodiscard]] std::string fit(std::string_view text) const {
    return style_.unicode ? one_line(text) : ascii(one_line(text));
  }
  [[nodiscard]] std::size_t width() const { return static_cast<std::size_t>(std::max(style_.width, 40)); }
  [[nodiscard]] std::string_view ellipsis() const { return style_.unicode ? "…" : "..."; }
  /// Broken between words at the width; later lines begin with `indent` blanks.
  [[nodiscard]] std::string wrapped(std::string_view text, std::size_t indent) const;

 private:
  TerminalStyle style_;
};

struct Cell {
  std::string text;
  Ink ink = Ink::plain;
};
enum class Align { left, right };

/// Columns as wide as their widest cell; the `elastic` one gives way when the line is too long.
[[nodiscard]] std::string table(const Paper& paper, const std::vector<std::vector<Cell>>& rows,
                                const std::vector<Align>& aligns, std::size_t elastic);
[[nodiscard]] Ink ink_of(std::optional<Verdict> verdict);
/// The first line of every report: the verdict's word, in its ink, and what was judged.
[[nodiscard]] std::string headline(const Paper& paper, const std::string& word, Ink ink, std::string_view name);

}  // namespace busyhour::detail
