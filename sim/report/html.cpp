#include <fmt/format.h>

#include "busyhour/report/report.hpp"
#include "charts/chart.hpp"
#include "embedded.hpp"
#include "json_text.hpp"
#include "page.hpp"
#include "phrases.hpp"
#include "text.hpp"

namespace busyhour {
namespace {

using namespace detail;

/// Nothing leaves the page and nothing but our two scripts runs: not even a script that a name smuggled in.
std::string policy() {
  return fmt::format(
      "default-src 'none'; connect-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline'; "
      "script-src 'sha256-{}' 'sha256-{}'",
      chart_library().integrity, page_script().integrity);
}

std::string head(const RunResult& run) {
  const std::string title = fmt::format("{}: {}", banner_word(run), shortened(one_line(run.scenario.name), 120));
  std::string out = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out += fmt::format("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n", policy());
  out += fmt::format("<meta name=\"description\" content=\"{}\">\n", escape_html(one_line(verdict_sentence(run))));
  out += fmt::format("<meta name=\"generator\" content=\"busyhour {}\">\n",
                     escape_html(shortened(one_line(run.version), 40)));
  out += fmt::format("<title>{}</title>\n<style>\n", escape_html(title));
  out.append(page_style().text);
  return out + "</style>\n</head>\n";
}

std::string masthead(const RunResult& run) {
  std::string out = fmt::format("<header><div><h1>{}</h1>", name_html(run.scenario.name));
  if (!run.scenario.about.empty()) out += fmt::format("<p>{}</p>", name_html(run.scenario.about, 400));
  out += fmt::format("<p class=\"muted\">{}</p></div>", escape_html(run_text(run)));
  return out + "<button id=\"theme\" type=\"button\" hidden>Dark</button></header>\n";
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

}  // namespace

std::string html_report(const RunResult& run) {
  const std::vector<Chart> charts = charts_of(run);
  std::string page = head(run) + "<body>\n<main>\n" + masthead(run);
  page +=
      banner_section(run) + warnings_section(run) + tiles_section(run) + rules_section(run) + charts_section(charts);
  page += percentiles_section(run) + assumptions_section(run) + reproduce_section(run) + data_section(run) +
          reading_section(run);
  return page + "</main>\n" + scripts(charts) + "</body>\n</html>\n";
}

}  // namespace busyhour
