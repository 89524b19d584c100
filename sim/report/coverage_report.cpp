#include "busyhour/report/coverage_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "json_text.hpp"
#include "numbers.hpp"
#include "paper.hpp"

namespace busyhour {
namespace {

using namespace detail;
using Json = nlohmann::ordered_json;

Cell covered(const CoverageRow& row) {
  return {fmt::format("{:.1f}{}", 100 * row.share(), row.passes() ? " " : "!"), row.passes() ? Ink::plain : Ink::bad};
}

/// The numbers of replications, in their order.
std::vector<std::size_t> sizes_of(const CoverageAudit& audit) {
  std::vector<std::size_t> sizes;
  for (const CoverageRow& row : audit.rows)
    if (std::ranges::find(sizes, row.replications) == sizes.end()) sizes.push_back(row.replications);
  return sizes;
}

/// A line for each number of a system, in the order of the first rows.
std::vector<std::vector<Cell>> lines(const CoverageAudit& audit, const Paper& paper) {
  std::vector<std::vector<Cell>> all(1);
  for (const char* head : {"System and number", "truth"}) all[0].push_back({head, Ink::faint});
  const std::vector<std::size_t> sizes = sizes_of(audit);
  for (const std::size_t n : sizes) all[0].push_back({fmt::format("of {} ", n), Ink::faint});
  std::string before;
  for (const CoverageRow& first : audit.rows) {
    if (first.replications != sizes.front()) continue;
    if (first.system != before) {
      all.push_back({{paper.fit(first.system)}});
      all.back().resize(all[0].size());
    }
    before = first.system;
    std::vector<Cell> line{{"  " + paper.fit(first.metric)},
                           {paper.fit(readable(first.truth, first.about, first.statistic))}};
    for (const CoverageRow& row : audit.rows)
      if (row.system == first.system && row.metric == first.metric) line.push_back(covered(row));
    all.push_back(std::move(line));
  }
  return all;
}

double largest_error(const CoverageAudit& audit) {
  double largest = 0;
  for (const CoverageRow& row : audit.rows) largest = std::max(largest, row.standard_error());
  return largest;
}

std::string summary(const CoverageAudit& audit) {
  const auto inside = std::ranges::count_if(audit.rows, &CoverageRow::passes);
  return fmt::format(
      "{} systems, {} experiments each: the share of them, in percent, whose 95 % interval held the truth, made from 5 "
      "and 20 "
      "replications. Each must lie in {:g}..{:g} %; {} of {} do. Standard error of a share: {:.2f} points or "
      "less.",
      audit.systems, readable_count(audit.rows.empty() ? 0 : audit.rows.front().experiments),
      100 * CoverageAudit::least, 100 * CoverageAudit::most, inside, audit.rows.size(), 100 * largest_error(audit));
}

}  // namespace

std::string terminal_coverage(const CoverageAudit& audit, const TerminalStyle& style) {
  const Paper paper{style};
  const std::string word = audit.interrupted ? "INTERRUPTED" : audit.passes() ? "PASS" : "FAIL";
  const Ink ink = audit.interrupted ? Ink::unsure : audit.passes() ? Ink::good : Ink::bad;
  std::string out = paper.in(ink, word) + "  how often intervals hold the truth\n";
  if (audit.interrupted) return out;
  using enum Align;
  out += paper.wrapped(summary(audit), 0) + "\n\n";
  std::vector<Align> aligns(2 + sizes_of(audit).size(), right);
  aligns[0] = left;
  return out + table(paper, lines(audit, paper), aligns, 0);
}

std::string json_coverage(const CoverageAudit& audit) {
  Json document{{"passes", audit.passes()},
                {"interrupted", audit.interrupted},
                {"least", CoverageAudit::least},
                {"most", CoverageAudit::most}};
  Json rows = Json::array();
  for (const CoverageRow& row : audit.rows)
    rows.push_back({{"system", row.system},
                    {"metric", row.metric},
                    {"replications", row.replications},
                    {"truth", number(row.truth)},
                    {"truth_error", number(row.truth_error)},
                    {"experiments", row.experiments},
                    {"covered", number(row.share())},
                    {"standard_error", number(row.standard_error())},
                    {"truth_below", row.truth_below},
                    {"truth_above", row.truth_above},
                    {"without_interval", row.without},
                    {"relative_half_width", number(row.half_width)},
                    {"passes", row.passes()}});
  document["rows"] = rows;
  return pretty(document);
}

}  // namespace busyhour
