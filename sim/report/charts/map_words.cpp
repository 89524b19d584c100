#include "map_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "../phrases.hpp"
#include "../text.hpp"

namespace busyhour::detail {
namespace {

constexpr std::size_t most_rows = 300, most_named = 5;

std::string text_of(const Scale& scale, std::size_t i) { return shortened(one_line(scale.texts[i]), 40); }

/// The last place of a column, from the good end of the vertical axis, up to which every cell passes.
std::optional<std::size_t> furthest(const Map& map, std::size_t column, std::size_t facet) {
  std::vector<const MapCell*> cells;
  for (const MapCell& cell : map.cells)
    if (cell.x == column && cell.facet == facet) cells.push_back(&cell);
  const bool up = rises(map) == map.subject.small_is_good();
  std::ranges::sort(cells, [&](const MapCell* a, const MapCell* b) { return up ? a->y < b->y : a->y > b->y; });
  std::optional<std::size_t> last;
  for (const MapCell* cell : cells) {
    if (cell->seen.verdict != Verdict::passes) break;
    last = cell->y;
  }
  return last;
}

std::string furthest_text(const Map& map) {
  if (map.facet || !map.y.is_numeric()) return "";
  std::string text;
  std::size_t named = 0;
  for (std::size_t c = 0; c < map.x.size() && named < most_named; ++c)
    if (const auto last = furthest(map, c, 0)) {
      text += fmt::format("{}{} at {}", named == 0 ? "" : ", ", text_of(map.y, *last), text_of(map.x, c));
      ++named;
    }
  if (text.empty()) return "";
  const bool up = rises(map) == map.subject.small_is_good();
  return fmt::format(" {} {}: {} ({}).", up ? "Passes up to this" : "Passes from this", map.y.name(), text,
                     map.x.name());
}

}  // namespace

std::vector<Contour> contours_of(const Subject& subject) {
  std::vector<Contour> all;
  const bool ruled = !subject.rule.empty();
  if (ruled) all.push_back({"contour", std::nullopt, accepted(subject)});
  if (!subject.is_share() || !subject.small_is_good()) return all;
  if (!ruled) all.push_back({"contour", 0.01, "at most 1 %"});
  const bool at_five = ruled && subject.bound == 0.05;
  all.push_back({"contour-two", at_five ? 0.01 : 0.05, at_five ? "at most 1 %" : "at most 5 %"});
  return all;
}

bool rises(const Map& map) {
  double up = 0;
  for (const MapCell& a : map.cells)
    for (const MapCell& b : map.cells)
      if (a.x == b.x && a.facet == b.facet && a.y + 1 == b.y && std::isfinite(a.seen.estimate.value) &&
          std::isfinite(b.seen.estimate.value))
        up += b.seen.estimate.value > a.seen.estimate.value   ? 1
              : b.seen.estimate.value < a.seen.estimate.value ? -1
                                                              : 0;
  return up >= 0;
}

std::string summary_of(const Map& map) {
  const std::string over =
      fmt::format("{} over {} and {}", map.subject.label, map.x.name(), map.y.name()) +
      (map.facet ? fmt::format(", for {} values of {}", map.facet->size(), map.facet->name()) : "");
  if (map.subject.rule.empty()) return over + ".";
  const auto count = [&](Verdict v) {
    return std::ranges::count_if(map.cells, [v](const MapCell& cell) { return cell.seen.verdict == v; });
  };
  std::string text =
      fmt::format("{}: {} at {} of {} points", over, accepted(map.subject), count(Verdict::passes), map.cells.size());
  if (const auto open = count(Verdict::undecided); open > 0) text += fmt::format(", undecided at {}", open);
  return text + '.' + furthest_text(map);
}

std::string reading_of(const Map& map, const std::vector<Contour>& levels, bool has_base) {
  std::string text;
  for (const Contour& level : levels)
    text += fmt::format("{}{} line: {}, the far end of the 95 % interval included.", text.empty() ? "" : " ",
                        level.style == "contour" ? "Solid" : "Dashed", level.words);
  const bool open =
      std::ranges::any_of(map.cells, [](const MapCell& cell) { return cell.seen.verdict == Verdict::undecided; });
  if (open) text += " A dot: the interval straddles the bound.";
  if (has_base) text += " The diamond is the scenario as it stands.";
  if (map.has_slider) text += " The slider's triangles mark how far one could go if more were accepted.";
  text += fmt::format(" Across: {}; up: {}.", one_line(map.x.path), one_line(map.y.path));
  return text.starts_with(' ') ? text.substr(1) : text;
}

DataTable table_of(const Map& map) {
  DataTable table;
  if (map.facet) table.columns.push_back(map.facet->name());
  for (const std::string& name : {map.x.name(), map.y.name(), map.subject.label, std::string{"95 % interval"}})
    table.columns.push_back(name);
  if (!map.subject.rule.empty()) table.columns.emplace_back("Rule");
  for (const MapCell& cell : map.cells) {
    if (table.rows.size() == most_rows) break;
    const Shown number = shown(cell.seen.estimate, map.subject.about, map.subject.statistic);
    std::vector<std::string> row;
    if (map.facet) row.push_back(text_of(*map.facet, cell.facet));
    row.insert(row.end(), {text_of(map.x, cell.x), text_of(map.y, cell.y), number.value, number.interval});
    if (!map.subject.rule.empty())
      row.emplace_back(cell.seen.verdict ? word_of(*cell.seen.verdict).word : std::string_view{"–"});
    table.rows.push_back(row);
  }
  if (map.cells.size() > table.rows.size())
    table.note = fmt::format("The first {} of {} points.", table.rows.size(), readable_count(map.cells.size()));
  return table;
}

}  // namespace busyhour::detail
