#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "busyhour/report/claims_report.hpp"
#include "claim_words.hpp"
#include "numbers.hpp"
#include "page.hpp"
#include "phrases.hpp"
#include "text.hpp"

namespace busyhour {
namespace {

using namespace detail;

std::string cell(const ClaimPoint* point) {
  if (!point) return "<td class=\"n\"></td>";
  return fmt::format("<td class=\"n\">{}<small>{}</small></td>", badge_html(point->verdict),
                     escape_html(measured_at(*point)));
}

std::string map_html(const ClaimMap& map) {
  std::string out = map.title.empty() ? "" : fmt::format("<p class=\"muted\">{}</p>", name_html(map.title));
  out += fmt::format("<div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th>{}</th>", name_html(map.corner));
  for (const std::string& column : map.columns) out += fmt::format("<th class=\"n\">{}</th>", name_html(column, 60));
  out += "</tr></thead><tbody>\n";
  for (std::size_t r = 0; r < map.rows.size(); ++r) {
    out += fmt::format("<tr><th scope=\"row\">{}</th>", name_html(map.rows[r], 60));
    for (const ClaimPoint* point : map.cells[r]) out += cell(point);
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string row_of(const ClaimPoint& point, const RuleResult& rule) {
  std::string place;
  for (const auto& [path, value] : point.across)
    place += (place.empty() ? "" : ", ") + short_path(path) + " = " + value;
  const Shown number = shown(rule.measured, rule.subject.about, rule.subject.statistic);
  const std::string exact =
      rule.theory ? readable(rule.theory->value, rule.subject.about,
                             rule.subject.statistic == Statistic::quantile ? Statistic::share : rule.subject.statistic)
                  : "";
  return fmt::format(
      "<tr><td>{}</td><td>{}</td><td><code>{}</code></td><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
      "class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
      badge_html(point.verdict), name_html(place, 200), name_html(rule.rule, 100), escape_html(number.value),
      escape_html(number.interval), escape_html(exact), point.replications);
}

std::string evidence(const ClaimResult& claim) {
  std::string out =
      "<details><summary>Evidence</summary><div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th>Point</th>"
      "<th>At</th><th>Rule</th><th class=\"n\">Measured</th><th class=\"n\">95 % interval</th><th "
      "class=\"n\">Exact</th><th class=\"n\">Replications</th></tr></thead><tbody>\n";
  for (const ClaimPoint& point : claim.points)
    for (const RuleResult& rule : point.expect) out += row_of(point, rule);
  return out + "</tbody></table></div></details>\n";
}

/// A claim's charts on a page with other claims: their names begin with the claim's.
std::vector<Chart> charts_of_claim(const ClaimResult& claim, std::set<std::string>& taken) {
  std::vector<Chart> charts = charts_of(claim);
  for (Chart& chart : charts) {
    const std::string wanted = id_of(claim.name) + '-' + chart.id;
    chart.id = wanted;
    for (int n = 2; !taken.insert(chart.id).second; ++n) chart.id = wanted + '-' + std::to_string(n);
  }
  return charts;
}

std::string card(const ClaimResult& claim, const std::string& id, const std::vector<Chart>& charts) {
  const ClaimWord word = badge_of(claim.verdict);
  std::string out = fmt::format(
      "<h2 id=\"{0}\">{1}</h2>\n<div class=\"card verdict {2}\"><span class=\"badge\">{3} {4}"
      "</span><div><strong>{5}</strong></div></div>\n",
      id, name_html(claim.name), word.style, word.symbol, word.capital,
      escape_html(with_fixed_units(one_line(sentence_of(claim)))));
  out += fmt::format("<div class=\"card\"><blockquote>“{}”</blockquote><p class=\"muted\">{}</p>",
                     name_html(claim.quote, 600), name_html(source_of(claim), 400));
  if (!claim.about.empty()) out += fmt::format("<p>{}</p>", name_html(claim.about, 1200));
  if (!claim.axes.empty())
    for (const ClaimMap& map : maps_of(claim)) out += map_html(map);
  out += evidence(claim) + "</div>\n";
  for (const Chart& chart : charts) out += figure_html(chart);
  return out;
}

std::string symbol_cell(const ClaimResult& claim) {
  const ClaimWord word = badge_of(claim.verdict);
  return fmt::format("<span class=\"badge {}\">{} {}</span>", word.style, word.symbol, word.capital);
}

/// Where each claim stands on the page.
std::string overview(const std::vector<ClaimResult>& claims, const std::vector<std::string>& ids) {
  if (claims.size() < 2) return "";
  std::string out = "<h2>Claims</h2>\n<div class=\"card\">" + table_head({"Verdict", "Claim", "Holds"});
  for (std::size_t i = 0; i < claims.size(); ++i)
    out += fmt::format("<tr><td>{}</td><td><a href=\"#{}\">{}</a></td><td>{}</td></tr>\n", symbol_cell(claims[i]),
                       ids[i], name_html(claims[i].name, 80), name_html(claims[i].condition, 300));
  return out + table_end + "</div>\n";
}

std::string csv_of(const std::vector<ClaimResult>& claims) {
  std::string csv = "claim,at,verdict,rule,estimate,low,high,exact,replications\n";
  for (const ClaimResult& claim : claims)
    for (const ClaimPoint& point : claim.points)
      for (const RuleResult& rule : point.expect) {
        std::string place;
        for (const auto& [path, value] : point.across) place += (place.empty() ? "" : "; ") + path + "=" + value;
        csv += fmt::format("{},{},{},{},{},{},{},{},{}\n", csv_field(claim.name), csv_field(place),
                           word_of(point.verdict).word, csv_field(rule.rule), csv_number(rule.measured.value),
                           csv_number(rule.measured.low), csv_number(rule.measured.high),
                           rule.theory ? csv_number(rule.theory->value) : "", point.replications);
      }
  return csv;
}

/// One echo for the frame: what the claims' files take for granted, each once.
ScenarioEcho echo_of_all(const std::vector<ClaimResult>& claims) {
  ScenarioEcho echo;
  for (const ClaimResult& claim : claims)
    for (const auto& one : claim.assumptions) {
      const std::pair<std::string, std::string> named{one.first,
                                                      one.second + (claims.size() > 1 ? ", " + claim.name : "")};
      if (std::ranges::find(echo.assumptions, named) == echo.assumptions.end()) echo.assumptions.push_back(named);
    }
  return echo;
}

std::vector<std::string> commands(const std::vector<ClaimResult>& claims) {
  std::vector<std::string> all;
  for (const ClaimResult& claim : claims) {
    std::string command = "busyhour claims " + shell_word(claim.file);
    for (const std::string& set : claim.sets) command += " --set " + shell_word(set);
    if (std::ranges::find(all, command) == all.end()) all.push_back(command);
  }
  return all;
}

}  // namespace

Banner detail::banner_of(const ClaimsResult& judged) {
  const std::vector<ClaimResult>& claims = judged.claims;
  if (claims.size() == 1) {
    const ClaimWord word = badge_of(claims.front().verdict);
    return {std::string{word.capital}, std::string{word.symbol}, std::string{word.style}, sentence_of(claims.front())};
  }
  const auto count = [&](ClaimVerdict v) { return std::ranges::count(claims, v, &ClaimResult::verdict); };
  const auto holds = count(ClaimVerdict::holds), only = count(ClaimVerdict::holds_only_if),
             fails = count(ClaimVerdict::fails), open = count(ClaimVerdict::undecided);
  const std::string sentence =
      fmt::format("Of {} claims {} hold, {} hold only under a condition, {} fail, {} are undecided.", claims.size(),
                  holds, only, fails, open);
  const std::string word = fmt::format("{} OF {} HOLD", holds, claims.size());
  if (static_cast<std::size_t>(holds) == claims.size()) return {word, "✓", "good", sentence};
  return {word, fails > 0 ? "✗" : only > 0 ? "◐" : "?", fails > 0 ? "bad" : only > 0 ? "care" : "unsure", sentence};
}

std::string html_report(const ClaimsResult& judged, ChartRenderer* painter) {
  const std::vector<ClaimResult>& claims = judged.claims;
  std::set<std::string> taken;
  std::vector<std::string> ids;
  for (const ClaimResult& claim : claims) {
    const std::string wanted = "claim-" + id_of(claim.name);
    ids.push_back(wanted);
    for (int n = 2; !taken.insert(ids.back()).second; ++n) ids.back() = wanted + '-' + std::to_string(n);
  }
  std::size_t points = 0;
  for (const ClaimResult& claim : claims) points += claim.points.size();
  Page page{banner_of(judged),
            claims.size() == 1 ? claims.front().name : "vendors' claims, judged",
            "",
            fmt::format("{} claim{}, {} points", claims.size(), claims.size() == 1 ? "" : "s", points),
            judged.version,
            {},
            "",
            {}};
  std::string cards;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    std::vector<Chart> charts = charts_of_claim(claims[i], taken);
    cards += card(claims[i], ids[i], charts);
    std::ranges::move(charts, std::back_inserter(page.charts));
  }
  page.sections = overview(claims, ids) + without_scripts_note(page.charts) + cards;
  const ScenarioEcho echo = echo_of_all(claims);
  page.sections += assumptions_section(echo) + reproduce_section(commands(claims), echo) +
                   environment_section({}, judged.version) +
                   "<h2>Data</h2>\n<div class=\"card\"><ul class=\"plain downloads\">" +
                   csv_link("claims.csv", csv_of(claims)) + "</ul></div>\n" +
                   reading_section({"A claim holds if every point tried passes, fails if every point fails, and holds "
                                    "only if the stated condition is met otherwise. The error of all its points "
                                    "together is kept at 5 % (Holm)."},
                                   {});
  return html_of(page, painter);
}

std::vector<std::pair<std::string, std::string>> chart_specs(const ClaimsResult& judged) {
  std::vector<Chart> all;
  std::set<std::string> taken;
  for (const ClaimResult& claim : judged.claims)
    std::ranges::move(charts_of_claim(claim, taken), std::back_inserter(all));
  return specs_of(all);
}

}  // namespace busyhour
