#include "paper.hpp"

#include <algorithm>

namespace busyhour::detail {

std::string Paper::wrapped(std::string_view text, std::size_t indent) const {
  std::string out, rest = fit(text);
  std::size_t used = indent;
  for (std::size_t at = 0; at <= rest.size();) {
    const auto end = std::min(rest.find(' ', at), rest.size());
    std::string word = shortened(std::string_view{rest}.substr(at, end - at), width() - indent, ellipsis());
    const std::size_t columns = display_width(word);
    if (used > indent && used + 1 + columns > width()) {
      out += '\n' + std::string(indent, ' ');
      used = indent;
    } else if (used > indent) {
      out += ' ';
      ++used;
    }
    out += word;
    used += columns;
    at = end + 1;
  }
  return out;
}

std::string table(const Paper& paper, const std::vector<std::vector<Cell>>& rows, const std::vector<Align>& aligns,
                  std::size_t elastic) {
  constexpr std::size_t gap = 2;
  std::vector<std::size_t> widths(aligns.size(), 0);
  for (const auto& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], display_width(row[c].text));
  std::size_t total = 0;
  for (const std::size_t w : widths) total += w == 0 ? 0 : w + gap;
  constexpr std::size_t least = 20;
  if (total > paper.width() && widths[elastic] > least)
    widths[elastic] -= std::min(total - paper.width(), widths[elastic] - least);
  std::string out;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (widths[c] == 0) continue;
      const std::string text = shortened(row[c].text, widths[c], paper.ellipsis());
      const std::string blanks(widths[c] - display_width(text), ' ');
      line += aligns[c] == Align::right ? blanks + paper.in(row[c].ink, text) : paper.in(row[c].ink, text) + blanks;
      line.append(gap, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  }
  return out;
}

std::string headline(const Paper& paper, const std::string& word, Ink ink, std::string_view name) {
  const std::string said = paper.fit(word);
  const std::size_t room = paper.width() - std::min(paper.width(), display_width(said) + 2);
  return paper.in(ink, said) + "  " + shortened(paper.fit(name), room, paper.ellipsis()) + '\n';
}

Ink ink_of(std::optional<Verdict> verdict) {
  if (!verdict) return Ink::plain;
  return *verdict == Verdict::passes ? Ink::good : *verdict == Verdict::fails ? Ink::bad : Ink::unsure;
}

}  // namespace busyhour::detail
