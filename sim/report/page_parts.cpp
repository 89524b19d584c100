#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "numbers.hpp"
#include "page.hpp"
#include "phrases.hpp"
#include "text.hpp"

namespace busyhour::detail {

std::string name_html(std::string_view text, std::size_t width) {
  const std::string shown = escape_html(with_fixed_units(shortened(one_line(text), width)));
  const bool runs_one_way = std::ranges::all_of(shown, [](char c) { return c >= ' ' && c <= '~'; });
  return runs_one_way ? shown : "<bdi>" + shown + "</bdi>";
}

Ink ink_of(const Banner& banner) {
  return banner.style == "good"   ? Ink::good
         : banner.style == "bad"  ? Ink::bad
         : banner.style == "care" ? Ink::unsure
                                  : Ink::plain;
}

const char* style_of(Verdict verdict) {
  return verdict == Verdict::passes ? "good" : verdict == Verdict::fails ? "bad" : "unsure";
}

std::string badge_html(Verdict verdict) {
  const VerdictWord word = word_of(verdict);
  return fmt::format("<span class=\"badge {}\">{} {}</span>", style_of(verdict), word.symbol, word.word);
}

std::string number_cell(const std::string& value, const std::string& interval) {
  return fmt::format("<td class=\"n\">{}{}</td>", escape_html(value),
                     interval.empty() ? "" : "<small>" + escape_html(interval) + "</small>");
}

std::string table_head(const std::vector<std::string>& columns, const char* style) {
  std::string out = fmt::format("<div class=\"scroll\" tabindex=\"0\"><table{}><thead><tr>",
                                *style ? fmt::format(" class=\"{}\"", style) : "");
  for (const std::string& column : columns) {
    const bool number = column.starts_with('>');
    out += fmt::format("<th{}>{}</th>", number ? " class=\"n\"" : "", name_html(column.substr(number ? 1 : 0), 60));
  }
  return out + "</tr></thead><tbody>\n";
}

std::string tile_html(const std::string& label, const std::string& value, const std::vector<std::string>& lines) {
  std::string out =
      fmt::format("<div class=\"tile\"><span>{}</span><b>{}</b>", name_html(label, 80), name_html(value, 40));
  for (const std::string& line : lines)
    if (!line.empty()) out += "<span>" + line + "</span>";
  return out + "</div>\n";
}

std::string tiles_section(const std::vector<std::string>& tiles) {
  if (tiles.empty()) return "";
  std::string out = "<h2>Key numbers</h2>\n<div class=\"tiles\">\n";
  for (const std::string& tile : tiles) out += tile;
  return out + "</div>\n";
}

std::string table_html(const DataTable& table) {
  std::string out = "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>";
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    out += fmt::format("<th{}>{}</th>", c > 0 ? " class=\"n\"" : "", escape_html(table.columns[c]));
  out += "</tr></thead><tbody>";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (std::size_t c = 0; c < row.size(); ++c)
      out += fmt::format("<td{}>{}</td>", c > 0 ? " class=\"n\"" : "", escape_html(row[c]));
    out += "</tr>";
  }
  out += "</tbody></table></div>";
  if (!table.note.empty()) out += fmt::format("<p class=\"muted\">{}</p>", escape_html(table.note));
  return out;
}

std::string figure_html(const Chart& chart) {
  std::string out = fmt::format(
      "<section class=\"card\"><figure id=\"{}\"><h3>{}</h3><p>{}</p><div class=\"chart\"></div>", chart.id,
      escape_html(with_fixed_units(chart.title)), escape_html(with_fixed_units(chart.summary)));
  if (!chart.reading.empty())
    out += fmt::format("<figcaption>{}</figcaption>", escape_html(with_fixed_units(chart.reading)));
  return out + fmt::format("</figure><details><summary>Data table</summary>{}</details></section>\n",
                           table_html(chart.table));
}

std::string charts_section(const std::vector<Chart>& charts) {
  if (charts.empty()) return "";
  std::string out = "<h2>Charts</h2>\n" + without_scripts_note(charts);
  for (const Chart& chart : charts) out += figure_html(chart);
  return out;
}

