#include <fmt/format.h>

#include <algorithm>

#include "busyhour/report/fit_report.hpp"
#include "charts/fit/fit_charts.hpp"
#include "numbers.hpp"
#include "page.hpp"
#include "text.hpp"

namespace busyhour {
namespace {

using namespace detail;

/// How well families describe what was found.
Banner banner(const FitResult& fit) {
  const auto count = [&](Closeness c) {
    return std::ranges::count_if(fit.quantities,
                                 [c](const auto& q) { return q.closeness == c && !q.families.empty(); });
  };
  const auto close = count(Closeness::close), rough = count(Closeness::rough), none = count(Closeness::nothing);
  if (close + rough + none == 0)
    return {"NO LAWS", "–", "unsure", "No quantity of this log has enough values for a law."};
  std::string sentence = fmt::format("Of {} quantities {} {} a family closely", close + rough + none, close,
                                     close == 1 ? "follows" : "follow");
  if (rough > 0) sentence += fmt::format(", {} roughly", rough);
  if (none > 0) sentence += fmt::format(", {} none: there the values themselves are the law", none);
  sentence += '.';
  if (none > 0) return {"FITS IN PART", "◐", "care", sentence};
  return {rough > 0 ? "FITS ROUGHLY" : "FITS", rough > 0 ? "◐" : "✓", rough > 0 ? "care" : "good", sentence};
}

}  // namespace

std::string html_fit(const FitResult& fit, const WrittenFit& written, ChartRenderer* painter) {
  const TerminalStyle wide{false, true, 120};
  Page page{
      banner(fit), fit.log.file, "", fmt::format("{} rows", readable_count(static_cast<std::uint64_t>(fit.log.rows))),
      fit.version, fit.warnings, "", charts_of(fit)};
  page.sections =
      charts_section(page.charts) +
      fmt::format("<h2>What was found, and the scenario language for it</h2>\n<pre tabindex=\"0\">{}</pre>\n",
                  escape_html(terminal_fit(fit, written.fragments, wide)));
  return html_of(page, painter);
}

std::vector<std::pair<std::string, std::string>> chart_specs(const FitResult& fit) {
  return detail::specs_of(detail::charts_of(fit));
}

}  // namespace busyhour
