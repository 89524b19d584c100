#include <fmt/format.h>

#include <algorithm>

#include "embedded.hpp"
#include "first_paint.hpp"
#include "json_text.hpp"
#include "page.hpp"
#include "text.hpp"

namespace busyhour::detail {
namespace {

/// Nothing leaves the page and nothing but our two scripts runs: not even a script that a name smuggled in.
std::string policy() {
  return fmt::format(
      "default-src 'none'; connect-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline'; "
      "script-src 'sha256-{}' 'sha256-{}'",
      chart_library().integrity, page_script().integrity);
}

std::string head(const Page& page, const std::string& further_rules) {
  const std::string title = fmt::format("{}: {}", page.banner.word, shortened(one_line(page.name), 120));
  std::string out = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out += fmt::format("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n", policy());
  out += fmt::format("<meta name=\"description\" content=\"{}\">\n",
                     escape_html(shortened(one_line(page.banner.sentence), 600)));
  out += fmt::format("<meta name=\"generator\" content=\"busyhour {}\">\n",
                     escape_html(shortened(one_line(page.version), 40)));
  out += fmt::format("<title>{}</title>\n<style>\n", escape_html(title));
  out.append(page_style().text);
  return out + further_rules + "</style>\n</head>\n";
}

std::string masthead(const Page& page) {
  std::string out = fmt::format("<header><div><h1>{}</h1>", name_html(page.name));
  if (!page.about.empty()) out += fmt::format("<p>{}</p>", name_html(page.about, 400));
  if (!page.size.empty()) out += fmt::format("<p class=\"muted\">{}</p>", escape_html(with_fixed_units(page.size)));
  return out + "</div><button id=\"theme\" type=\"button\" hidden>Dark</button></header>\n";
}

std::string banner(const Banner& b) {
  return fmt::format(
      "<div class=\"card verdict {}\"><span class=\"badge\">{} {}</span><div><strong>{}</strong></div></div>\n",
      b.style, b.symbol, escape_html(b.word), escape_html(with_fixed_units(one_line(b.sentence))));
}

std::string warnings(const std::vector<std::string>& all) {
  if (all.empty()) return "";
  constexpr std::size_t most = 12;
  std::string out =
      fmt::format("<div class=\"card warning\"><b>! {}</b><ul>", all.size() == 1 ? "Warning" : "Warnings");
  for (std::size_t i = 0; i < std::min(all.size(), most); ++i) out += "<li>" + name_html(all[i], 400) + "</li>";
  if (all.size() > most) out += fmt::format("<li>{} more</li>", all.size() - most);
  return out + "</ul></div>\n";
}

std::string scripts(const std::vector<Chart>& charts) {
  std::string out;
  const auto data = [&out](const std::string& id, const Json& json) {
    out += fmt::format("<script type=\"application/json\" id=\"{}\">{}</script>\n", id, compact(json));
  };
  data("themes", {{"light", light_theme()}, {"dark", dark_theme()}});
  for (const Chart& chart : charts) data(chart.id + "-spec", chart.spec);
  for (const std::string_view script : {chart_library().text, page_script().text}) {
    out += "<script>";
    out.append(script);
    out += "</script>\n";
  }
  return out;
}

std::string put_together(const Page& page, const std::string& sections, const std::string& further_rules) {
  return head(page, further_rules) + "<body>\n<main>\n" + masthead(page) + banner(page.banner) +
         warnings(page.warnings) + sections + "</main>\n" + scripts(page.charts) + "</body>\n</html>\n";
}

}  // namespace

std::string without_scripts_note(const std::vector<Chart>& charts) {
  if (charts.empty()) return "";
  return "<noscript><p class=\"card\">Scripts are off, so the charts do not answer the pointer, and may be missing; the "
         "table under each holds the same numbers.</p></noscript>\n";
}

std::string html_of(const Page& page, ChartRenderer* painter) {
  constexpr std::size_t most = 1'490'000;  // a megabyte and a half, and a little for what is counted otherwise
  std::string bare = put_together(page, page.sections, "");
  if (!painter) return bare;
  const std::string colours = picture_colours();
  const std::size_t taken = bare.size() + colours.size();
  const std::string sections = painted(page.sections, page.charts, *painter, most - std::min(most, taken));
  return sections.size() == page.sections.size() ? bare : put_together(page, sections, colours);
}

}  // namespace busyhour::detail