std::string csv_link(std::string_view name, const std::string& csv) {
  return fmt::format("<li><a download=\"{0}\" href=\"data:text/csv;charset=utf-8,{1}\">{0}</a></li>", name,
                     percent_encoded(csv));
}

std::string csv_number(double value) {
  if (!std::isfinite(value)) return std::isnan(value) ? "" : shortest(value);
  return fmt::format("{:.6g}", value);
}

std::string assumptions_section(const ScenarioEcho& scenario) {
  if (scenario.assumptions.empty()) return "";
  std::string out =
      "<h2>Assumptions</h2>\n<div class=\"card\"><p class=\"muted\">What decides these numbers and is easily "
      "overlooked, with the place where it is said.</p>" +
      table_head({"Key", "Value"});
  for (const auto& [key, value] : scenario.assumptions)
    out += fmt::format("<tr><td><code>{}</code></td><td>{}</td></tr>\n", name_html(key), name_html(value, 240));
  return out + table_end + "</div>\n";
}

std::string reproduce_section(const std::vector<std::string>& commands, const ScenarioEcho& scenario) {
  std::string out = "<h2>Reproduce</h2>\n<div class=\"card\">";
  for (const std::string& command : commands)
    out += fmt::format("<pre class=\"wrap\">{}</pre>", escape_html(one_line(command)));
  if (!scenario.resolved.empty())
    out += fmt::format(
        "<details><summary>The scenario as it was read, defaults included</summary><pre "
        "tabindex=\"0\">{}</pre></details>",
        escape_html(scenario.resolved));
  return out + "</div>\n";
}

Facts scenario_facts(const ScenarioEcho& scenario) {
  return {{"Scenario",
           name_html(scenario.file) +
               (scenario.sha256.empty() ? "" : " · sha256 <code>" + name_html(scenario.sha256, 64) + "</code>")}};
}

std::string environment_section(const Facts& facts, const std::string& version) {
  std::string out = "<h2>Environment</h2>\n<div class=\"card\"><dl>";
  for (const auto& [name, html] : facts) out += fmt::format("<dt>{}</dt><dd>{}</dd>", name, html);
  out += fmt::format("<dt>Program</dt><dd>busyhour {}</dd>", name_html(version, 40));
  return out +
         "<dt>Machine</dt><dd>any: the same file and seed give the same bytes on every machine and for any number of "
         "threads</dd></dl></div>\n";
}

std::string reading_section(const std::vector<std::string>& hints, const std::vector<MetricResult>& metrics) {
  std::string out =
      "<h2>How to read this page</h2>\n<div class=\"card\"><ul class=\"plain\">"
      "<li>A 95 % interval says where the long-run value lies, judged by how much independent replications differ. "
      "“&lt; 0.03 %” means that the event was never seen; it is rarer than that.</li>"
      "<li>A rule passes if its whole interval keeps the bound, fails if none of it does, and is undecided in between: "
      "more replications narrow it.</li>"
      "<li>p95 is the value that 95 of 100 cases do not exceed. A request that was given up waits for ever (inf) in "
      "such percentiles, never zero.</li>";
  for (const std::string& hint : hints) out += "<li>" + escape_html(hint) + "</li>";
  out +=
      "<li>Exact values, where a formula exists, come from queueing theory and not from this run; z says by how many "
      "standard errors the estimate misses one.</li></ul>";
  std::set<std::string_view> seen;
  std::string meanings;
  for (const MetricResult& m : metrics)
    if (!m.about.about.empty() && seen.insert(m.about.name).second)
      meanings +=
          fmt::format("<dt><code>{}</code></dt><dd>{}</dd>", escape_html(m.about.name), escape_html(m.about.about));
  if (!meanings.empty())
    out += fmt::format("<details><summary>What each metric measures</summary><dl>{}</dl></details>", meanings);
  return out + "</div>\n";
}

}  // namespace busyhour::detail
