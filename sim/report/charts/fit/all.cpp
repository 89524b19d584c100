#include <algorithm>
#include <array>

#include "../../text.hpp"
#include "fit_charts.hpp"

namespace busyhour::detail {
namespace {

/// The register: one line a kind of chart, in the order of the page.
constexpr std::array makers{&arrival_charts, &dispersion_charts, &hour_charts, &cdf_charts, &qq_charts, &line_charts};

/// A name of a log's column: charts work it into expressions, which break at a line's end.
std::string tame(const std::string& name) { return shortened(one_line(name), 60); }

bool is_tame(const FitResult& fit) {
  return std::ranges::all_of(fit.quantities, [](const FittedQuantity& q) { return tame(q.name) == q.name; }) &&
         std::ranges::all_of(fit.lines,
                             [](const FittedLine& l) { return tame(l.value) == l.value && tame(l.of) == l.of; });
}

FitResult tamed(FitResult fit) {
  for (FittedQuantity& q : fit.quantities) q.name = tame(q.name);
  for (FittedLine& line : fit.lines) line.value = tame(line.value), line.of = tame(line.of);
  return fit;
}

}  // namespace

std::vector<Chart> charts_of(const FitResult& fit) {
  if (!is_tame(fit)) return charts_of(tamed(fit));
  std::vector<Chart> all;
  for (const auto make : makers)
    for (Chart& chart : make(fit)) all.push_back(std::move(chart));
  return all;
}

std::string unit_word(const Dimension& d) {
  if (d == dimension::time) return "seconds";
  if (d == dimension::tokens) return "tokens";
  return d == dimension::characters ? "characters" : "";
}

Json axis_of(const char* field, const std::string& title, bool logarithmic) {
  Json axis{{"field", field}, {"type", "quantitative"}, {"title", title}, {"axis", {{"tickCount", 6}}}};
  if (logarithmic) {
    axis["scale"] = {{"type", "log"}, {"nice", false}};
    axis["axis"]["format"] = "~g";
  }
  return axis;
}

}  // namespace busyhour::detail
