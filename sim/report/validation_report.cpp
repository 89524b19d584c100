#include "busyhour/report/validation_report.hpp"

#include <fmt/format.h>

#include "json_text.hpp"
#include "paper.hpp"

namespace busyhour {
namespace {

using namespace detail;
using Json = nlohmann::ordered_json;

/// What the leading metric of a family says, and the largest |z| over all its metrics.
struct Family {
  const ValidationRow* leading = nullptr;
  const ValidationRow* worst = nullptr;
  std::size_t comparisons = 0;
};

std::vector<Family> families_of(const Validation& all) {
  std::vector<Family> families;
  std::string before;
  for (const ValidationRow& row : all.rows) {
    if (row.family != before || families.empty()) families.emplace_back();
    before = row.family;
    Family& family = families.back();
    if (row.leads || !family.leading) family.leading = &row;
    if (!family.worst || row.largest > family.worst->largest) family.worst = &row;
    family.comparisons += row.z.size();
  }
  return families;
}

std::vector<Cell> row_of(const Family& f, const Paper& paper) {
  const ValidationRow& row = *f.leading;
  const bool far = f.worst->largest > largest_allowed_z;
  return {{paper.fit(row.family)},
          {fmt::format("{}", row.z.size())},
          {paper.fit(row.metric)},
          {fmt::format("{:.1f}", row.chi_square)},
          {fmt::format("{:.3f}", row.p)},
          {fmt::format("{}", f.comparisons)},
          {fmt::format("{:.2f}", f.worst->largest), far ? Ink::bad : Ink::plain}};
}

std::string summary(const Validation& all, std::size_t leading) {
  return fmt::format(
      "{} cases, {} comparisons, largest |z| {:.2f} (allowed: {:g}). Chi-square of the {} leading metrics {:.1f} "
      "(p = {:.3f}); normality of their z-scores: A² = {:.2f}, p = {:.3f} (level {:g}).",
      all.cases, all.comparisons, all.largest, largest_allowed_z, leading, all.chi_square, all.chi_square_p,
      all.anderson_darling, all.normality_p, normality_level);
}

std::size_t leading_of(const Validation& all) {
  std::size_t n = 0;
  for (const ValidationRow& row : all.rows) n += row.leads ? row.z.size() : 0;
  return n;
}

}  // namespace

std::string terminal_validation(const Validation& all, const TerminalStyle& style) {
  const Paper paper{style};
  const std::string word = all.interrupted ? "INTERRUPTED" : all.passes() ? "PASS" : "FAIL";
  const Ink ink = all.interrupted ? Ink::unsure : all.passes() ? Ink::good : Ink::bad;
  std::string out = paper.in(ink, word) + "  simulation against theory\n";
  if (all.interrupted) return out;
  out += paper.wrapped(summary(all, leading_of(all)), 0) + "\n\n";
  std::vector<std::vector<Cell>> rows{{{"Family", Ink::faint},
                                       {"cases", Ink::faint},
                                       {"leading metric", Ink::faint},
                                       {"chi-square", Ink::faint},
                                       {"p", Ink::faint},
                                       {"all z", Ink::faint},
                                       {"largest |z|", Ink::faint}}};
  for (const Family& f : families_of(all)) rows.push_back(row_of(f, paper));
  using enum Align;
  out += table(paper, rows, {left, right, left, right, right, right, right}, 0);
  for (const ValidationRow& row : all.rows)
    if (row.largest > largest_allowed_z)
      out +=
          paper.in(Ink::bad, "too far:") + ' ' +
          paper.wrapped(fmt::format("{}, {}: |z| = {:.2f} at {}", row.family, row.metric, row.largest, row.worst), 9) +
          '\n';
  for (const std::string& one : all.unknown)
    out += paper.in(Ink::bad, "not recognised:") + ' ' + paper.wrapped(one, 16) + '\n';
  return out;
}

std::string json_validation(const Validation& all) {
  Json document{
      {"passes", all.passes()},         {"interrupted", all.interrupted},   {"cases", all.cases},
      {"comparisons", all.comparisons}, {"largest_z", number(all.largest)}, {"largest_allowed_z", largest_allowed_z}};
  document["chi_square"] = {
      {"of", leading_of(all)}, {"value", number(all.chi_square)}, {"p", number(all.chi_square_p)}};
  document["normality"] = {
      {"anderson_darling", number(all.anderson_darling)}, {"p", number(all.normality_p)}, {"level", normality_level}};
  document["unknown"] = all.unknown;
  Json rows = Json::array();
  for (const ValidationRow& row : all.rows)
    rows.push_back({{"family", row.family},
                    {"metric", row.metric},
                    {"leads", row.leads},
                    {"cases", row.z.size()},
                    {"largest_z", number(row.largest)},
                    {"worst", row.worst},
                    {"chi_square", number(row.chi_square)},
                    {"p", number(row.p)},
                    {"z", row.z}});
  document["rows"] = rows;
  return pretty(document);
}

}  // namespace busyhour
