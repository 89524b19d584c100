#include <fmt/format.h>

#include "busyhour/report/fit_report.hpp"
#include "charts/fit/fit_charts.hpp"
#include "embedded.hpp"
#include "json_text.hpp"
#include "page.hpp"
#include "text.hpp"

namespace busyhour {
namespace {

using namespace detail;

std::string head(const std::string& title, const std::string& version) {
  std::string out = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out += fmt::format(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; connect-src 'none'; base-uri 'none'; "
      "form-action 'none'; style-src 'unsafe-inline'; script-src 'sha256-{}' 'sha256-{}'\">\n",
      chart_library().integrity, page_script().integrity);
  out += fmt::format("<meta name=\"generator\" content=\"busyhour {}\">\n<title>{}</title>\n<style>\n",
                     escape_html(version), escape_html(title));
  out.append(page_style().text);
  return out + "</style>\n</head>\n";
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

std::string html_fit(const FitResult& fit, const WrittenFit& written) {
  const std::string title = "Fitted: " + shortened(one_line(fit.log.file), 120);
  const std::vector<Chart> charts = charts_of(fit);
  const TerminalStyle wide{false, true, 120};
  std::string page = head(title, fit.version) + "<body>\n<main>\n";
  page +=
      fmt::format("<header><div><h1>{}</h1></div><button id=\"theme\" type=\"button\" hidden>Dark</button></header>\n",
                  escape_html(title));
  page += charts_section(charts);
  page += fmt::format("<h2>What was found, and the scenario language for it</h2>\n<pre>{}</pre>\n",
                      escape_html(terminal_fit(fit, written.fragments, wide)));
  return page + "</main>\n" + scripts(charts) + "</body>\n</html>\n";
}

}  // namespace busyhour
