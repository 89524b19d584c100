/// Of a run whose inputs were fitted to a log: where the width of its intervals comes from.
#include <fmt/format.h>

#include <cmath>

#include "numbers.hpp"
#include "page.hpp"
#include "phrases.hpp"

namespace busyhour::detail {
namespace {

std::string row_of(const std::string& name, const InputPart& input) {
  const std::string halves = std::isfinite(input.records_to_halve)
                                 ? readable_count(static_cast<std::uint64_t>(input.records_to_halve))
                                 : "none would: replications, not records";
  return fmt::format("<tr><th scope=\"row\">{}</th>{}{}{}</tr>\n", name_html(name, 80),
                     number_cell(fmt::format("{:.0f} %", 100 * input.share)),
                     number_cell(fmt::format("{:.0f} %", 100 * (1 - input.share))), number_cell(halves));
}

}  // namespace

std::string inputs_section(const RunResult& run) {
  std::string rows;
  std::int64_t records = 0;
  for (const RuleResult& rule : run.slo)
    if (rule.input) rows += row_of(rule.rule, *rule.input), records = rule.input->records;
  for (const MetricResult* m : key_numbers(run))
    if (m->input) rows += row_of(label_of(parts_of(*m)), *m->input), records = m->input->records;
  if (rows.empty()) return "";
  return fmt::format(
             "<h2>Where the width of the intervals comes from</h2>\n<div class=\"card\"><p>The inputs were fitted to a "
             "log of {} records and are known only so well; the shares are of the squared width.</p>",
             readable_count(static_cast<std::uint64_t>(records))) +
         table_head({"Interval of", ">From the log", ">From the simulation", ">Records that would halve it"}) + rows +
         table_end + "</div>\n";
}

}  // namespace busyhour::detail
