#include <fmt/format.h>

#include "busyhour/report/claims_report.hpp"
#include "claim_words.hpp"
#include "embedded.hpp"
#include "numbers.hpp"
#include "page.hpp"
#include "text.hpp"

namespace busyhour {
namespace {

using namespace detail;

std::string head(const std::string& title, const std::string& version) {
  std::string out = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out +=
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; connect-src 'none'; base-uri 'none'; "
      "form-action 'none'; style-src 'unsafe-inline'\">\n";
  out += fmt::format("<meta name=\"generator\" content=\"busyhour {}\">\n", escape_html(version));
  out += fmt::format("<title>{}</title>\n<style>\n", escape_html(title));
  out.append(page_style().text);
  return out + "</style>\n</head>\n";
}

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

std::string card(const ClaimResult& claim) {
  const ClaimWord word = badge_of(claim.verdict);
  std::string out = fmt::format(
      "<h2 id=\"{0}\">{1}</h2>\n<div class=\"card verdict {2}\"><span class=\"badge\">{3} {4}"
      "</span><div><strong>{5}</strong></div></div>\n",
      id_of(claim.name), name_html(claim.name), word.style, word.symbol, word.capital,
      escape_html(with_fixed_units(one_line(sentence_of(claim)))));
  out += fmt::format("<div class=\"card\"><blockquote>“{}”</blockquote><p class=\"muted\">{}</p>",
                     name_html(claim.quote, 600), name_html(source_of(claim), 400));
  if (!claim.about.empty()) out += fmt::format("<p>{}</p>", name_html(claim.about, 1200));
  if (!claim.axes.empty())
    for (const ClaimMap& map : maps_of(claim)) out += map_html(map);
  return out + evidence(claim) +
         fmt::format("<pre class=\"wrap\">busyhour claims {}</pre></div>\n", escape_html(shell_word(claim.file)));
}

}  // namespace

std::string html_claims(const std::vector<ClaimResult>& claims, const std::string& version) {
  const std::string title = claims.size() == 1 ? fmt::format("{}: {}", badge_of(claims.front().verdict).capital,
                                                             one_line(claims.front().name))
                                               : fmt::format("{} claims judged", claims.size());
  std::string page = head(title, version) + "<body>\n<main>\n" +
                     fmt::format("<header><div><h1>{}</h1></div></header>\n", escape_html(title));
  for (const ClaimResult& claim : claims) page += card(claim);
  return page + "</main>\n</body>\n</html>\n";
}

}  // namespace busyhour
